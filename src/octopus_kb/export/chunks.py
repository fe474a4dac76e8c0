"""Chunks for retrieval, as JSON Lines: one for each passage or statement, never cut inside.

- `text` is verbatim, and nothing else is: each key that holds editors' words begins with `editorial_` or is a label.
  Where words of the source are left out it says `[...]`, so that `kb.verify(text)` finds every chunk.
- A chunk says where it stands (`spans` in code points of a source whose SHA-256 is given), how to cite it, whose rights
  the words are, and what it is about.
- A chunk says what must not be dropped when it is quoted (`cautions`): that the text rejects the view, that something
  is asked on a condition, that somebody else holds the view. In passages these stand for all statements in them,
  whichever were chosen.
- One JSON object a line, always with the same keys; read back as they were written.
"""

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from octopus_kb import codec
from octopus_kb.errors import BundleError, CriterionError, Problem
from octopus_kb.export._pieces import pieces
from octopus_kb.export.citations import locate
from octopus_kb.model import Passage, Statement
from octopus_kb.quotecheck import CautionKind
from octopus_kb.references import FIELD_OF_SCHEME
from octopus_kb.selection import Exportable, Selection, select
from octopus_kb.text import Span
from octopus_kb.vocabulary import Polarity
from octopus_kb.writing import write_whole

UNITS = ("passage", "statement")
"""What a chunk can be."""


def dumps(of: Exportable, *, per: Literal["passage", "statement"] = "passage") -> str:
    """Write passages or statements as JSON Lines.

    Args:
        of: What to write. Of statements chosen, the passages are those in which they stand.
        per: What a chunk is.

    Raises:
        CriterionError: If a chunk cannot be that.

    """
    if per not in UNITS:
        raise CriterionError("per", per, UNITS)
    selection = select(of)
    chunks = _per_passage(selection) if per == "passage" else _per_statement(selection)
    return "".join(f"{json.dumps(chunk, ensure_ascii=False)}\n" for chunk in chunks)


def dump(of: Exportable, path: str | os.PathLike[str], *, per: Literal["passage", "statement"] = "passage") -> None:
    """Write to a file what `dumps` gives, whole or not at all.

    Raises:
        CriterionError: If a chunk cannot be that.
        OSError: If the file cannot be written.

    """
    write_whole(path, dumps(of, per=per))


def loads(text: str, *, file: str = "chunks.jsonl") -> list[dict[str, Any]]:
    """Read chunks back, as plain data.

    Args:
        text: JSON Lines.
        file: The name of the file, for messages.

    Raises:
        BundleError: If a line is no JSON object that has an `id` and a `text`; the line is named.

    """
    # Only a line feed ends a line: other signs that break lines may stand inside a string.
    return [_read(line, f"{file}, line {number}") for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def load(path: str | os.PathLike[str]) -> list[dict[str, Any]]:
    """Read chunks back from a file; see `loads`.

    Raises:
        BundleError: If it is not UTF-8, or a line is no chunk.
        OSError: If the file cannot be read.

    """
    name = os.fspath(path)
    try:
        return loads(Path(path).read_bytes().decode("utf-8"), file=name)
    except UnicodeDecodeError as error:
        raise BundleError(name, (Problem(name, "$", f"not UTF-8 from byte {error.start} on"),)) from None


def _read(line: str, place: str) -> dict[str, Any]:
    chunk = codec.parse(line, file=place)
    if not isinstance(chunk, dict):
        raise BundleError(place, (Problem(place, "$", "no chunk", expected="an object", found=codec.shown(chunk)),))
    wrong = [key for key in ("id", "text") if not isinstance(chunk.get(key), str)]
    if wrong:
        raise BundleError(place, tuple(Problem(place, f"$.{key}", "a chunk has a string here") for key in wrong))
    return chunk


def _per_passage(selection: Selection) -> Iterator[dict[str, Any]]:
    said = selection.holdings.statements.group_by("passage")
    for passage in selection.passages:
        statements = tuple(said.get(passage.id, ()))
        yield _chunk(selection, passage, statements) | {
            "id": passage.id,
            "type": "passage",
            "kind": passage.kind.value,
            "text": _words(selection, passage.id, passage.spans, passage.marker),
            "spans": _plain(passage.spans),
            "citation": locate(selection.holdings, passage),
        }


def _per_statement(selection: Selection) -> Iterator[dict[str, Any]]:
    for statement in selection.statements:
        spans = tuple(span for quote in statement.evidence for span in quote.spans)
        yield _chunk(selection, selection.holdings.passages[statement.passage], (statement,)) | {
            "id": statement.id,
            "type": "statement",
            "kind": statement.kind.value,
            "text": _words(selection, statement.id, spans),
            "spans": _plain(spans),
            "citation": locate(selection.holdings, statement),
            "editorial_proposition": statement.proposition,
            "modality": statement.modality.value,
            "polarity": statement.polarity.value,
            "basis": statement.basis.value,
        }


def _chunk(selection: Selection, passage: Passage, statements: tuple[Statement, ...]) -> dict[str, Any]:
    """Give the keys that all chunks have, in their order; the first ones are filled in by what the chunk is."""
    edition = selection.editions[passage.id.partition(":")[0]]
    directives = [one.directive for one in statements if one.directive]
    heading = _heading(selection, passage)
    return {
        **dict.fromkeys(("id", "type", "kind", "text", "spans", "citation")),
        "edition": edition.id,
        "source_sha256": edition.document.sha256,
        "language": edition.document.language,
        "passage": passage.id,
        "parent": passage.parent,
        "editorial_heading": heading,
        "statements": [one.id for one in statements],
        "addressees": _labelled(selection, (id for one in directives for id in one.addressees)),
        "strengths": list(dict.fromkeys(one.strength.value for one in directives)),
        **{
            name: _labelled(selection, (id for one in statements for id in getattr(one, name)))
            for name in FIELD_OF_SCHEME.values()
        },
        "actors": _labelled(selection, (member.actor for one in statements for member in one.participants)),
        "rights": edition.document.rights,
        "cautions": [caution for one in statements for caution in _cautions(selection, one)],
    }


def _words(selection: Selection, id: str, spans: Iterable[Span], marker: str = "") -> str:
    source = selection.holdings.source(id.partition(":")[0])
    joined = enumerate(pieces(source, spans))
    return " [...] ".join(source.reading([span], "" if number else marker).text for number, span in joined)


def _plain(spans: Iterable[Span]) -> list[dict[str, int]]:
    return [{"start": span.start, "end": span.end} for span in spans]


def _labelled(selection: Selection, ids: Iterable[str]) -> list[dict[str, str]]:
    concepts = selection.holdings.concepts
    return [{"id": id, "label": concepts[id].preferred_label} for id in dict.fromkeys(ids)]


def _heading(selection: Selection, passage: Passage) -> str | None:
    """Give the heading of a passage, or of the passage that it is listed under."""
    if passage.heading or not passage.parent:
        return passage.heading
    return _heading(selection, selection.holdings.passages[passage.parent])


def _cautions(selection: Selection, statement: Statement) -> Iterator[dict[str, Any]]:
    """Yield what must be quoted along with a statement, each in the words of the source."""

    def caution(kind: CautionKind, words: str, holders: tuple[str, ...] = ()) -> dict[str, Any]:
        named = _labelled(selection, holders)
        return {"kind": kind.value, "statement": statement.id, "words": words, "holders": named}

    if statement.polarity is Polarity.NEGATIVE:
        yield caution(CautionKind.REJECTED, statement.quote)
    if statement.directive and (condition := statement.directive.condition):
        yield caution(CautionKind.CONDITION, " [...] ".join(quote.text for quote in condition.quotes))
    if attribution := statement.attribution:
        yield caution(CautionKind.ATTRIBUTION, _ascribing(selection, statement), attribution.holders)


def _ascribing(selection: Selection, statement: Statement) -> str:
    """Give the words that ascribe a view to its holders: a cue of its own, or the statement that does it."""
    attribution = statement.attribution
    if attribution and attribution.cue:
        return attribution.cue.text
    if attribution and attribution.statement:
        return selection.holdings.statements[attribution.statement].quote
    return ""

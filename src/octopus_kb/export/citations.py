"""Citations: the document, a passage, or a statement, as plain text, BibTeX, CSL-JSON or RIS.

- The words are quoted as they stand, with their place: the passage by its number, and code points in the source.
- Only what the bundle holds is given: no author, no address, no identifier is invented. Who published the document is
  taken from its rights where these open with `© Holder 2021`; otherwise nobody is named, and the rights are quoted.
- A view that the document quotes in order to reject it is marked in every style.
- A date is given as exactly as it is known: "Spring 2022" stays a season.
- Each sign of a text reaches the reader as itself, whatever LaTeX or RIS would take it for.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Literal, TypeAlias, get_args

from octopus_kb import codec
from octopus_kb.collection import id_of
from octopus_kb.edition import Edition
from octopus_kb.errors import AmbiguousIdError, CriterionError
from octopus_kb.export import _places
from octopus_kb.export._bibtex import entry
from octopus_kb.export._cited import GENRE, Cited, cited
from octopus_kb.holdings import AnyRecord, Holdings
from octopus_kb.selection import Exportable, select
from octopus_kb.uncertain import PartialDate
from octopus_kb.writing import write_whole

Form: TypeAlias = Literal["text", "bibtex", "csl", "ris"]
"""The styles of a citation."""
FORMS: tuple[Form, ...] = get_args(Form)
"""The styles of a citation: a plain sentence, BibTeX, CSL-JSON, RIS."""


def cite(
    kb: Holdings,
    record: str | AnyRecord | None = None,
    *,
    style: Form = "text",
    edition: str | Edition | None = None,
) -> str:
    """Cite a document, or words of it.

    Args:
        kb: The knowledge base.
        record: An edition, for its document; a passage, a statement or a relation, for its words; or the id of one, a
            short form (`km4.5`) included. The document of the edition if nothing is given.
        style: A plain sentence (`text`), or an entry for a list of references (`bibtex`, `csl`, `ris`). An entry of
            CSL-JSON stands in an array, as programs read it.
        edition: The edition that the record is of, or whose document is cited; it need not be named where only one is
            loaded.

    Returns:
        The citation, without a line break at its end.

    Raises:
        UnknownIdError: If there is no such record, or no such edition.
        AmbiguousIdError: If a short form fits several records, or no edition is named and several are loaded.
        CriterionError: If there is no such style, if the record is of another edition, or if it is no part of a
            document, as a concept is not: statements that can be cited instead are named.

    """
    return _written(style, "style")([cited(kb, _record(kb, record, edition))]).removesuffix("\n")


def locate(kb: Holdings, record: str | AnyRecord) -> str:
    """Say where words stand, as a citation without the words: the document, the passage, the code points.

    Args:
        kb: The knowledge base.
        record: A passage, a statement or a relation, or the id of one, a short form included.

    Raises:
        UnknownIdError: If there is no such record.
        AmbiguousIdError: If a short form fits several records.
        CriterionError: If the record is no part of a document, as a concept is not.

    """
    one = cited(kb, _record(kb, record, None))
    return f"{_document(one)}, {one.place}, {one.points}." if one.place else f"{_document(one)}."


def dumps(of: Exportable, *, form: Form = "text") -> str:
    """Cite the documents of a knowledge base, or each record of a collection.

    Args:
        of: A knowledge base, or a collection of editions, passages, statements or relations.
        form: A line of text for each (`text`), or a list of references (`bibtex`, `csl`, `ris`).

    Raises:
        CriterionError: If there is no such form, or if a record is no part of a document, as a concept is not.
        TypeError: If it is neither a knowledge base nor a collection.

    """
    write = _written(form, "form")
    selection = select(of)
    records = selection.editions if isinstance(of, Holdings) else of
    return write([cited(selection.holdings, record) for record in records])


def dump(of: Exportable, path: str | os.PathLike[str], *, form: Form = "text") -> None:
    """Write the citations to a file, whole or not at all; see `dumps`.

    Raises:
        OSError: If the file cannot be written.

    """
    write_whole(path, dumps(of, form=form))


def _written(form: str, criterion: str) -> Callable[[Iterable[Cited]], str]:
    if form not in _WRITERS:
        raise CriterionError(criterion, form, FORMS)
    return _WRITERS[form]


def _record(kb: Holdings, record: str | AnyRecord | None, edition: str | Edition | None) -> AnyRecord:
    if edition is None and record is None:
        if len(kb.editions) != 1:
            raise AmbiguousIdError("", kb.editions.ids)
        return kb.editions[0]
    within = edition and kb.editions[id_of(edition)]
    if record is None and within:
        return within
    id = record if isinstance(record, str) else getattr(record, "id", None)
    if not isinstance(id, str):
        raise TypeError(f"a record or its id can be cited, not {record!r}")
    if not within:
        return kb[id]
    found = kb.get(f"{within.id}:{id}") or kb[id]
    if (head := found.id.partition(":")[0]) != within.id and head in kb.editions.ids:
        raise CriterionError("edition", within.id, (head,))
    return found


def _text(citations: Iterable[Cited]) -> str:
    return "".join(f"{_sentence(one)}\n" for one in citations)


def _sentence(one: Cited) -> str:
    document = _document(one)
    return f"{document}, {one.place}, {one.points}: {one.quotation}" if one.place else f"{document}."


def _document(one: Cited) -> str:
    version = _places.date_in_words(one.edition.document.version_date)
    document = f"{_places.credit(one.edition).rstrip('. ')}. Version of {version}"
    # What a title or the rights hold is free text: a citation stays on its line.
    return " ".join(document.split())


def _bibtex(citations: Iterable[Cited]) -> str:
    return "\n".join(map(entry, citations))


def _csl(citations: Iterable[Cited]) -> str:
    return codec.dumps([_csl_item(one) for one in citations])


def _csl_item(one: Cited) -> dict[str, Any]:
    conference, document = one.edition.conference, one.edition.document
    spans = [{"start": span.start, "end": span.end} for span in one.spans]
    custom = {"rights": document.rights, "source-sha256": document.sha256}
    held = _places.holder(document)
    return {
        "id": one.id,
        "type": "report",
        "title": _places.title(one.edition),
        "genre": GENRE,
        **({"publisher": held} if held else {}),
        "issued": _csl_date(document.version_date),
        "event-title": conference.title,
        "event-date": _csl_date(conference.dates),
        "language": document.language,
        **({"section": one.place, "note": one.quotation} if one.place else {}),
        "custom": custom | ({"quote": one.words, "code-points": spans} if one.place else {}),
    }


def _csl_date(date: PartialDate) -> dict[str, Any]:
    days = [_places.plain_date(PartialDate(part)) for part in date.edtf.split("/") if part != ".."]
    if all(days) and ".." not in date.edtf:
        return {"date-parts": [list(day) for day in days]}
    return {"literal": _places.date_in_words(date)}


def _ris(citations: Iterable[Cited]) -> str:
    return "\n".join(
        "".join(f"{tag}  - {' '.join(value.split())}\n" for tag, value in _ris_lines(one)) for one in citations
    )


def _ris_lines(one: Cited) -> Iterator[tuple[str, str]]:
    document = one.edition.document
    yield "TY", "RPRT"
    yield "ID", one.id
    yield "TI", _places.title(one.edition)
    if held := _places.holder(document):
        yield "PB", held
    yield from _ris_date(document.version_date)
    yield "LA", document.language
    yield "M3", GENRE
    yield "N1", _places.credit(one.edition)
    if one.place:
        yield "SE", one.place
        yield "N1", f"{one.points}: {one.quotation}"
    yield "C1", f"SHA-256 of the source: {document.sha256}"
    yield "ER", ""


def _ris_date(date: PartialDate) -> Iterator[tuple[str, str]]:
    """Yield the year, and `year/month/day/other words`, as far as they are known."""
    parts = _places.plain_date(date)
    if not parts:
        yield "DA", f"///{_places.date_in_words(date)}"
        return
    year, month, day = [f"{part:02}" for part in parts] + [""] * (3 - len(parts))
    yield "PY", year.zfill(4)
    yield "DA", f"{year.zfill(4)}/{month}/{day}/"


_WRITERS: dict[str, Callable[[Iterable[Cited]], str]] = {"text": _text, "bibtex": _bibtex, "csl": _csl, "ris": _ris}

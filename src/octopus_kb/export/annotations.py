"""Statements as W3C Web Annotations (JSON-LD): the words of the source as targets, what the editors say as bodies.

- One annotation for each statement; its targets are its evidence, in reading order. The words stand together: where the
  subject is shared, or words between are left out, no piece proves the statement alone.
- Each target has a TextQuoteSelector and a TextPositionSelector, and either alone finds the words in the raw source.
  The quote is raw too, with its line breaks, and its context is as long as it takes to be the only such place.
- Positions count code points, as the standard demands: not bytes, and not the UTF-16 units of JavaScript.
- A page break cuts nothing: the target goes from the first word before it to the last one after it. Where other words
  stand between, there are two targets.
- Bodies are the editors': the proposition (`describing`), the kind and a rejection (`classifying`), whose view it is
  (`commenting`), the concepts named (`tagging`); each text names its creator. The statement is a link (`linking`).
- The context is named by its official IRI, as the standard demands, and nothing is fetched.
"""

import os
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from attrs import evolve

from octopus_kb import codec
from octopus_kb.export._nodes import Places
from octopus_kb.export._pieces import context, pieces
from octopus_kb.model import Statement
from octopus_kb.references import ids_named
from octopus_kb.selection import Exportable, Selection, select
from octopus_kb.text import SourceText, Span
from octopus_kb.vocabulary import Polarity
from octopus_kb.writing import write_whole

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
"""The IRI of the context that the standard requires."""
BASE = "urn:octopus-kb:"
"""What stands before the ids of records in IRIs, unless another base is given."""
EDITORS = "editors of the annotations (not the author of the source)"
"""The name under which the editors sign their words."""


def dumps(of: Exportable, *, base: str | None = None) -> str:
    """Write the statements of a knowledge base or of a collection as one AnnotationCollection.

    Args:
        of: What to write.
        base: The address of a documentation site, ending in a slash, if IRIs are to lead to its anchors, as in
            `linked_data`; names that lead nowhere (`urn:octopus-kb:...`) unless it is given.

    Returns:
        JSON-LD with one page that holds all annotations.

    Raises:
        CriterionError: If the base is no such address.

    """
    selection = select(of)
    return codec.dumps(_collection(selection, Places(selection, base), BASE if base is None else base))


def dump(of: Exportable, path: str | os.PathLike[str], *, base: str | None = None) -> None:
    """Write to a file what `dumps` gives, whole or not at all.

    Raises:
        OSError: If the file cannot be written.

    """
    write_whole(path, dumps(of, base=base))


def _collection(selection: Selection, places: Places, base: str) -> dict[str, Any]:
    iri = f"{base}annotations:{_name(selection)}"
    items = [_annotation(selection, statement, places, f"{base}editors") for statement in selection.statements]
    page = {"id": f"{iri}:page", "type": "AnnotationPage", "partOf": iri, "startIndex": 0, "items": items}
    return {
        "@context": CONTEXT,
        "id": iri,
        "type": "AnnotationCollection",
        "label": f"Statements with their evidence; positions count code points of {_sources(selection)}",
        "creator": {"id": f"{base}editors", "type": "Organization", "name": EDITORS},
        "total": len(items),
        "first": page,
        "last": page["id"],
    }


def _name(selection: Selection) -> str:
    """Name a collection after its editions, or after the statements that were chosen: two choices are two things."""
    if selection.whole:
        return "+".join(selection.editions.ids)
    return sha256("\n".join(selection.statements.ids).encode()).hexdigest()[:16]


def _sources(selection: Selection) -> str:
    named = [f"{one.id}:source (SHA-256 {one.document.sha256})" for one in selection.editions]
    return ", ".join(named) or "no source"


def _annotation(selection: Selection, statement: Statement, places: Places, editors: str) -> dict[str, Any]:
    edition = statement.id.partition(":")[0]
    source = selection.holdings.source(edition)
    spans = [span for quote in statement.evidence for span in quote.spans]
    language = selection.editions[edition].document.language
    return {
        "id": places.part(statement.id, "annotation"),
        "type": "Annotation",
        "motivation": "describing",
        "creator": editors,
        "body": list(_bodies(selection, statement, places, editors)),
        "target": [
            {
                "type": "SpecificResource",
                "source": {"id": places.source(edition), "format": "text/plain", "language": language},
                "selector": list(_selectors(source, span)),
            }
            for span in pieces(source, spans)
        ],
    }


def _bodies(selection: Selection, statement: Statement, places: Places, editors: str) -> Iterator[dict[str, Any]]:
    def text(value: str, purpose: str) -> dict[str, Any]:
        return {
            "type": "TextualBody",
            "value": value,
            "purpose": purpose,
            "format": "text/plain",
            "creator": editors,
        }

    yield {"type": "SpecificResource", "source": places.iri(statement.id), "purpose": "linking"}
    yield text(statement.proposition, "describing")
    yield text(statement.kind.value, "classifying")
    if statement.polarity is Polarity.NEGATIVE:
        yield text("quotes a view in order to reject it", "classifying")
    if attribution := statement.attribution:
        labels = [selection.concepts[id].preferred_label for id in attribution.holders]
        yield text(f"the view of: {'; '.join(labels)}", "commenting")
    # Whoever holds the view need not be named in these words: no tag for them.
    for id in dict.fromkeys(ids_named(evolve(statement, attribution=None))):
        label = selection.concepts[id].preferred_label
        yield {"type": "SpecificResource", "source": {"id": places.iri(id), "label": label}, "purpose": "tagging"}


def _selectors(source: SourceText, span: Span) -> Iterator[dict[str, Any]]:
    prefix, suffix = context(source.text, span)
    yield {
        "type": "TextQuoteSelector",
        "exact": source.text[span.start : span.end],
        "prefix": prefix,
        "suffix": suffix,
    }
    yield {"type": "TextPositionSelector", "start": span.start, "end": span.end}

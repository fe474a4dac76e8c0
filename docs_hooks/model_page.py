"""The data model, drawn: which records hold which, and which name which by id."""

from collections.abc import Iterator
from html import escape

import attrs
import drawings
from atlas import Atlas, Page

import octopus_kb as okb

PATH = "reference/model.md"
_PLACES: dict[type, tuple[int, int]] = {
    okb.Edition: (1, 0),
    okb.Conference: (0, 0),
    okb.Document: (2, 0),
    okb.Passage: (0, 1),
    okb.Statement: (1, 1),
    okb.Directive: (2, 1),
    okb.Relation: (0, 2),
    okb.Concept: (1, 2),
    okb.ContextFact: (2, 2),
}
"""The column and the row of each record in the drawing."""
_TIES = (
    (okb.Edition, okb.Conference, "holds"),
    (okb.Edition, okb.Document, "holds"),
    (okb.Conference, okb.Statement, "proofs"),
    (okb.Statement, okb.Passage, "passage"),
    (okb.Statement, okb.Directive, "holds"),
    (okb.Directive, okb.Concept, "addressees"),
    (okb.Statement, okb.Concept, "topics, actors ..."),
    (okb.Relation, okb.Statement, "source, target"),
    (okb.ContextFact, okb.Concept, "about"),
)
"""What holds, or names by its id, what."""


def pages(_: Atlas) -> Iterator[Page]:
    """Yield the page of the data model."""
    told = "; ".join(f"{one.__name__} to {other.__name__}: {words}" for one, other, words in _TIES)
    boxes = {one.__name__: (place, _fields(one)) for one, place in _PLACES.items()}
    ties = [(one.__name__, other.__name__, words) for one, other, words in _TIES]
    drawing = drawings.boxes("model", "Records and their ties", f"{told}.", boxes, ties)
    rows = "\n".join(f"| [{one.__name__}](records.md) | {', '.join(_fields(one))} |" for one in _PLACES)
    yield Page(PATH, f"{_HEAD}\n{drawing}\n\n{_TAIL}\n\n| Record | Fields |\n| --- | --- |\n{rows}\n")


def _fields(record: type) -> list[str]:
    return [escape(field.name) for field in attrs.fields(record)]


_HEAD = """---
title: The data model
hide: [toc]
---

# The data model

Data flows one way: source text, passages, statements, bundle, knowledge base. Records hold ids, never one another's
parents: only the knowledge base goes from one to another.
"""
_TAIL = """An `Actor` and an `Instrument` are concepts with a record type of their own. A `Bundle` is an edition with
its source and all its records. In a `Statement`, a `Quote` holds words with their spans, an `Attribution` says whose
view it is, a `Participant` who takes part, an `Item` what a list or an example names, a `StatedDate` and a `Quantity`
what is dated or counted."""

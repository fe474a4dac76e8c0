"""The rows of the tables, as plain values, made of the records that are selected."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from attrs import frozen

from octopus_kb.concepts import Concept, Instrument
from octopus_kb.export._table_columns import Row, TableName
from octopus_kb.model import Clause, Directive, Passage, Quote, Relation, Statement
from octopus_kb.selection import Selection
from octopus_kb.text import Span
from octopus_kb.vocabulary import PassageKind, Polarity


@frozen(slots=False)
class _Lookup:
    """What a row takes from other records: it may stand outside the selection."""

    selection: Selection

    @cached_property
    def passages(self) -> dict[str, Passage]:
        return {one.id: one for one in self.selection.holdings.passages}

    @cached_property
    def labels(self) -> dict[str, str]:
        return {one.id: one.preferred_label for one in self.selection.holdings.concepts}

    def key_message(self, id: str) -> Row:
        """Give the number and the heading of the key message that a passage is, or is listed under."""
        found: Passage | None = self.passages[id]
        while found and found.kind is not PassageKind.KEY_MESSAGE:
            found = self.passages[found.parent] if found.parent else None
        return {
            "key_message": found.number if found else None,
            "editorial_heading": found.heading if found else None,
        }


def make_rows(selection: Selection, table: TableName) -> list[Row]:
    """Give the rows of a table, in the order of the records."""
    return list(_ROWS[table](selection, _Lookup(selection)))


def _statements(selection: Selection, lookup: _Lookup) -> Iterator[Row]:
    for one in selection.statements:
        yield {
            **_head(one, lookup),
            "kind": one.kind.value,
            "family": one.kind.family.value,
            **_said(one),
            **_quoted(one),
            **_about(one),
        }


def _recommendations(selection: Selection, lookup: _Lookup) -> Iterator[Row]:
    for one in selection.statements:
        if one.directive:
            yield {
                **_head(one, lookup),
                "kind": one.kind.value,
                "strength": one.directive.strength.value,
                "strength_rank": one.directive.strength.rank,
                **_said(one),
                **_asked(one.directive),
                **_quoted(one),
                **_about(one),
            }


def _participants(selection: Selection, lookup: _Lookup) -> Iterator[Row]:
    for one in selection.statements:
        for number, member in enumerate(one.participants, 1):
            yield {
                "statement": one.id,
                "number": number,
                "edition": _edition(one.id),
                "role": member.role.value,
                "actor": member.actor,
                "editorial_actor_label": lookup.labels[member.actor],
            }


def _concepts(selection: Selection, _: _Lookup) -> Iterator[Row]:
    one: Concept
    for one in selection.concepts:
        yield {
            "id": one.id,
            "scheme": one.scheme.value,
            "editorial_preferred_label": one.preferred_label,
            "alternative_labels": list(one.alternative_labels),
            "broader": list(one.broader),
            "editorial_definition": one.definition,
            "editorial_scope_note": one.scope_note,
            "supplements": one.supplements if isinstance(one, Instrument) else None,
            "links": [link.url for link in one.links],
        }


def _relations(selection: Selection, _: _Lookup) -> Iterator[Row]:
    one: Relation
    for one in selection.relations:
        yield {
            "id": one.id,
            "edition": _edition(one.id),
            "kind": one.kind.value,
            "source": one.source,
            "target": one.target,
            "cue": one.cue.text,
            "passage": one.passage,
            **_place(one.cue.spans),
            "editorial_note": one.note,
        }


def _passages(selection: Selection, _: _Lookup) -> Iterator[Row]:
    one: Passage
    for one in selection.passages:
        yield {
            "id": one.id,
            "edition": _edition(one.id),
            "kind": one.kind.value,
            "parent": one.parent,
            "number": one.number,
            "editorial_heading": one.heading,
            "marker": one.marker or None,
            "text": selection.holdings.reading(one).text,
            **_place(one.spans),
        }


_ROWS: dict[TableName, Callable[[Selection, _Lookup], Iterable[Row]]] = {
    "statements": _statements,
    "recommendations": _recommendations,
    "participants": _participants,
    "concepts": _concepts,
    "relations": _relations,
    "passages": _passages,
}


def _edition(id: str) -> str:
    return id.partition(":")[0]


def _head(one: Statement, lookup: _Lookup) -> Row:
    return {"id": one.id, "edition": _edition(one.id), "passage": one.passage, **lookup.key_message(one.passage)}


def _said(one: Statement) -> Row:
    return {
        "modality": one.modality.value,
        "polarity": one.polarity.value,
        "rejected": one.polarity is Polarity.NEGATIVE,
        "basis": one.basis.value,
    }


def _asked(directive: Directive) -> Row:
    row: Row = {"addressees": list(directive.addressees)}
    for name in ("action", "condition", "timeframe"):
        clause: Clause | None = getattr(directive, name)
        row[name] = _joined(clause.quotes) if clause else None
        row[f"editorial_{name}_paraphrase"] = clause.paraphrase if clause else None
    return row


def _joined(quotes: Iterable[Quote]) -> str:
    return " [...] ".join(quote.text for quote in quotes)


def _quoted(one: Statement) -> Row:
    return {
        "quote": one.quote,
        **_place([span for quote in one.evidence for span in quote.spans]),
        "editorial_proposition": one.proposition,
    }


def _place(spans: Iterable[Span]) -> Row:
    kept = list(spans)
    return {
        "start_offset": min(span.start for span in kept),
        "end_offset": max(span.end for span in kept),
        "spans": [{"start": span.start, "end": span.end} for span in kept],
    }


def _about(one: Statement) -> Row:
    said = one.attribution
    return {
        "attribution_holders": list(said.holders) if said else [],
        "attribution_statement": said.statement if said else None,
        "attribution_cue": said.cue.text if said and said.cue else None,
        "topics": list(one.topics),
        "threats": list(one.threats),
        "measures": list(one.measures),
        "interests": list(one.interests),
        "technologies": list(one.technologies),
        "instruments": list(one.instruments),
        "events": list(one.events),
        "places": list(one.places),
        "dates": [date.value.edtf for date in one.dates],
        "quantities": [quantity.words for quantity in one.quantities],
        "items": [item.concept for item in one.items],
        "examples": [item.concept for item in one.examples],
        "editorial_note": one.note,
    }

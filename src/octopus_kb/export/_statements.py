"""Passages, statements and relations as nodes of linked data."""

from collections.abc import Iterable

from octopus_kb.export._context import CONCEPT_TERMS, member
from octopus_kb.export._nodes import Node, Places, node, quantity
from octopus_kb.model import Attribution, Clause, Directive, Item, Passage, Relation, Statement
from octopus_kb.references import FIELD_OF_SCHEME
from octopus_kb.text import Reading
from octopus_kb.vocabulary import Basis, Modality, Polarity, StatementKind

CLAIM_KINDS = frozenset(
    {
        StatementKind.EVENT_FACT,
        StatementKind.THREAT,
        StatementKind.IMPACT,
        StatementKind.CHALLENGE,
        StatementKind.EXISTING_MEASURE,
        StatementKind.PROVISION,
    }
)
"""The kinds that say what was or is the case. The others name or introduce the document, fix the meaning of a term,
evaluate, report a stance, foretell, or ask."""
CLAIM_MODALITIES = frozenset({Modality.PAST, Modality.PRESENT, Modality.PERFECT})
"""What is said to be so; not what is held to be, can be, will be, or should be."""


def is_claim(statement: Statement) -> bool:
    """Tell whether a statement is a claim of fact (`schema:Claim`): if there is an attribution, of its holders.

    It must be of a kind that says what was or is the case, in a mood that says so, in so many words, and asserted: a
    view that is quoted in order to be rejected is nobody's claim here.
    """
    return (
        statement.kind in CLAIM_KINDS
        and statement.modality in CLAIM_MODALITIES
        and statement.polarity is Polarity.POSITIVE
        and statement.basis is Basis.STATED
    )


def passage_node(places: Places, passage: Passage, reading: Reading, position: int) -> Node:
    """Describe a passage, at its place in the order of the source."""
    edition = passage.id.partition(":")[0]
    slips = [
        node(
            places.part(passage.id, f"misprint-{n}"),
            "okb:Misprint",
            quotation=places.quote(places.part(passage.id, f"misprint-{n}/quote"), passage.id, slip.quote),
            reading=slip.reading,
            note=slip.note,
        )
        for n, slip in enumerate(passage.misprints, 1)
    ]
    return node(
        places.iri(passage.id),
        "okb:Passage",
        identifier=passage.id,
        passageKind=member(passage.kind),
        isPartOf=places.iri(passage.parent or edition),
        position=position,
        marker=passage.marker or None,
        number=passage.number,
        heading=passage.heading,
        text=reading.text,
        span=places.spans(edition, passage.spans),
        misprint=slips,
    )


def statement_node(places: Places, statement: Statement, relations: Iterable[Relation]) -> Node:
    """Describe a statement; relations that start from it lead to the others directly, too."""
    id, edition = statement.id, statement.id.partition(":")[0]
    claim, rejected = is_claim(statement), statement.polarity is Polarity.NEGATIVE
    ties = _ties((member(one.kind), places.iri(one.target)) for one in relations)
    return node(
        places.iri(id),
        "okb:Statement",
        *(["schema:Claim"] if claim else []),
        *(["okb:RejectedView"] if rejected else []),
        identifier=id,
        formerId=list(statement.former_ids),
        kind=member(statement.kind),
        isPartOf=places.iri(statement.passage),
        appearance=places.iri(edition) if claim else None,
        evidence=places.quotes(places.part(id, "evidence"), id, statement.evidence),
        quote=statement.quote,
        proposition=statement.proposition,
        modality=member(statement.modality),
        polarity=member(statement.polarity),
        basis=member(statement.basis),
        attribution=_attribution(places, id, statement.attribution),
        **_named(places, statement),
        **_given(places, statement),
        directive=_directive(places, id, statement.directive),
        note=statement.note,
        wasGeneratedBy=places.part(edition, "annotation"),
        related=list(dict.fromkeys(iri for iris in ties.values() for iri in iris)),
        **ties,
    )


def relation_node(places: Places, relation: Relation) -> Node:
    """Describe a relation, with the words that state it."""
    return node(
        places.iri(relation.id),
        "okb:Relation",
        identifier=relation.id,
        formerId=list(relation.former_ids),
        relationKind=member(relation.kind),
        relationSource=places.iri(relation.source),
        relationTarget=places.iri(relation.target),
        isPartOf=places.iri(relation.passage),
        cue=places.quote(places.part(relation.id, "cue"), relation.id, relation.cue),
        note=relation.note,
        wasGeneratedBy=places.part(relation.id.partition(":")[0], "annotation"),
    )


def _named(places: Places, statement: Statement) -> dict[str, object]:
    """Give the concepts that a statement names, under the term for each scheme or role."""
    named: dict[str, object] = {
        CONCEPT_TERMS[scheme]: places.iris(getattr(statement, name)) for scheme, name in FIELD_OF_SCHEME.items()
    }
    actors = dict.fromkeys(one.actor for one in statement.participants)
    ties = _ties((member(one.role), places.iri(one.actor)) for one in statement.participants)
    return {**named, "participant": places.iris(actors), **ties}


def _ties(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Gather what is tied by the same term; each once."""
    ties: dict[str, list[str]] = {}
    for name, iri in pairs:
        found = ties.setdefault(name.removeprefix("okb:"), [])
        found += [iri] if iri not in found else []
    return ties


def _given(places: Places, statement: Statement) -> dict[str, object]:
    """Describe the dates, numbers, list members and examples that a statement gives."""
    id = statement.id
    dates = [
        node(places.part(id, f"date-{n}"), "okb:StatedDate", date=str(one.value), words=one.words, note=one.note)
        for n, one in enumerate(statement.dates, 1)
    ]
    counts = [quantity(places.part(id, f"quantity-{n}"), one) for n, one in enumerate(statement.quantities, 1)]
    return {
        "statedDate": dates,
        "quantity": counts,
        "item": _items(places, id, "item", statement.items),
        "example": _items(places, id, "example", statement.examples),
    }


def _items(places: Places, id: str, name: str, items: Iterable[Item]) -> list[Node]:
    return [
        node(
            places.part(id, f"{name}-{n}"),
            "okb:Item",
            position=n,
            quotation=places.quote(places.part(id, f"{name}-{n}/quote"), id, item.quote),
            concept=places.iri(item.concept),
        )
        for n, item in enumerate(items, 1)
    ]


def _attribution(places: Places, id: str, attribution: Attribution | None) -> Node | None:
    if attribution is None:
        return None
    cue = attribution.cue
    return node(
        places.part(id, "attribution"),
        "okb:Attribution",
        holder=places.iris(attribution.holders),
        ascribedBy=places.iri(attribution.statement) if attribution.statement else None,
        cue=places.quote(places.part(id, "attribution/cue"), id, cue) if cue else None,
    )


def _directive(places: Places, id: str, directive: Directive | None) -> Node | None:
    if directive is None:
        return None
    return node(
        places.part(id, "directive"),
        "okb:Directive",
        strength=member(directive.strength),
        audience=places.iris(directive.addressees),
        action=_clause(places, id, "action", directive.action),
        condition=_clause(places, id, "condition", directive.condition),
        timeframe=_clause(places, id, "timeframe", directive.timeframe),
    )


def _clause(places: Places, id: str, name: str, clause: Clause | None) -> Node | None:
    if clause is None:
        return None
    iri = places.part(id, f"directive/{name}")
    return node(
        iri, "okb:Clause", quotation=places.quotes(f"{iri}/quote", id, clause.quotes), paraphrase=clause.paraphrase
    )

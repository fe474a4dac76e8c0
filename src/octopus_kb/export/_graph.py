"""Records as a graph: nodes and edges with flat attributes, each under a stable name; what network.py writes."""

from collections.abc import Container, Iterator
from typing import TypeAlias

from attrs import frozen

from octopus_kb.concepts import Concept
from octopus_kb.edition import ContextFact, Edition
from octopus_kb.model import Passage, Relation, Statement
from octopus_kb.references import FIELD_OF_SCHEME
from octopus_kb.selection import Selection
from octopus_kb.vocabulary import Origin

Attributes: TypeAlias = dict[str, str | int]
"""What a node or an edge carries: only what every graph format can hold."""


@frozen
class Edge:
    """A tie between two nodes."""

    source: str
    """The id of the node that it starts from."""
    target: str
    """The id of the node that it leads to."""
    key: str
    """Its name: no other edge of the graph has it."""
    attributes: Attributes
    """What it carries: at least a `type` and a `label`."""


@frozen
class Graph:
    """Nodes and edges, in the order of the records."""

    name: str
    """The editions."""
    nodes: dict[str, Attributes]
    """What each node carries, by id: at least a `type`, a `label`, and `label_origin`, whose words the label is."""
    edges: tuple[Edge, ...]
    """The edges; both ends of each are nodes."""


def graph_of(selection: Selection) -> Graph:
    """Make a graph of what was selected; ties to what was not are left out."""
    nodes = dict(_nodes(selection))
    counts: dict[str, int] = {}
    edges = []
    for source, target, attributes in _ties(selection, nodes):
        if source in nodes and target in nodes:
            name = f"{source}--{'-'.join(_distinct(attributes))}--{target}"
            counts[name] = counts.get(name, 0) + 1
            key = name if counts[name] == 1 else f"{name}--{counts[name]}"
            edges.append(Edge(source, target, key, attributes))
    return Graph(" ".join(selection.editions.ids), nodes, tuple(edges))


def _distinct(attributes: Attributes) -> Iterator[str]:
    for name in ("type", "kind", "field", "role"):
        if name in attributes:
            yield str(attributes[name])


def _filled(**attributes: str | int | None) -> Attributes:
    """Keep what says something: a format for graphs has no null."""
    return {name: value for name, value in attributes.items() if value is not None and value != ""}


def _nodes(selection: Selection) -> Iterator[tuple[str, Attributes]]:
    for edition in selection.editions:
        yield edition.id, _edition(edition)
    for passage in selection.passages:
        yield passage.id, _passage(passage, selection.holdings.reading(passage).text)
    for statement in selection.statements:
        yield statement.id, _statement(statement)
    for concept in selection.concepts:
        yield concept.id, _concept(concept)
    for fact in selection.context:
        yield fact.id, _fact(fact)


def _edition(edition: Edition) -> Attributes:
    document = edition.document
    return _filled(
        type="edition",
        label=edition.conference.title,
        label_origin=Origin.VERBATIM.value,
        document=document.title,
        version_date=str(document.version_date),
        language=document.language,
        rights=document.rights,
        sha256=document.sha256,
    )


def _passage(passage: Passage, words: str) -> Attributes:
    return _filled(
        type="passage",
        label=passage.heading or passage.id.partition(":")[2],
        label_origin=Origin.EDITORIAL.value if passage.heading else Origin.CODED.value,
        kind=passage.kind.value,
        number=passage.number,
        words=words,
    )


def _statement(statement: Statement) -> Attributes:
    return _filled(
        type="statement",
        label=statement.proposition,
        label_origin=Origin.EDITORIAL.value,
        kind=statement.kind.value,
        modality=statement.modality.value,
        polarity=statement.polarity.value,
        basis=statement.basis.value,
        strength=statement.directive.strength.value if statement.directive else None,
        words=statement.quote,
        note=statement.note,
    )


def _concept(concept: Concept) -> Attributes:
    return _filled(
        type="concept",
        label=concept.preferred_label,
        label_origin=Origin.EDITORIAL.value,
        scheme=concept.scheme.value,
        alternative_labels=" | ".join(concept.alternative_labels),
        definition=concept.definition,
        scope_note=concept.scope_note,
    )


def _fact(fact: ContextFact) -> Attributes:
    return _filled(
        type="context",
        label=fact.claim,
        label_origin=Origin.EDITORIAL.value,
        date=str(fact.date) if fact.date else None,
        url=fact.url,
        publisher=fact.publisher,
    )


_Tie: TypeAlias = tuple[str, str, Attributes]


def _ties(selection: Selection, nodes: Container[str]) -> Iterator[_Tie]:
    for edition in selection.editions:
        yield edition.id, edition.conference.event, {"type": "conference", "label": "conference"}
        for group in edition.conference.sessions:
            yield edition.id, group.event, {"type": "session", "label": group.kind.value}
    for passage in selection.passages:
        above = passage.parent if passage.parent and passage.parent in nodes else passage.id.partition(":")[0]
        yield passage.id, above, {"type": "part_of", "label": "part of"}
    for statement in selection.statements:
        yield statement.id, statement.passage, {"type": "stands_in", "label": "stands in"}
        yield from _named(statement)
        yield from _parts(statement)
    for relation in selection.relations:
        yield relation.source, relation.target, _relation(relation)
    for concept in selection.concepts:
        yield from _above(concept)
    for fact in selection.context:
        yield fact.id, fact.about, {"type": "about", "label": "about"}


def _named(statement: Statement) -> Iterator[_Tie]:
    for scheme, field in FIELD_OF_SCHEME.items():
        for id in getattr(statement, field):
            yield statement.id, id, {"type": "names", "label": scheme.value, "field": field}


def _parts(statement: Statement) -> Iterator[_Tie]:
    for member in statement.participants:
        yield statement.id, member.actor, {"type": "participant", "label": member.role.value, "role": member.role.value}
    for name, items in (("item", statement.items), ("example", statement.examples)):
        for item in items:
            yield statement.id, item.concept, {"type": name, "label": name, "words": item.quote.text}
    for id in statement.directive.addressees if statement.directive else ():
        yield statement.id, id, {"type": "addressee", "label": "addressee"}
    if attribution := statement.attribution:
        cue = attribution.cue.text if attribution.cue else None
        for id in attribution.holders:
            yield statement.id, id, _filled(type="attributed_to", label="attributed to", cue=cue)
        if attribution.statement:
            yield statement.id, attribution.statement, {"type": "ascribed_by", "label": "ascribed by"}


def _relation(relation: Relation) -> Attributes:
    return _filled(
        type="relation",
        label=relation.kind.value,
        kind=relation.kind.value,
        cue=relation.cue.text,
        relation=relation.id,
        note=relation.note,
    )


def _above(concept: Concept) -> Iterator[_Tie]:
    for wider in concept.broader:
        yield concept.id, wider, {"type": "broader", "label": "broader"}
    if supplements := getattr(concept, "supplements", None):
        yield concept.id, supplements, {"type": "supplements", "label": "supplements"}

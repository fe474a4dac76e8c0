"""What is exported: a whole knowledge base, or the records of a collection with what is needed to read them."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from attrs import frozen

from octopus_kb.catalogue import Concepts, ContextFacts, Passages, Relations
from octopus_kb.collection import Collection
from octopus_kb.concepts import Concept
from octopus_kb.edition import ContextFact, Edition
from octopus_kb.facets import Statements
from octopus_kb.holdings import Holdings
from octopus_kb.model import Passage, Relation, Statement
from octopus_kb.references import ids_named

Exportable: TypeAlias = Holdings | Collection[Any]
"""What can be exported: a knowledge base, or a collection of its records."""


@frozen(kw_only=True)
class Selection:
    """Records to export, and the knowledge base in which they are looked up."""

    holdings: Holdings
    """The editions that the records come from: labels, sources and headings are looked up here."""
    whole: bool
    """Whether everything of the editions was selected, so that the proof of a bundle holds for it."""
    editions: Collection[Edition]
    """The editions that the selected records belong to."""
    passages: Passages
    """The passages: those selected, or those in which selected statements stand."""
    statements: Statements
    """The statements: those selected, those in selected passages, or those that selected relations tie."""
    relations: Relations
    """The relations: those selected, or those between selected statements."""
    concepts: Concepts[Concept]
    """The concepts: those selected, or those that selected records name, with all that are broader."""
    context: ContextFacts
    """The facts from outside, if they were selected."""


def select(of: Exportable) -> Selection:
    """Select what is to be exported.

    Args:
        of: A knowledge base, for all that it holds; or a collection of a knowledge base, for its records and what is
            needed to read them. A collection of editions stands for all that these hold.

    Raises:
        TypeError: If it is neither.

    """
    if isinstance(of, Holdings):
        return _everything(of)
    if not isinstance(of, Collection):
        raise TypeError(f"a knowledge base or a collection of its records can be exported, not {of!r}")
    holdings = Holdings(of.bundles)
    records = tuple(of)
    if isinstance(of, Passages):
        return _around(holdings, passages=of, statements=_of_passages(holdings, of.ids))
    if isinstance(of, Statements):
        return _around(holdings, statements=of)
    if isinstance(of, Relations):
        ends = {id for relation in of for id in (relation.source, relation.target)}
        return _around(holdings, statements=holdings.statements.where(lambda one: one.id in ends), relations=of)
    if isinstance(of, Concepts):
        return _around(holdings, concepts=records)
    if isinstance(of, ContextFacts):
        return _around(holdings, context=records)
    kept = {record.id for record in records}
    return _everything(Holdings([bundle for bundle in holdings.bundles if bundle.edition.id in kept]))


def _everything(holdings: Holdings) -> Selection:
    return Selection(
        holdings=holdings,
        whole=True,
        editions=holdings.editions,
        passages=holdings.passages,
        statements=holdings.statements,
        relations=holdings.relations,
        concepts=holdings.concepts,
        context=holdings.context,
    )


def _of_passages(holdings: Holdings, passages: Iterable[str]) -> Statements:
    wanted = set(passages)
    return holdings.statements.where(lambda statement: statement.passage in wanted)


def _around(
    holdings: Holdings,
    *,
    passages: Iterable[Passage] = (),
    statements: Iterable[Statement] = (),
    relations: Iterable[Relation] | None = None,
    concepts: Iterable[Concept] = (),
    context: Iterable[ContextFact] = (),
) -> Selection:
    """Add to some records what is needed to read them."""
    said, facts = tuple(statements), tuple(context)
    ids = {one.id for one in said}
    tied = relations
    if tied is None:
        tied = holdings.relations.where(lambda one: one.source in ids and one.target in ids)
    tied = tuple(tied)
    held = dict.fromkeys(passages)
    places = {one.passage for one in said} | {one.passage for one in tied} - {one.id for one in held}
    held |= dict.fromkeys(holdings.passages.where(lambda one: one.id in places))
    named = {id for one in said for id in ids_named(one)} | {fact.about for fact in facts}
    editions = {id.partition(":")[0] for id in (*ids, *(one.id for one in held))}
    hierarchy = holdings.hierarchy
    return Selection(
        holdings=holdings,
        whole=False,
        editions=holdings.editions.where(lambda one: one.id in editions),
        passages=Passages(held, hierarchy),
        statements=Statements(said, hierarchy),
        relations=Relations(tied, hierarchy),
        concepts=_with_broader(holdings, tuple(concepts), named),
        context=ContextFacts(facts, hierarchy),
    )


def _with_broader(holdings: Holdings, concepts: tuple[Concept, ...], named: set[str]) -> Concepts[Concept]:
    """Give selected concepts in their order, then those that are named, then what is broader than these."""
    hierarchy = holdings.hierarchy
    wanted = named | {wider for id in named for wider in hierarchy.broader(id)}
    others = holdings.concepts.where(lambda one: one.id in wanted)
    return Concepts(dict.fromkeys((*concepts, *others)), hierarchy)

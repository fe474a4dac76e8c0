"""What mypy knows of filters, counts, groups and sums: the type of what goes in is that of what comes out."""

from typing import Any, assert_type

import octopus_kb as okb


def filters(kb: okb.KnowledgeBase) -> None:
    """A filter takes ids, records, members of lists, and any number of them, and gives a collection of its own type."""
    assert_type(kb.statements.filter(topic="topic:ransomware", kind="threat"), okb.Statements)
    assert_type(kb.statements.filter(kind=okb.StatementKind.THREAT), okb.Statements)
    assert_type(kb.statements.filter(kind=["threat", okb.StatementKind.IMPACT]), okb.Statements)
    assert_type(kb.statements.filter(topic=kb.topics[0], passage=kb.passages), okb.Statements)
    assert_type(kb.statements.filter(actor=(actor for actor in kb.actors), exact=True), okb.Statements)
    assert_type(kb.recommendations.filter(addressee={"actor:states"}, including_wider=True), okb.Statements)
    assert_type(kb.passages.filter(parent="km4", kind=None), okb.Passages)
    assert_type(kb.relations.filter(source=kb.statements[0]), okb.Relations)
    assert_type(kb.context.filter(about=kb.instruments), okb.ContextFacts)
    assert_type(kb.actors.filter(broader="actor:states", label="parties"), okb.Concepts[okb.Actor])
    assert_type(kb.instruments.filter(label="Budapest Convention").one(), okb.Instrument)


def parts(kb: okb.KnowledgeBase) -> None:
    """A slice, and what a condition keeps, are collections of the same type."""
    assert_type(kb.statements[:5], okb.Statements)
    assert_type(kb.instruments[1:], okb.Concepts[okb.Instrument])
    assert_type(kb.editions[::-1], okb.Collection[okb.Edition])
    assert_type(kb.statements.where(lambda one: one.polarity is okb.Polarity.NEGATIVE), okb.Statements)
    assert_type(kb.actors.where(lambda one: one.broader), okb.Concepts[okb.Actor])


def counts(kb: okb.KnowledgeBase) -> None:
    """Counts are numbers by text; groups are collections by text."""
    assert_type(kb.statements.count_by("kind"), dict[str, int])
    assert_type(kb.statements.group_by("topic"), dict[str, okb.Statements])
    assert_type(kb.passages.group_by("parent"), dict[str, okb.Passages])
    assert_type(kb.actors.group_by("broader"), dict[str, okb.Concepts[okb.Actor]])
    assert_type(kb.relations.group_by("kind")["cause"].first(), okb.Relation | None)
    assert_type(kb.context.count_by("about"), dict[str, int])


def plain(kb: okb.KnowledgeBase) -> None:
    """Ids are text, and plain data is plain data."""
    assert_type(kb.statements.ids, tuple[str, ...])
    assert_type(kb.statements.to_dicts(), list[dict[str, Any]])
    assert_type(kb.topics[0] in kb.topics, bool)
    # mypy asks of every sequence that it be searched for what it holds; nothing that a sequence declares changes that.
    assert_type("topic:fog" in kb.topics, bool)  # type: ignore[comparison-overlap]
    assert_type("topic:fog" in kb, bool)
    assert_type(len(kb.topics), int)


def sums(kb: okb.KnowledgeBase) -> None:
    """A sum has the type of its first part, and a sequence of any concepts may be one of actors."""
    assert_type(kb.statements + kb.recommendations, okb.Statements)
    assert_type(kb.topics + kb.threats, okb.Concepts[okb.Concept])
    assert_type(kb.topics + kb.actors, okb.Concepts[okb.Concept])
    concepts: okb.Collection[okb.Concept] = kb.actors
    assert_type(concepts[0], okb.Concept)

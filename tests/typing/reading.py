"""What mypy knows of a knowledge base and of the records in it, as a user holds them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import assert_type

import octopus_kb as okb
from octopus_kb import KnowledgeBase, load


def loading() -> None:
    """Every way to a knowledge base gives one."""
    assert_type(okb.editions(), tuple[str, ...])
    assert_type(load(), KnowledgeBase)
    assert_type(okb.load("octopus-2021"), okb.KnowledgeBase)
    assert_type(okb.load_bundle("folder"), okb.KnowledgeBase)
    assert_type(okb.load_bundle(Path("folder")), okb.KnowledgeBase)
    assert_type(okb.__version__, str)


def collections(kb: okb.KnowledgeBase) -> None:
    """Each collection knows its own type and that of its records."""
    assert_type(kb.editions, okb.Collection[okb.Edition])
    assert_type(kb.passages, okb.Passages)
    assert_type(kb.key_messages, okb.Passages)
    assert_type(kb.statements, okb.Statements)
    assert_type(kb.recommendations, okb.Statements)
    assert_type(kb.relations, okb.Relations)
    assert_type(kb.context, okb.ContextFacts)
    assert_type(kb.topics, okb.Concepts[okb.Concept])
    assert_type(kb.places, okb.Concepts[okb.Concept])
    assert_type(kb.actors, okb.Concepts[okb.Actor])
    assert_type(kb.instruments, okb.Concepts[okb.Instrument])


def records(kb: okb.KnowledgeBase) -> None:
    """A record has its type, whether it is found by its place, by its id, or in a loop."""
    assert_type(kb.editions[0], okb.Edition)
    assert_type(kb.passages["km4.5"], okb.Passage)
    assert_type(kb.statements[-1], okb.Statement)
    assert_type(kb.topics["topic:ransomware"], okb.Concept)
    assert_type(kb.actors["actor:states"], okb.Actor)
    assert_type(kb.instruments[0], okb.Instrument)
    assert_type(kb.instruments[0].supplements, str | None)
    assert_type(kb.relations[0].kind, okb.RelationKind)
    assert_type(kb.context[0].retrieved, okb.PartialDate)
    for statement in kb.statements:
        assert_type(statement, okb.Statement)
    assert_type(iter(kb.actors), Iterator[okb.Actor])
    assert_type(kb.items("km4"), okb.Passages)
    assert_type(kb.items(kb.passages[0]), okb.Passages)


def perhaps(kb: okb.KnowledgeBase) -> None:
    """What may be missing is None, and must be asked for; what must be there is not."""
    assert_type(kb.statements.first(), okb.Statement | None)
    assert_type(kb.statements.one(), okb.Statement)
    assert_type(kb.actors.get("actor:states"), okb.Actor | None)
    assert_type(kb.statements[0].directive, okb.Directive | None)
    first = kb.recommendations.first()
    if first and first.directive:
        assert_type(first.directive.strength, okb.Strength)
        assert_type(first.directive.strength.rank, int)
        assert_type(first.directive.condition, okb.Clause | None)
        assert_type(first.directive.addressees, tuple[str, ...])


def any_record(kb: okb.KnowledgeBase) -> str:
    """What a knowledge base finds by an id is some record, which says itself of which type it is."""
    record = kb["km4.5"]
    assert_type("km4.5" in kb, bool)
    if isinstance(record, okb.Passage):
        assert_type(record.parent, str | None)
    elif isinstance(record, okb.Concept):
        assert_type(record.scheme, okb.Scheme)
    return record.id


def words(kb: okb.KnowledgeBase) -> None:
    """Sources, readings, quotes and spans are typed down to the number."""
    assert_type(kb.source(), okb.SourceText)
    assert_type(kb.source(kb.editions[0]).text, str)
    assert_type(kb.reading("km1"), okb.Reading)
    assert_type(kb.reading(kb.passages[0]).locate("words"), tuple[okb.Span, ...])
    statement = kb.statements[0]
    assert_type(statement.quote, str)
    assert_type(statement.evidence[0], okb.Quote)
    assert_type(statement.evidence[0].spans[0].start, int)
    assert_type(statement.kind, okb.StatementKind)
    assert_type(statement.kind.family, okb.Family)
    assert_type([one.actor for one in statement.participants], list[str])


def facts(kb: okb.KnowledgeBase) -> None:
    """Dates and quantities are compared to a truth of three values."""
    conference = kb.editions[0].conference
    assert_type(conference.dates.before(date(2022, 1, 1)), okb.Truth)
    assert_type(conference.dates.overlaps(okb.PartialDate("2021-11")), okb.Truth)
    assert_type(conference.dates.earliest, date | None)
    assert_type(conference.participants.at_least(1000), okb.Truth)
    assert_type(conference.sessions[0].count, okb.Quantity)


def faults() -> tuple[okb.Problem, ...]:
    """An error carries what it is about, typed."""
    try:
        okb.load("octopus-2022")
    except okb.UnknownIdError as error:
        assert_type(error.near, tuple[str, ...])
    except okb.BundleError as error:
        return error.problems
    return ()

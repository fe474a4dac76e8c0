"""`octopus-kb show` and `octopus-kb list`: one record in full, and many in short."""

import argparse
import textwrap
from collections.abc import Iterator
from itertools import islice
from typing import Any

from octopus_kb.cli.criteria import KINDS, NAMES, collection, given
from octopus_kb.cli.fields import listed, rows
from octopus_kb.cli.loaded import knowledge, named, short
from octopus_kb.cli.overview import overview
from octopus_kb.cli.page import Answer, Page, quoted
from octopus_kb.codec import unstructure
from octopus_kb.concepts import Concept
from octopus_kb.edition import ContextFact, Edition
from octopus_kb.holdings import AnyRecord
from octopus_kb.knowledge import KnowledgeBase
from octopus_kb.model import Passage, Relation, Statement
from octopus_kb.vocabulary import Polarity

_WIDEST_COLUMN = 40


def show(options: argparse.Namespace) -> Answer:
    """Show a record in full."""
    kb = knowledge(options)
    record = kb[options.id]

    def lines(page: Page) -> Iterator[str]:
        if isinstance(record, Edition):
            yield from overview(kb, record, page=page, folder=options.bundle).split("\n")
            return
        yield from _head(kb, record, page)
        for name, text in (*rows(kb, record), *_around(kb, record)):
            yield from page.row(name, text)

    data = {"kind": kb.hierarchy.kind(record.id), "words": _words(kb, record), "record": unstructure(record)}
    return Answer(lines=lines, data=lambda: data)


def listing(options: argparse.Namespace) -> Answer:
    """List the records of a kind that meet the criteria, or count them by a facet."""
    kb = knowledge(options)
    everything = collection(kb, options.kind_of)
    found = everything.filter(**given(options, KINDS[options.kind_of]))
    if options.count_by:
        return _count(dict(islice(found.count_by(options.count_by).items(), options.limit)))
    shown = found[: options.limit]

    def lines(page: Page) -> Iterator[str]:
        column = min(max(map(len, shown.ids), default=0) + 2, _WIDEST_COLUMN)
        for record in shown:
            yield from _brief(kb, record, page, column)
        kept = f"{len(found)} of {len(everything)}" if len(found) < len(everything) else f"{len(found)}"
        cut = f", {len(shown)} shown" if len(shown) < len(found) else ""
        yield page.styled("aside", f"{kept} {NAMES.get(options.kind_of, options.kind_of)}{cut}")

    def data() -> dict[str, Any]:
        return {"kind": options.kind_of, "count": len(found), "records": shown.to_dicts()}

    return Answer(lines=lines, data=data)


def _count(counts: dict[str, int]) -> Answer:
    width = max((len(str(number)) for number in counts.values()), default=0)
    return Answer(
        lines=lambda page: (f"{number:{width}}  {page.styled('id', value)}" for value, number in counts.items()),
        data=lambda: {"counts": counts},
    )


def _words(kb: KnowledgeBase, record: AnyRecord) -> str | None:
    """Give the words of the source that a record stands for, if it stands for any."""
    if isinstance(record, Passage):
        return kb.reading(record).text
    if isinstance(record, Statement):
        return record.quote
    return record.cue.text if isinstance(record, Relation) else None


def _telling(kb: KnowledgeBase, record: AnyRecord) -> tuple[str, str]:
    """Give what a record is, and what is said of it in one sentence."""
    if isinstance(record, Statement):
        return f"{_plain(record.kind)} in {short(kb, record.passage)}", quoted(record.quote)
    if isinstance(record, Passage):
        heading = f" {record.number}, headed by the editors: {record.heading}" if record.heading else ""
        return f"{_plain(record.kind)}{heading}", quoted(kb.reading(record).text)
    if isinstance(record, Relation):
        kind, ends = record.kind.value, (record.source, record.target)
        source, target = (short(kb, id) for id in ends)
        return f"relation in {short(kb, record.passage)}", f"{source} {kind} {target}"
    if isinstance(record, ContextFact):
        return f"from outside the document, about {record.about}", record.claim
    return (record.scheme.value, record.preferred_label) if isinstance(record, Concept) else ("edition", "")


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _head(kb: KnowledgeBase, record: AnyRecord, page: Page) -> Iterator[str]:
    """Lay out what a record is, and its words."""
    what, said = _telling(kb, record)
    yield page.styled("id", record.id)
    yield from page.wrapped(what, style="aside")
    yield ""
    yield from _rejected(record, page)
    yield from page.wrapped(said, "  ", style="head")
    yield ""


def _brief(kb: KnowledgeBase, record: AnyRecord, page: Page, column: int) -> Iterator[str]:
    """Lay out a record in short; of a long passage, the beginning."""
    what, said = _telling(kb, record)
    if isinstance(record, Passage):
        said = textwrap.shorten(said, 3 * page.width, placeholder=" ...")
    if isinstance(record, Concept):
        yield from page.row(record.id, said, "", column, "id")
        return
    yield page.styled("id", short(kb, record.id))
    yield from page.wrapped(what, "  ", style="aside")
    yield from _rejected(record, page)
    yield from page.wrapped(said, "    ")


def _rejected(record: AnyRecord, page: Page) -> Iterator[str]:
    if isinstance(record, Statement) and record.polarity is Polarity.NEGATIVE:
        yield from page.wrapped("The view in these words is one that the document rejects.", "  ", style="bad")


def _around(kb: KnowledgeBase, record: AnyRecord) -> Iterator[tuple[str, str]]:
    """Yield what other records say of a record."""
    if isinstance(record, Statement):
        yield from listed("relations", [_tie(kb, record, *pair) for pair in kb.related(record)])
    elif isinstance(record, Relation):
        for name, id in (("source", record.source), ("target", record.target)):
            yield name, f"{quoted(kb.statements[id].quote)} ({short(kb, id)})"
    elif isinstance(record, Passage):
        yield from _several(kb, "items", kb.items(record).ids)
        yield from _several(kb, "statements", kb.statements.filter(passage=record, exact=True).ids)
    elif isinstance(record, Concept):
        yield from _several(kb, "narrower", kb.narrower(record, transitive=False).ids)
        yield from _several(kb, "statements", kb.mentions(record).ids)
        for fact in kb.context.filter(about=record, exact=True):
            yield "outside", f"{fact.claim} ({fact.url})"


def _tie(kb: KnowledgeBase, statement: Statement, relation: Relation, other: Statement) -> str:
    """Give a relation as it is read: source, kind, target."""
    kind, id = relation.kind.value, short(kb, other.id)
    return f"this {kind} {id}" if relation.source == statement.id else f"{id} {kind} this"


def _several(kb: KnowledgeBase, name: str, ids: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return listed(name, [named(kb, id) for id in ids])

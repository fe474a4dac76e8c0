"""Markdown: a record, a collection, or the document, to read and to build pages from.

- The words of the document stand in block quotes, each with its place, as they are in the source: a page break parts
  two paragraphs, ` [...] ` stands for words left out, and `kb.verify_all` finds each of them exact where the source has
  no sign that Markdown would read.
- The editors' words say whose they are; facts from outside the document stand apart from it; a view that the document
  rejects is never shown without saying so.
- No text of a record is read as Markdown or as HTML: whatever it holds is shown as it stands.
- Every function gives whole blocks of CommonMark, and ends with a line break. Headings start at the level `heading`.
  With `anchors` they have an explicit id (`{#km4.5}`), as the `attr_list` extension of Python-Markdown, and Pandoc,
  read it; other programs would show it. With `link` each record that is named links to the address that it gives.
"""

import os
from collections.abc import Iterable, Iterator
from typing import Any

from octopus_kb.catalogue import ContextFacts
from octopus_kb.collection import Collection, id_of
from octopus_kb.concepts import Concept
from octopus_kb.edition import ContextFact, Edition
from octopus_kb.export import _records
from octopus_kb.export._page import Names, Page, anchor, escape, full_anchor, linked, page
from octopus_kb.holdings import Holdings
from octopus_kb.knowledge import KnowledgeBase
from octopus_kb.model import Directive, Passage, Relation, Statement
from octopus_kb.selection import Exportable, select
from octopus_kb.writing import write_whole

__all__ = [
    "Names",
    "anchor",
    "concept",
    "context_fact",
    "document",
    "dump",
    "dumps",
    "escape",
    "linked",
    "passage",
    "recommendations_table",
    "relation",
    "statement",
]

_COLUMNS = ("Strength", "Asked of", "What is asked", "On condition", "When", "Where")


def document(
    kb: KnowledgeBase,
    edition: str | Edition | None = None,
    *,
    heading: int = 2,
    anchors: bool | Names = False,
    link: Names | None = None,
    statements: bool = True,
) -> str:
    """Give the document of an edition: what is known of it, and each passage with its statements.

    Args:
        kb: The knowledge base.
        edition: The edition, or its id; it need not be named where only one is loaded.
        heading: The level of the first heading; those below go deeper, down to the sixth level.
        anchors: Whether headings have explicit ids, or a function that gives the id of each record.
        link: A function that gives the address of the record with an id, or `None` for no link.
        statements: Whether the statements stand below their passages.

    Raises:
        UnknownIdError: If there is no such edition.
        AmbiguousIdError: If none is named and several are loaded.
        CriterionError: If there are no headings of such a level.

    """
    kb.source(edition)  # says what is wrong with the name of an edition, or that none is named
    id = id_of(edition) if edition else kb.editions[0].id
    at = page(kb, heading, anchors, link)
    return _joined(_records.edition_blocks(at, kb.editions[id], statements=statements))


def passage(
    kb: KnowledgeBase,
    record: str | Passage,
    *,
    heading: int = 2,
    anchors: bool | Names = False,
    link: Names | None = None,
    statements: bool = True,
) -> str:
    """Give a passage with its misprints, its statements, and what is listed under it; see `document`.

    Raises:
        UnknownIdError: If there is no such passage.
        CriterionError: If there are no headings of such a level.

    """
    at = page(kb, heading, anchors, link)
    return _joined(_records.passage_blocks(at, kb.passages[id_of(record)], statements=statements))


def statement(
    kb: KnowledgeBase,
    record: str | Statement,
    *,
    heading: int = 2,
    anchors: bool | Names = False,
    link: Names | None = None,
) -> str:
    """Give a statement: its words, then what the editors say of it; see `document`.

    Raises:
        UnknownIdError: If there is no such statement.
        CriterionError: If there are no headings of such a level.

    """
    at = page(kb, heading, anchors, link)
    return _joined(_records.statement_blocks(at, kb.statements[id_of(record)]))


def relation(
    kb: KnowledgeBase,
    record: str | Relation,
    *,
    heading: int = 2,
    anchors: bool | Names = False,
    link: Names | None = None,
) -> str:
    """Give a relation: the words that state it, and the statements at its ends; see `document`.

    Raises:
        UnknownIdError: If there is no such relation.
        CriterionError: If there are no headings of such a level.

    """
    at = page(kb, heading, anchors, link)
    return _joined(_records.relation_blocks(at, kb.relations[id_of(record)]))


def concept(
    kb: KnowledgeBase,
    record: str | Concept,
    *,
    heading: int = 2,
    anchors: bool | Names = False,
    link: Names | None = None,
    mentions: bool = True,
) -> str:
    """Give a concept, with the words that mention it unless `mentions` is false; see `document`.

    Raises:
        UnknownIdError: If there is no such concept.
        CriterionError: If there are no headings of such a level.

    """
    at = page(kb, heading, anchors, link)
    return _joined(_records.concept_blocks(at, kb.concepts[id_of(record)], mentions=mentions))


def context_fact(
    kb: KnowledgeBase,
    record: str | ContextFact,
    *,
    heading: int = 2,
    anchors: bool | Names = False,
    link: Names | None = None,
) -> str:
    """Give a fact from outside the document, with its source; see `document`.

    Raises:
        UnknownIdError: If there is no such fact.
        CriterionError: If there are no headings of such a level.

    """
    at = page(kb, heading, anchors, link)
    return _joined(_records.context_blocks(at, kb.context[id_of(record)]))


def recommendations_table(
    kb: KnowledgeBase, collection: Iterable[Statement] | None = None, *, link: Names | None = None
) -> str:
    """Give what is asked of whom as a table, the most binding first, in the words of the document.

    Args:
        kb: The knowledge base.
        collection: The statements to show, all recommendations if none are given; one that asks for nothing has no row.
        link: A function that gives the address of the record with an id, or `None` for no link.

    """
    at = page(kb, 2, anchors=False, link=link)
    given = kb.recommendations if collection is None else collection
    asked = sorted(((one, one.directive) for one in given if one.directive), key=lambda pair: pair[1].strength.rank)
    rows = [_COLUMNS, ("---",) * len(_COLUMNS), *(_row(at, one, found) for one, found in asked)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(at: Page, record: Statement, found: Directive) -> tuple[str, ...]:
    told = [_records.clause(one) if one else "\u2013" for one in (found.action, found.condition, found.timeframe)]
    whom = ", ".join(map(at.reference, found.addressees)) or "nobody is named"
    return _records.told(found.strength), whom, *told, f"{at.reference(record.passage)}, {at.reference(record.id)}"


def dumps(of: Exportable, *, heading: int = 1, anchors: bool | Names = False, link: Names | None = None) -> str:
    """Give the documents of a knowledge base with their statements, then later facts; or the records of a collection.

    Args:
        of: A knowledge base, or a collection of its records.
        heading: The level of the first heading.
        anchors: Whether headings have explicit ids, or a function that gives the id of each record. Where several
            editions are written, the ids begin with the edition's.
        link: A function that gives the address of the record with an id, or `None` for no link.

    Raises:
        CriterionError: If there are no headings of such a level.
        TypeError: If it is neither a knowledge base nor a collection.

    """
    selection = select(of)
    kb = of if isinstance(of, KnowledgeBase) else KnowledgeBase(selection.holdings.bundles)
    at = page(kb, heading, full_anchor if anchors is True and len(kb.editions) != 1 else anchors, link)
    return _joined(_whole(at) if isinstance(of, Holdings) or selection.whole else _part(at, of))


def dump(
    of: Exportable,
    path: str | os.PathLike[str],
    *,
    heading: int = 1,
    anchors: bool | Names = False,
    link: Names | None = None,
) -> None:
    """Write the Markdown to a file, whole or not at all; see `dumps`.

    Raises:
        OSError: If the file cannot be written.

    """
    write_whole(path, dumps(of, heading=heading, anchors=anchors, link=link))


def _whole(at: Page) -> Iterator[str]:
    inner = at
    if len(at.kb.editions) != 1:
        yield at.heading("Documents")
        inner = at.deeper()
    for edition in at.kb.editions:
        yield from _records.edition_blocks(inner, edition, statements=True)
    if at.kb.context:
        yield from _part(at.deeper(), at.kb.context)


def _part(at: Page, records: Collection[Any]) -> Iterator[str]:
    title = "Later facts" if isinstance(records, ContextFacts) else type(records).__name__
    yield at.heading(title)
    if not records:
        yield "None."
    for record in records:
        yield from _blocks(at.deeper(), record)


def _blocks(at: Page, record: Passage | Statement | Relation | Concept | ContextFact) -> Iterator[str]:
    if isinstance(record, Passage):
        return _records.passage_blocks(at, record, statements=True)
    if isinstance(record, Statement):
        return _records.statement_blocks(at, record)
    if isinstance(record, Relation):
        return _records.relation_blocks(at, record)
    if isinstance(record, Concept):
        return _records.concept_blocks(at, record, mentions=True)
    return _records.context_blocks(at, record)


def _joined(blocks: Iterable[str]) -> str:
    return "\n\n".join(blocks) + "\n"

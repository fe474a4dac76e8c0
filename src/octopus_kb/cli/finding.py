"""`octopus-kb search` and `octopus-kb related`: from words, and from a statement, to records."""

import argparse
import re
from collections.abc import Iterator
from textwrap import shorten
from typing import Any

from octopus_kb.cli.loaded import knowledge, short
from octopus_kb.cli.page import Answer, Page, quoted
from octopus_kb.codec import unstructure
from octopus_kb.knowledge import KnowledgeBase
from octopus_kb.model import Passage, Relation, Statement
from octopus_kb.search import Hit, Hits

_FOUND = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


def search(options: argparse.Namespace) -> Answer:
    """Find records by their words."""
    kb = knowledge(options)
    query = " ".join(options.words)
    kinds = {"kinds": options.kinds} if options.kinds else {}
    hits = kb.search(query, edition=options.edition, limit=options.limit, **kinds)

    def lines(page: Page) -> Iterator[str]:
        if not hits:
            yield f"nothing is found for {query}"
        elif hits.relaxed:
            yield from page.wrapped("Nothing has all the words; these have some of them.", style="aside")
        for hit in hits:
            yield from _found(kb, hit, page)

    return Answer(lines=lines, data=lambda: _hits(kb, hits))


def _found(kb: KnowledgeBase, hit: Hit, page: Page) -> Iterator[str]:
    """Lay out a hit; of a statement found by the editors' words, the document's own stand beneath them."""
    verbatim = _verbatim(kb, hit)
    kind = hit.kind if verbatim else f"{hit.kind} (editors)"
    yield f"{page.styled('id', short(kb, hit.record.id))}  {page.styled('aside', kind)}"
    yield _snippet(hit, page)
    if isinstance(hit.record, Statement) and not verbatim:
        yield from page.wrapped(shorten(quoted(hit.record.quote), 3 * page.width, placeholder=" ..."), "    ")


def _verbatim(kb: KnowledgeBase, hit: Hit) -> bool:
    """Tell whether the words shown of a hit are the document's, rather than a proposition or a label."""
    if isinstance(hit.record, Statement):
        words = hit.record.quote
    elif isinstance(hit.record, Passage):
        words = kb.reading(hit.record).text
    else:
        return False
    shown = " ".join(hit.snippet.replace("**", "").split())
    return shown.removeprefix("... ").removesuffix(" ...") in words


def _snippet(hit: Hit, page: Page) -> str:
    """Lay out the words of a hit; on a page with colour, what was found is set off by it."""
    text = "\n".join(page.wrapped(hit.snippet.strip(), "    "))
    return _FOUND.sub(lambda found: page.styled("head", found[1]), text) if page.colour else text


def _hits(kb: KnowledgeBase, hits: Hits) -> dict[str, Any]:
    found = [
        {
            "id": hit.record.id,
            "kind": hit.kind,
            "score": round(hit.score, 6),
            "snippet": hit.snippet,
            "verbatim": _verbatim(kb, hit),
            "spans": unstructure(hit.spans),
        }
        for hit in hits
    ]
    return {"query": hits.query, "relaxed": hits.relaxed, "hits": found}


def related(options: argparse.Namespace) -> Answer:
    """Give the statements that the text ties to a statement."""
    kb = knowledge(options)
    statement = _statement(kb, options.id)
    pairs = kb.related(statement, kind=options.kind, direction=options.direction)

    def lines(page: Page) -> Iterator[str]:
        if not pairs:
            yield from page.wrapped(f"no such relation of {short(kb, statement.id)}")
        for relation, other in pairs:
            yield from _tie(kb, relation, other, page)

    return Answer(lines=lines, data=lambda: {"id": statement.id, "related": _ties(statement, pairs)})


def _statement(kb: KnowledgeBase, id: str) -> Statement:
    record = kb[id]
    if not isinstance(record, Statement):
        kind = kb.hierarchy.kind(record.id)
        raise argparse.ArgumentTypeError(f"{id} is of the kind {kind}: only statements are related")
    return record


def _tie(kb: KnowledgeBase, relation: Relation, other: Statement, page: Page) -> Iterator[str]:
    """Lay out a relation as it is read: source, kind, target."""
    kind, id = relation.kind.value, short(kb, other.id)
    text = f"{id} {kind} this" if relation.source == other.id else f"this {kind} {id}"
    for line in page.wrapped(text, "", "  "):
        yield line.replace(id, page.styled("id", id))
    yield from page.wrapped(quoted(other.quote), "    ")
    yield from page.row("cue", f"{quoted(relation.cue.text)} ({short(kb, relation.passage)})", "    ")


def _ties(statement: Statement, pairs: tuple[tuple[Relation, Statement], ...]) -> list[dict[str, Any]]:
    return [
        {
            "direction": "out" if relation.source == statement.id else "in",
            "relation": unstructure(relation),
            "statement": unstructure(other),
        }
        for relation, other in pairs
    ]

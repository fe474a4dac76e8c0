"""At a glance: pictures of what the document says, each with a text alternative and its table beneath."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import combinations

import drawings
from atlas import Atlas, Page
from parts import Link, root_topic, words

import octopus_kb as okb

PATH = "glance.md"
_RANKS = ("obligation", "need", "should, or will need", "encouragement or call")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def pages(atlas: Atlas) -> Iterator[Page]:
    """Yield the page of pictures."""
    link = atlas.href(PATH)
    parts = (*_asked(atlas.kb), *_messages(atlas.kb, link), *_map(atlas.kb, link), *_timeline(atlas.kb, link))
    yield Page(PATH, "\n\n".join((_HEAD, *parts)) + "\n")


_HEAD = """---
title: At a glance
hide: [toc]
---

# At a glance

Each picture has its table beneath. What counts as a topic, and how topics hang together, is the editors’ choice."""


def _table(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give a table that can be folded away."""
    caption = f"{name} as a table"
    columns = "".join(f'<th scope="col">{escape(one)}</th>' for one in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f"<details><summary>{escape(caption)}</summary>"
        f'<div class="okb-scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="okb-table"><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div></details>'
    )


def _action(statement: okb.Statement) -> str:
    quotes = statement.directive.action.quotes if statement.directive else ()
    return " [...] ".join(quote.text for quote in quotes)


def _rank(statement: okb.Statement) -> int:
    return statement.directive.strength.rank if statement.directive else 0


def _asked(kb: okb.KnowledgeBase) -> Iterator[str]:
    asked = sorted(kb.recommendations, key=_rank)
    groups: dict[str, list[okb.Statement]] = {}
    for one in asked:
        for whom in (one.directive and one.directive.addressees) or ("",):
            groups.setdefault(kb.actors[whom].preferred_label if whom else "nobody is named", []).append(one)
    rows = {
        name: [[_action(one) for one in found if _rank(one) == rank] for found in groups.values()]
        for rank, name in enumerate(_RANKS, 1)
    }
    told = "; ".join(f"{name}: {len(found)}" for name, found in groups.items())
    yield "## Who is asked to do what"
    title = "What is asked, in the words of the document, by whom it is asked of and by strength"
    yield drawings.grid("asked", title, f"How much is asked of whom. {told}.", list(groups), rows)
    table = [(words(one.modality), name, _action(one)) for name, found in groups.items() for one in found]
    yield _table("Who is asked to do what", ("Strength", "Asked of", "What"), table)


def _messages(kb: okb.KnowledgeBase, link: Link) -> Iterator[str]:
    messages = kb.key_messages
    counted = {
        root: [
            sum(root_topic(kb, one) == root for one in kb.statements.filter(passage=message)) for message in messages
        ]
        for root in dict.fromkeys(root_topic(kb, one) for one in kb.statements)
        if root
    }
    held = {root: counts for root, counts in counted.items() if any(counts)}
    rows = {kb.topics[root].preferred_label: (link(root), counts) for root, counts in held.items()}
    columns = [f"Message {message.number}" for message in messages]
    yield "## Topics across key messages"
    told = "; ".join(f"{label}: {', '.join(map(str, counts))}" for label, (_, counts) in rows.items())
    title = "How many statements of each key message have each topic as their first"
    yield drawings.bubbles("messages", title, f"Statements in messages 1 to 6. {told}.", columns, rows)
    table = [(label, *map(str, counts)) for label, (_, counts) in rows.items()]
    yield _table("Topics across key messages", ("Topic", *columns), table)


def _map(kb: okb.KnowledgeBase, link: Link) -> Iterator[str]:
    roots = [one for one in kb.topics if not one.broader]
    held = [{id for topic in one.topics for id in (topic, *kb.broader(topic).ids)} for one in kb.statements]
    weights = [sum(root.id in ids for ids in held) for root in roots]
    ties = {
        (a, b): shared
        for a, b in combinations(range(len(roots)), 2)
        if (shared := sum({roots[a].id, roots[b].id} <= ids for ids in held))
    }
    members = [(one.preferred_label, link(one.id), weight) for one, weight in zip(roots, weights, strict=True)]
    named = {pair: (roots[pair[0]].preferred_label, roots[pair[1]].preferred_label) for pair in ties}
    strongest = Counter(ties).most_common()
    told = "; ".join(f"{named[pair][0]} and {named[pair][1]}: {number}" for pair, number in strongest[:10])
    yield "## The map of topics"
    yield "A line ties two topics that statements have in common, the wider the more; beside a topic, how many have it."
    yield drawings.wheel("map", "Topics, and the statements they share", f"Most in common: {told}.", members, ties)
    table = [(*named[pair], str(number)) for pair, number in strongest]
    yield _table("The map of topics", ("Topic", "Topic", "Statements in common"), table)


def _timeline(kb: okb.KnowledgeBase, link: Link) -> Iterator[str]:
    ids = {
        "the conference": "experts-participated",
        "special event": "opened-with-special-event",
        "adoption of the Protocol": "protocol-adopted",
        "version of the document": "version-line",
    }
    dates = {label: kb.statements[id].dates[0] for label, id in ids.items()}
    days = []
    for label, date in dates.items():
        first, last = date.value.earliest, date.value.latest
        if first and last:
            days.append((label, first.day, last.day, link(kb.statements[ids[label]].id)))
    spring = kb.statements["protocol-opening-announced"].dates[0]
    low, high = spring.value.earliest, spring.value.latest
    unsure = (
        low.month - 1 if low else 0,
        high.month - 1 if high else 11,
        f"“{spring.words}”: the document names no month",
    )
    told = "; ".join(f"{label}: {date.value}" for label, date in dates.items())
    yield "## From November 2021 to Spring 2022"
    yield (
        "What is dashed is uncertain: a season’s months are not in the text, so that the opening for signature lies "
        "somewhere within the year as far as the document tells."
    )
    told = f"{told}; opening for signature: {spring.value}, a season of which no month is named."
    months = [f"{name}" for name in _MONTHS]
    yield drawings.timeline("timeline", "What the document dates", told, days, months, unsure)
    table = [(label, str(date.value), date.words, date.note or "") for label, date in dates.items()]
    table.append(("opening for signature", str(spring.value), spring.words, spring.note or ""))
    yield _table("The timeline", ("What", "When (EDTF)", "In the words of the document", "Editors’ note"), table)

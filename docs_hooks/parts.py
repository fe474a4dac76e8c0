"""Pieces that several pages are made of, as HTML: marked words, statements, badges, chips."""

from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import groupby

from atlas import Atlas, concept_anchor, statement_anchor

import octopus_kb as okb
from octopus_kb.addresses import anchor

Link = Callable[[str], str]
"""What gives the address of the record with an id."""

DIMENSIONS = ("kind", "modality", "topic")
"""What the marked words can be coloured by."""


def words(value: str) -> str:
    """Give a member of a closed list as words."""
    return value.replace("_", " ")


def root_topic(kb: okb.KnowledgeBase, statement: okb.Statement) -> str:
    """Give the widest topic above the first topic of a statement, or nothing."""
    if not statement.topics:
        return ""
    wider = kb.broader(statement.topics[0]).ids
    return wider[-1] if wider else statement.topics[0]


def values(kb: okb.KnowledgeBase, statement: okb.Statement) -> dict[str, str]:
    """Give what a statement is coloured by, for each dimension."""
    topic = root_topic(kb, statement)
    return {"kind": statement.kind, "modality": statement.modality, "topic": topic and concept_anchor(topic)}


def marked(atlas: Atlas, passage: okb.Passage, link: Link) -> str:
    """Give the words of a passage as they stand, those of each statement linked to it; misprints are explained."""
    reading = atlas.kb.reading(passage)
    held = _held(atlas.kb, passage)
    offsets = [reading.offset(at) for at in range(len(reading.text))]
    slips = {slip.quote.spans[-1].end: slip for slip in passage.misprints}
    breaks = {span.end for span in passage.spans[:-1]}
    pieces: list[str] = []
    for ids, group in groupby(enumerate(offsets), lambda one: _covering(held, one[1])):
        places = list(group)
        text = _text(reading.text, places, slips, breaks)
        blank = not reading.text[places[0][0] : places[-1][0] + 1].strip()
        pieces.append(text if blank or not ids else _mark(atlas.kb, ids, text, link))
    return "".join(pieces)


def _held(kb: okb.KnowledgeBase, passage: okb.Passage) -> list[tuple[str, list[okb.Span]]]:
    """Give the spans of each statement of a passage, the shortest evidence first: it is the most telling."""
    found = [
        (one.id, [span for quote in one.evidence for span in quote.spans])
        for one in kb.statements.filter(passage=passage, exact=True)
    ]
    return sorted(found, key=lambda one: sum(map(len, one[1])))


def _covering(held: list[tuple[str, list[okb.Span]]], offset: int) -> tuple[str, ...]:
    return tuple(id for id, spans in held if any(span.start <= offset < span.end for span in spans))


def _text(text: str, places: list[tuple[int, int]], slips: dict[int, okb.Misprint], breaks: set[int]) -> str:
    """Give a stretch of words, with what was meant after each misprint, and a sign where a page ended."""
    pieces = []
    for at, offset in places:
        if offset in breaks:
            pieces.append('<span class="okb-break" title="a page ends here"> </span>')
        else:
            pieces.append(escape(text[at]))
        if slip := slips.get(offset + 1):
            pieces.append(
                f'<span class="okb-meant" title="{escape(slip.note)}"> [meant: {escape(slip.reading)}]</span>'
            )
    return "".join(pieces)


def _mark(kb: okb.KnowledgeBase, ids: tuple[str, ...], text: str, link: Link) -> str:
    first = kb.statements[ids[0]]
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in values(kb, first).items() if value)
    also = " ".join(statement_anchor(id) for id in ids)
    if first.polarity is okb.Polarity.NEGATIVE:
        text += '<span class="okb-meant"> [a view that the text rejects]</span>'
    return f'<a class="okb-mark" href="{link(ids[0])}" data-statements="{also}"{data}>{text}</a>'


def badge(value: str, dimension: str, shown: str = "") -> str:
    """Give a member of a closed list as a small label in its colour."""
    return f'<span class="okb-badge" data-{dimension}="{value}">{escape(shown or words(value))}</span>'


def chips(kb: okb.KnowledgeBase, ids: Iterable[str], link: Link) -> str:
    """Give concepts as links with their labels."""
    concepts = [kb.concepts[id] for id in dict.fromkeys(ids)]
    return " ".join(
        f'<a class="okb-chip" data-scheme="{one.scheme}" href="{link(one.id)}">{escape(one.preferred_label)}</a>'
        for one in concepts
    )


def quotation(statement: okb.Statement) -> str:
    """Give the words that prove a statement."""
    return f'<q class="okb-quote">{escape(statement.quote)}</q>'


def named(statement: okb.Statement) -> tuple[str, ...]:
    """Give the ids of the concepts that a statement names, in the order of its fields, actors last."""
    return (
        *statement.topics,
        *statement.threats,
        *statement.measures,
        *statement.interests,
        *statement.technologies,
        *statement.instruments,
        *statement.events,
        *statement.places,
        *(member.actor for member in statement.participants),
    )


def directive(kb: okb.KnowledgeBase, statement: okb.Statement, link: Link) -> str:
    """Give who is asked, how strongly, and on what condition; nothing for a statement that asks for nothing."""
    found = statement.directive
    if found is None:
        return ""
    whom = chips(kb, found.addressees, link) or "<em>nobody is named</em>"
    rows = [("Asked of", whom), ("Strength", badge(found.strength, "strength"))]
    for name in ("action", "condition", "timeframe"):
        if clause := getattr(found, name):
            quoted = " [...] ".join(quote.text for quote in clause.quotes)
            rows.append((name.capitalize(), f"<q>{escape(quoted)}</q>"))
    cells = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in rows)
    return f'<dl class="okb-directive">{cells}</dl>'


def statement_card(atlas: Atlas, statement: okb.Statement, link: Link, *, id: str = "") -> str:
    """Give a statement with its words, what the editors say of it, and what it names."""
    kb = atlas.kb
    family = badge(statement.kind, "kind")
    manner = badge(statement.modality, "modality")
    rejected = '<span class="okb-badge okb-no">rejected by the text</span>' if statement.polarity == "negative" else ""
    basis = "" if statement.basis == "stated" else f'<span class="okb-badge">{statement.basis}</span>'
    note = f'<p class="okb-note">Editors’ note: {escape(statement.note)}</p>' if statement.note else ""
    # The page of the document has each statement under its anchor: the search finds it there, and once.
    place = f' id="{id}"' if id else " data-search-exclude"
    former = "".join(f'<span id="{statement_anchor(old)}"></span>' for old in statement.former_ids if id)
    return (
        f'<div class="okb-statement"{place} data-statement="{escape(statement.id)}">{former}'
        f'<p class="okb-badges">{family}{manner}{rejected}{basis}</p>'
        f"<p>{quotation(statement)}</p>"
        f'<p class="okb-proposition"><span class="okb-editorial">Editors:</span> {escape(statement.proposition)}</p>'
        f"{directive(kb, statement, link)}{note}{_ties(kb, statement, link) if id else ''}"
        f'<p class="okb-chips">{chips(kb, named(statement), link)}</p>'
        f'<p class="okb-id"><code>{escape(statement.id)}</code></p></div>'
    )


def _ties(kb: okb.KnowledgeBase, statement: okb.Statement, link: Link) -> str:
    """Give the relations that start from a statement, each under its permanent anchor."""
    rows = "".join(
        f'<li id="{anchor(one.id, "relation")}">{words(one.kind)} (<q>{escape(one.cue.text)}</q>): '
        f'<a href="{link(one.target)}">{escape(kb.statements[one.target].quote)}</a></li>'
        for one in kb.relations.filter(source=statement)
    )
    return f'<ul class="okb-ties">{rows}</ul>' if rows else ""


def later_facts(kb: okb.KnowledgeBase, facts: Iterable[okb.ContextFact], *, anchored: bool = False) -> Iterator[str]:
    """Yield a section of facts from outside the document, each with its source; nothing if there are none."""
    rows = "".join(_fact(kb, fact, anchored=anchored) for fact in facts)
    if rows:
        yield "## Later facts, from outside the document"
        yield "None of this is in the document, and none of it is evidence for a statement."
        yield f'<ul class="okb-later">{rows}</ul>'


def _fact(kb: okb.KnowledgeBase, fact: okb.ContextFact, *, anchored: bool) -> str:
    label = escape(kb.concepts[fact.about].preferred_label)
    day = f" ({fact.date})" if fact.date else ""
    source = f'<a href="{escape(fact.url)}">{escape(fact.publisher)}</a>, read {fact.retrieved}'
    place = f' id="{anchor(fact.id, "context")}"' if anchored else ""
    return f"<li{place}><strong>{label}</strong>{day}: {escape(fact.claim)} <small>Source: {source}.</small></li>"

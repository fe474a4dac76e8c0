"""The key messages, a page each: words, statements, what is asked of whom, relations, later facts set apart."""

from collections.abc import Iterator
from html import escape

from atlas import SCHEMES, Atlas, Page, passage_anchor, slug
from parts import Link, chips, directive, later_facts, marked, named, quotation, statement_card, words

import octopus_kb as okb

INDEX = "messages/index.md"


def path_of(message: okb.Passage) -> str:
    """Give the place of the page of a key message."""
    return f"messages/{slug(message.id)}.md"


def pages(atlas: Atlas) -> Iterator[Page]:
    """Yield the overview of the key messages, and the page of each."""
    yield Page(INDEX, _overview(atlas))
    for message in atlas.kb.key_messages:
        yield Page(path_of(message), "\n\n".join(_message(atlas, message)) + "\n")


def _overview(atlas: Atlas) -> str:
    kb, link = atlas.kb, atlas.href(INDEX)
    cards = "".join(_card(kb, one, link) for one in kb.key_messages)
    return (
        "---\ntitle: Key messages\n---\n\n# Key messages\n\n"
        "What the special event, the workshops, the lightning talks and the outlook sessions underlined, among other "
        "things. The numbers and the headings are the editors’.\n\n"
        f'<ul class="okb-cards">{cards}</ul>\n'
    )


def _card(kb: okb.KnowledgeBase, message: okb.Passage, link: Link) -> str:
    topics = list(kb.statements.filter(passage=message).count_by("topic"))[:4]
    return (
        f'<li class="okb-card"><a class="okb-card-link" href="{slug(message.id)}/">'
        f'<span class="okb-number">{message.number}</span> {escape(message.heading or "")}</a>'
        f'<p>{escape(_opening(kb, message))}</p><p class="okb-chips">{chips(kb, topics, link)}</p></li>'
    )


def _opening(kb: okb.KnowledgeBase, message: okb.Passage) -> str:
    text = kb.reading(message).text
    return text if len(text) < 220 else f"{text[: text.rindex(' ', 0, 200)]} ..."


def _message(atlas: Atlas, message: okb.Passage) -> Iterator[str]:
    kb, path = atlas.kb, path_of(message)
    link = atlas.href(path)
    statements = kb.statements.filter(passage=message)
    yield f'---\ntitle: "{message.number}. {message.heading}"\n---'
    yield f"# {message.heading}"
    yield f'<p class="okb-kicker">Key message {message.number}. The heading is the editors’.</p>'
    yield "## The words of the document"
    yield "\n".join(_passages(atlas, message, link))
    if asked := statements.where(lambda one: one.directive):
        yield "## What is asked of whom"
        yield "\n".join(_asked(kb, asked, link))
    yield "## Statements"
    yield "\n".join(statement_card(atlas, one, link) for one in statements)
    yield from _relations(kb, statements, link)
    yield "## What it names"
    yield _named(kb, statements, link)
    about = {id for one in statements for id in one.instruments}
    yield from later_facts(kb, kb.context.where(lambda fact: fact.about in about))


def _passages(atlas: Atlas, message: okb.Passage, link: Link) -> Iterator[str]:
    for passage in (message, *atlas.kb.items(message)):
        item = " okb-item" if passage.parent else ""
        place = f'<a class="okb-anchor" href="{link(passage.id)}">{passage_anchor(passage.id)}</a>'
        yield (
            f'<blockquote class="okb-passage{item}" data-by="kind">'
            f'<p class="okb-text">{marked(atlas, passage, link)}</p><p class="okb-tools">{place}</p></blockquote>'
        )


def _asked(kb: okb.KnowledgeBase, statements: okb.Statements, link: Link) -> Iterator[str]:
    ranked = sorted(statements, key=lambda one: one.directive.strength.rank if one.directive else 0)
    for one in ranked:
        yield f'<div class="okb-asked">{directive(kb, one, link)}</div>'


def _relations(kb: okb.KnowledgeBase, statements: okb.Statements, link: Link) -> Iterator[str]:
    ids = set(statements.ids)
    found = kb.relations.where(lambda one: one.source in ids or one.target in ids)
    if found:
        yield "## How the statements hang together"
        yield "Each tie is stated by the text, with the words shown between the two."
        yield f'<ul class="okb-relations">{"".join(_relation(kb, one, link) for one in found)}</ul>'


def _relation(kb: okb.KnowledgeBase, relation: okb.Relation, link: Link) -> str:
    ends = [f'<a href="{link(id)}">{quotation(kb.statements[id])}</a>' for id in (relation.source, relation.target)]
    cue = f'<span class="okb-cue">{words(relation.kind)}: <q>{escape(relation.cue.text)}</q></span>'
    return f"<li>{ends[0]} {cue} {ends[1]}</li>"


def _named(kb: okb.KnowledgeBase, statements: okb.Statements, link: Link) -> str:
    ids = dict.fromkeys(id for one in statements for id in named(one))
    rows = []
    for scheme, (_, title) in SCHEMES.items():
        if held := [id for id in ids if id.startswith(f"{scheme}:")]:
            rows.append(f"<div><dt>{title}</dt><dd>{chips(kb, held, link)}</dd></div>")
    return f'<dl class="okb-named">{"".join(rows)}</dl>'

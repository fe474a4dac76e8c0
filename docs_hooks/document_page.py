"""The document: the full text as it stands, with the words of each statement marked."""

from collections import Counter
from collections.abc import Iterator
from html import escape

from atlas import Atlas, Page, concept_anchor, passage_anchor, statement_anchor
from parts import DIMENSIONS, Link, later_facts, marked, statement_card, values, words

import octopus_kb as okb

PATH = "document.md"


def pages(atlas: Atlas) -> Iterator[Page]:
    """Yield the page of the document."""
    link = atlas.href(PATH)
    body = "\n".join(_passage(atlas, passage, link) for passage in atlas.kb.passages)
    text = f'<div class="okb-document" id="{atlas.edition.id}" data-by="kind">\n{body}\n</div>'
    later = later_facts(atlas.kb, atlas.kb.context, anchored=True)
    yield Page(PATH, "\n\n".join((_HEAD, _switch(atlas), text, *later)) + "\n")


_HEAD = """---
title: The document
description: The full text of the key messages of the Octopus Conference 2021, with the words of each statement marked.
hide: [toc]
---

# The document

The full text as it stands, with every misprint. The words of each statement are marked: choose a mark to see what the
editors made of it. What is in square brackets after “meant” is the editors’ reading, and not in the document.

Key messages, Octopus Conference 2021, 16-18 November 2021. © Council of Europe
{: .okb-credit }
"""


def _switch(atlas: Atlas) -> str:
    """Give the choice of what the marks are coloured by, with a legend for each."""
    choices = "".join(
        f'<label><input type="radio" name="okb-by" value="{name}"{" checked" if name == "kind" else ""}> {name}</label>'
        for name in DIMENSIONS
    )
    legends = "".join(_legend(atlas, name) for name in DIMENSIONS)
    return (
        f'<fieldset class="okb-switch"><legend>Colour the marks by</legend>{choices}</fieldset>'
        f'<div class="okb-legends" data-by="kind">{legends}</div>'
    )


def _legend(atlas: Atlas, dimension: str) -> str:
    counted = Counter(values(atlas.kb, one)[dimension] for one in atlas.kb.statements)
    labels = {concept_anchor(one.id): one.preferred_label for one in atlas.kb.topics}
    members = "".join(
        f'<li><span class="okb-key" data-{dimension}="{value}"></span>{escape(labels.get(value, words(value)))}'
        f' <span class="okb-count">{count}</span></li>'
        for value, count in counted.most_common()
        if value
    )
    return f'<ul class="okb-legend" data-of="{dimension}" aria-label="Colours by {dimension}">{members}</ul>'


def _passage(atlas: Atlas, passage: okb.Passage, link: Link) -> str:
    kb, at = atlas.kb, passage_anchor(passage.id)
    statements = kb.statements.filter(passage=passage, exact=True)
    cards = "".join(statement_card(atlas, one, link, id=statement_anchor(one.id)) for one in statements)
    count = f"{len(statements)} statement{'' if len(statements) == 1 else 's'}"
    cited = escape(okb.export.citations.cite(kb, passage, style="text"))
    return (
        f'<section class="okb-passage" data-kind-of="{passage.kind}" id="{at}" aria-label="Passage {at}">'
        f"{_heading(passage)}"
        f'<p class="okb-text">{_marker(passage)}{marked(atlas, passage, link)}</p>'
        f'<div class="okb-tools"><a class="okb-anchor" href="#{at}">{at}</a>'
        f'<details class="okb-cite"><summary>Cite</summary><p class="okb-citation">{cited}</p></details>'
        f'<details class="okb-statements"><summary>{count}</summary>{cards}</details></div>'
        f"</section>"
    )


def _heading(passage: okb.Passage) -> str:
    if passage.heading is None:
        return ""
    return f'<h2 class="okb-heading"><small>Key message {passage.number}</small> {escape(passage.heading)}</h2>'


def _marker(passage: okb.Passage) -> str:
    return f'<span class="okb-marker" aria-hidden="true">{escape(passage.marker)} </span>' if passage.marker else ""

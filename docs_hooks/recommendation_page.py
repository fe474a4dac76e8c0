"""The recommendations: one table of all that is asked, filtered in the page, with its downloads."""

from collections.abc import Iterable, Iterator
from html import escape

from atlas import Atlas, Page, passage_anchor
from parts import Link, badge, chips, words

import octopus_kb as okb

PATH = "recommendations.md"
_COLUMNS = ("Strength", "Asked of", "What is asked", "On condition, or when", "Topics", "Where")
_NOBODY = "nobody"


def pages(atlas: Atlas) -> Iterator[Page]:
    """Yield the page of the recommendations."""
    kb, link = atlas.kb, atlas.href(PATH)
    asked = sorted(kb.recommendations, key=lambda one: one.directive.strength.rank if one.directive else 0)
    rows = "".join(_row(kb, one, link) for one in asked)
    head = "".join(f'<th scope="col">{name}</th>' for name in _COLUMNS)
    table = (
        f'<div class="okb-scroll" tabindex="0" role="region" aria-label="Table of what is asked">'
        f'<table class="okb-table" id="asked"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )
    yield Page(PATH, f"{_HEAD}\n{_filters(kb, asked)}\n{table}\n\n{_TAIL}")


_HEAD = """---
title: What is asked of whom
description: All that the key messages of the Octopus Conference 2021 ask, of whom, how strongly, and on what condition.
hide: [toc]
---

# What is asked of whom

All that the document asks, the most binding first, in its own words. An obligation is the strongest, then a need, then
what should be done or will need to be done, then what somebody is encouraged to do or called on to do. Where the
document names nobody, nobody is named here.
"""
_TAIL = """
Download: [as CSV](data/recommendations.csv), [as JSON](data/recommendations.json). In Python:

```pycon
>>> import octopus_kb as okb
>>> okb.load().recommendations.count_by("strength")
{'encouragement': 4, 'should': 3, 'obligation': 1, 'need': 1, 'future_need': 1, 'imperative': 1}
```
"""


def _whom(statement: okb.Statement) -> tuple[str, ...]:
    found = statement.directive.addressees if statement.directive else ()
    return found or (_NOBODY,)


def _strength(statement: okb.Statement) -> str:
    return statement.directive.strength if statement.directive else ""


def _conditional(statement: okb.Statement) -> str:
    return "with" if statement.directive and statement.directive.condition else "without"


def _filters(kb: okb.KnowledgeBase, asked: list[okb.Statement]) -> str:
    """Give the four choices by which the rows are filtered."""
    labels = {one.id: one.preferred_label for one in kb.concepts} | {_NOBODY: "nobody is named"}
    labels |= {"with": "with a condition", "without": "without a condition"}
    choices = {
        "addressee": dict.fromkeys(id for one in asked for id in _whom(one)),
        "strength": dict.fromkeys(map(_strength, asked)),
        "topic": dict.fromkeys(id for one in asked for id in one.topics),
        "condition": dict.fromkeys(map(_conditional, asked)),
    }
    boxes = "".join(_select(name, values, labels) for name, values in choices.items())
    counted = f'<p class="okb-counted" role="status" aria-live="polite">{len(asked)} of {len(asked)}</p>'
    return (
        f'<form class="okb-filters" data-filters="asked">{boxes}<button type="reset">Show all</button>{counted}</form>'
    )


def _select(name: str, values: Iterable[str], labels: dict[str, str]) -> str:
    options = "".join(f'<option value="{one}">{escape(labels.get(one, words(one)))}</option>' for one in values)
    return f'<label>{name}<select name="{name}"><option value="">any</option>{options}</select></label>'


def _row(kb: okb.KnowledgeBase, statement: okb.Statement, link: Link) -> str:
    directive = statement.directive
    if directive is None:
        return ""
    whom = chips(kb, directive.addressees, link) or "<em>nobody is named</em>"
    action = " [...] ".join(quote.text for quote in directive.action.quotes)
    quotes = [quote.text for clause in (directive.condition, directive.timeframe) if clause for quote in clause.quotes]
    # The words of a time often hold those of the condition: once is enough.
    telling = [one for one in dict.fromkeys(quotes) if not any(one != other and one in other for other in quotes)]
    condition = "<br>".join(f"<q>{escape(text)}</q>" for text in telling) or "–"
    cells = (
        badge(directive.strength, "strength"),
        f'<div class="okb-whom">{whom}</div>',
        f"<q>{escape(action)}</q>",
        condition,
        f'<span class="okb-chips">{chips(kb, statement.topics, link)}</span>',
        f'<a href="{link(statement.id)}">{passage_anchor(statement.passage)}</a>',
    )
    data = {
        "addressee": " ".join(_whom(statement)),
        "strength": directive.strength,
        "topic": " ".join(statement.topics),
        "condition": _conditional(statement),
    }
    marks = "".join(f' data-{name}="{value}"' for name, value in data.items())
    row = [f'<td data-head="{name}">{cell}</td>' for name, cell in zip(_COLUMNS, cells, strict=True)]
    return f"<tr{marks}>{''.join(row)}</tr>"

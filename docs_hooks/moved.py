"""Permanent addresses: none vanishes, and what has moved leads on."""

from collections.abc import Iterator, Mapping
from html import escape
from itertools import chain

from atlas import SCHEMES, Atlas, Page, concept_anchor, passage_anchor, relative, slug, statement_anchor, url

from octopus_kb.addresses import anchor

MOVED: Mapping[str, str] = {}
"""For each page that has moved, its old address and its new one, both below the root of the site."""


def pages(_: Atlas) -> Iterator[Page]:
    """Yield a page at each old address that leads to the new one."""
    for old, new in MOVED.items():
        yield Page(f"{old}index.html", _leads_on(relative(old, new, folder=True)))


def addresses(atlas: Atlas) -> list[str]:
    """Give every address of a record or of its page that others may have linked to; those of former ids too."""
    kb = atlas.kb
    found = [f"document/#{passage_anchor(one.id)}" for one in kb.passages]
    for one in kb.statements:
        found += [f"document/#{statement_anchor(id)}" for id in (one.id, *one.former_ids)]
    found += [f"document/#{anchor(one.id, 'relation')}" for one in kb.relations]
    found += [f"document/#{anchor(one.id, 'context')}" for one in kb.context]
    for concept in kb.concepts:
        found += [f"concepts/#{concept_anchor(id)}" for id in (concept.id, *concept.former_ids)]
        if atlas.has_page(concept.id):
            found.append(url(atlas.places[concept.id][0]))
    found += [f"messages/{slug(one.id)}/" for one in kb.key_messages]
    found += [f"concepts/{folder}/" for folder, _ in SCHEMES.values()]
    return sorted(chain(found, MOVED))


def _leads_on(address: str) -> str:
    to = escape(address)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>This page has moved</title>'
        f'<meta http-equiv="refresh" content="0; url={to}"><link rel="canonical" href="{to}"></head>'
        f'<body><p>This page has moved: <a href="{to}">go there</a>.</p></body></html>\n'
    )

"""Where each record is on the site: pages, their places, and the links between them."""

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from operator import eq
from posixpath import relpath
from typing import Any

from attrs import frozen

import octopus_kb as okb
from octopus_kb.addresses import anchor

LEAST_MENTIONS = 3
"""A concept that so many statements mention has a page of its own."""

SCHEMES = {
    okb.Scheme.TOPIC: ("topics", "Topics"),
    okb.Scheme.ACTOR: ("actors", "Actors"),
    okb.Scheme.INSTRUMENT: ("instruments", "Instruments"),
    okb.Scheme.MEASURE: ("measures", "Measures"),
    okb.Scheme.THREAT: ("threats", "Threats"),
    okb.Scheme.INTEREST: ("interests", "Interests"),
    okb.Scheme.TECHNOLOGY: ("technologies", "Technologies"),
    okb.Scheme.EVENT: ("events", "Events"),
    okb.Scheme.PLACE: ("places", "Places"),
}
"""The folder and the title of the pages of each scheme."""


@frozen
class Page:
    """A file of the site, by its place below the folder of the documentation."""

    path: str
    """Its place: a Markdown file becomes a page, anything else is copied."""
    content: str | bytes
    """What is in it."""


@frozen(slots=False)
class Atlas:
    """The shipped editions, and where their records are on the site."""

    kb: okb.KnowledgeBase
    """The knowledge base that the pages are made of."""

    @property
    def edition(self) -> okb.Edition:
        """The edition that the site is about."""
        return self.kb.editions[0]

    @cached_property
    def places(self) -> dict[str, tuple[str, str]]:
        """The page and the anchor of each record: the anchor is empty where the page is the record's own."""
        return dict(self._places())

    def _places(self) -> Iterator[tuple[str, tuple[str, str]]]:
        yield self.edition.id, ("document.md", "")
        for passage in self.kb.passages:
            yield passage.id, ("document.md", passage_anchor(passage.id))
        for statement in self.kb.statements:
            yield statement.id, ("document.md", statement_anchor(statement.id))
        for concept in self.kb.concepts:
            folder = SCHEMES[concept.scheme][0]
            own = f"concepts/{folder}/{slug(concept.id)}.md"
            index = (f"concepts/{folder}/index.md", concept_anchor(concept.id))
            yield concept.id, (own, "") if self.has_page(concept.id) else index

    def has_page(self, concept: str) -> bool:
        """Tell whether a concept has a page of its own."""
        return len(self.kb.mentions(concept, exact=True)) >= LEAST_MENTIONS

    def records(self, path: str) -> okb.Collection[Any] | None:
        """Give the records that a page is about; `None` for a page that is about none."""
        if path == "document.md":
            return self.kb.passages.filter(kind="title_line")
        if path == "recommendations.md":
            return self.kb.recommendations
        for scheme, (folder, _) in SCHEMES.items():
            if path == f"concepts/{folder}/index.md":
                return self.kb.concepts.filter(scheme=scheme)
        for message in self.kb.key_messages:
            if path == f"messages/{slug(message.id)}.md":
                return self.kb.passages.where(partial(_of_message, message))
        for concept in self.kb.concepts:
            if path == self.places[concept.id][0] and not self.places[concept.id][1]:
                return self.kb.concepts.where(partial(eq, concept))
        return None

    def link(self, page: str) -> Callable[[str], str]:
        """Give a function that links from a Markdown page to the record with an id: as Markdown writes it."""

        def to(id: str) -> str:
            path, at = self.places[id]
            return f"{relative(page, path)}#{at}" if at else relative(page, path)

        return to

    def href(self, page: str) -> Callable[[str], str]:
        """Give a function that links from a page to the record with an id: as HTML in the page writes it."""

        def to(id: str) -> str:
            path, at = self.places[id]
            address = "" if path == page else relative(url(page) or "./", url(path) or "./", folder=True)
            return f"{address}#{at}" if at else address

        return to


def _of_message(message: okb.Passage, passage: okb.Passage) -> bool:
    return message.id in {passage.id, passage.parent}


def slug(id: str) -> str:
    """Give what follows the colon in an id."""
    return id.partition(":")[2]


def passage_anchor(id: str) -> str:
    """Give the anchor of a passage: `km4.5`."""
    return anchor(id, "passage")


def statement_anchor(id: str) -> str:
    """Give the anchor of a statement: `s-cooperate`."""
    return anchor(id, "statement")


def concept_anchor(id: str) -> str:
    """Give the anchor of a concept: `topic-ransomware`."""
    return anchor(id, id.partition(":")[0])


def url(path: str) -> str:
    """Give the address of a page below the root of the site: pages are folders."""
    stem = path.removesuffix(".md")
    if stem == path:
        return path
    stem = "" if stem == "index" else stem.removesuffix("/index")
    return f"{stem}/" if stem else ""


def relative(page: str, target: str, *, folder: bool = False) -> str:
    """Give the way from one page to another."""
    if folder:
        way = relpath(f"/{target}", f"/{page}")
        return f"{way}/" if target.endswith("/") and not way.endswith("/") else way
    return relpath(f"/{target}", f"/{page}/..")

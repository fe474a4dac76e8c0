"""`octopus-kb editions` and `octopus-kb --version`: what is loaded, and of which version it is."""

import argparse
from collections.abc import Iterator
from typing import Any

from octopus_kb._version import __version__
from octopus_kb.cli.loaded import knowledge
from octopus_kb.cli.page import Answer, Page
from octopus_kb.codec import SCHEMA_VERSION
from octopus_kb.edition import Edition
from octopus_kb.knowledge import KnowledgeBase


def version(options: argparse.Namespace) -> Answer:
    """Tell the versions of the software, of the file format and of the content, and the hash of the source."""
    kb = knowledge(options)

    def lines(_: Page) -> Iterator[str]:
        yield f"octopus-kb {__version__}"
        yield f"schema {SCHEMA_VERSION}"
        for one in kb.editions:
            yield f"content {one.id} {one.content_version}"
            yield f"source {one.id} sha256:{one.document.sha256}"

    return Answer(lines=lines, data=lambda: _versions(kb))


def _versions(kb: KnowledgeBase) -> dict[str, Any]:
    editions = [{"id": one.id, "content": one.content_version, "sha256": one.document.sha256} for one in kb.editions]
    return {"software": __version__, "schema": SCHEMA_VERSION, "editions": editions}


def editions(options: argparse.Namespace) -> Answer:
    """List the editions that are loaded."""
    kb = knowledge(options)

    def lines(page: Page) -> Iterator[str]:
        for one in kb.editions:
            yield page.styled("id", one.id)
            for name, value in _edition(kb, one).items():
                yield from page.row(name.replace("_", " "), str(value)) if name != "id" else ()

    return Answer(lines=lines, data=lambda: {"editions": [_edition(kb, one) for one in kb.editions]})


def _edition(kb: KnowledgeBase, edition: Edition) -> dict[str, Any]:
    conference, document = edition.conference, edition.document
    return {
        "id": edition.id,
        "conference": conference.title,
        "dates": str(conference.dates),
        "document": document.title,
        "language": document.language,
        "content_version": edition.content_version,
        "sha256": document.sha256,
        "passages": len(kb.passages.filter(edition=edition)),
        "statements": len(kb.statements.filter(edition=edition)),
        "relations": len(kb.relations.filter(edition=edition)),
    }

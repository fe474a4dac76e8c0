"""MkDocs events: the pages of the content are made of the shipped objects, and carry them as linked data."""

import json
from typing import TYPE_CHECKING

import colours
import concept_pages
import coverage_page
import data_page
import document_page
import glance_page
import message_pages
import model_page
import moved
import playground
import recommendation_page
from atlas import Atlas
from mkdocs.plugins import event_priority
from mkdocs.structure.files import File, Files

import octopus_kb as okb
from octopus_kb.export import linked_data

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.pages import Page

MAKERS = (
    colours,
    concept_pages,
    coverage_page,
    data_page,
    document_page,
    glance_page,
    message_pages,
    model_page,
    moved,
    playground,
    recommendation_page,
)
"""The modules that make pages: `pages(atlas)` of each yields them."""


@event_priority(100)  # before the plugins that list all pages
def on_files(files: Files, config: "MkDocsConfig") -> Files:
    """Add the generated pages to those that were written by hand."""
    atlas = Atlas(okb.load())
    for maker in MAKERS:
        for page in maker.pages(atlas):
            files.append(File.generated(config, page.path, content=page.content))
    return files


def on_post_page(output: str, page: "Page", config: "MkDocsConfig") -> str:
    """Put into the head of a content page the linked data of the records that it is about."""
    records = Atlas(okb.load()).records(page.file.src_uri)
    if records is None:
        return output
    graph = json.dumps(linked_data.to_dict(records, base=config.site_url), ensure_ascii=False)
    # In a script, only what could end it must be written otherwise.
    safe = graph.replace("</", "<\\/")
    return output.replace("</head>", f'<script type="application/ld+json">{safe}</script></head>', 1)

"""MkDocs events: the pages of the content are made of the shipped objects."""

from typing import TYPE_CHECKING

import colours
import concept_pages
import coverage_page
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

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

MAKERS = (
    colours,
    document_page,
    message_pages,
    recommendation_page,
    concept_pages,
    glance_page,
    coverage_page,
    model_page,
    moved,
    playground,
)
"""The modules that make pages: `pages(atlas)` of each yields them."""


@event_priority(100)  # before the plugins that list all pages
def on_files(files: Files, config: "MkDocsConfig") -> Files:
    """Add the generated pages to those that were written by hand."""
    atlas = Atlas(okb.load())
    for maker in MAKERS:
        for page in maker.pages(atlas):
            files.append(File.generated(config, page.path, content=page.content))
    for entry in config.nav or []:
        if "Concepts" in entry:
            entry["Concepts"] = concept_pages.navigation(atlas)
    return files

"""The pages of the site that are made of the shipped objects: nothing lost, nothing vanished, nothing misread."""

import html
import re
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import pytest

import octopus_kb as okb

ROOT = Path(__file__).parents[1]
HOOKS = ROOT / "docs_hooks"
ANCHORS = (ROOT / "tests" / "site" / "anchors.txt").read_text("utf-8").split()


@pytest.fixture(scope="module", autouse=True)
def _hooks() -> Iterator[None]:
    """The modules of the site can be imported, as MkDocs does it."""
    sys.path.insert(0, str(HOOKS))
    yield
    sys.path.remove(str(HOOKS))


@pytest.fixture(scope="module")
def atlas(shipped: okb.KnowledgeBase) -> Any:
    """The atlas of the shipped edition."""
    return hook("atlas").Atlas(shipped)


def hook(name: str) -> ModuleType:
    """Import a module of the site."""
    return import_module(name)


def page(name: str, atlas: Any, path: str) -> str:
    """Give the content of a page that a module makes."""
    (found,) = [str(one.content) for one in hook(name).pages(atlas) if one.path == path]
    return found


def text_of(markup: str) -> str:
    """Give the words of HTML, what the editors put in between left out."""
    without = re.sub(r'<span class="okb-meant"[^>]*>.*?</span>', "", markup)
    return html.unescape(re.sub(r"<[^>]+>", "", without))


def test_document_is_whole(atlas: Any, shipped: okb.KnowledgeBase) -> None:
    """The page of the document has the words of every passage, unaltered, and the card of every statement."""
    content = page("document_page", atlas, "document.md")
    shown = [text_of(one) for one in re.findall(r'<p class="okb-text">(.*?)</p>', content)]
    markers = [f"{one.marker} " if one.marker else "" for one in shipped.passages]
    wanted = [marker + shipped.reading(one).text for marker, one in zip(markers, shipped.passages, strict=True)]
    assert wanted == shown
    for one in shipped.statements:
        assert f'id="s-{one.id.partition(":")[2]}"' in content
        assert html.escape(one.quote) in content


def test_marks_are_the_evidence(atlas: Any, shipped: okb.KnowledgeBase) -> None:
    """The marked words of each statement are its evidence, and nothing else."""
    content = page("document_page", atlas, "document.md")
    marks = re.findall(r'<a class="okb-mark" href="[^"]*" data-statements="([^"]*)"[^>]*>(.*?)</a>', content)
    for one in shipped.statements:
        anchor = f"s-{one.id.partition(':')[2]}"
        marked = "".join(text_of(words) for ids, words in marks if anchor in ids.split())
        covered = {at for quote in one.evidence for span in quote.spans for at in range(span.start, span.end)}
        source = shipped.source().text
        assert "".join(source[at] for at in sorted(covered) if not source[at].isspace()) == "".join(marked.split())


def test_misprints_are_explained(atlas: Any, shipped: okb.KnowledgeBase) -> None:
    """Each misprint is followed by the reading that was meant."""
    content = page("document_page", atlas, "document.md")
    for passage in shipped.passages:
        for slip in passage.misprints:
            assert f"[meant: {html.escape(slip.reading)}]" in content


def test_rejected_view_is_told(atlas: Any, shipped: okb.KnowledgeBase) -> None:
    """Wherever the card of a rejected view is shown, it says that the text rejects it."""
    myth = shipped.statements.filter(polarity="negative").one()
    card = hook("parts").statement_card(atlas, myth, lambda id: id)
    assert "rejected by the text" in card
    assert "a view that the text rejects" in page("message_pages", atlas, "messages/km2.md")


def test_everything_asked_is_in_the_table(atlas: Any, shipped: okb.KnowledgeBase) -> None:
    """The table has a row for each recommendation, the most binding first, with what it is filtered by."""
    content = page("recommendation_page", atlas, "recommendations.md")
    rows = re.findall(r'<tr data-addressee="([^"]*)" data-strength="([^"]*)" data-topic="([^"]*)" data-cond', content)
    asked = sorted(shipped.recommendations, key=lambda one: one.directive.strength.rank)
    assert [
        (" ".join(one.directive.addressees) or "nobody", one.directive.strength, " ".join(one.topics)) for one in asked
    ] == rows


def test_concepts_are_all_there(atlas: Any, shipped: okb.KnowledgeBase) -> None:
    """Each concept has its anchor in the index, and a page of its own if three statements mention it."""
    made = {one.path: str(one.content) for one in hook("concept_pages").pages(atlas)}
    for concept in shipped.concepts:
        assert f'id="{concept.id.replace(":", "-")}"' in made["concepts/index.md"]
        folder = hook("atlas").SCHEMES[concept.scheme][0]
        own = f"concepts/{folder}/{concept.id.partition(':')[2]}.md"
        assert (len(shipped.mentions(concept, exact=True)) >= 3) is (own in made)


def test_links_lead_somewhere(atlas: Any) -> None:
    """Each address in a generated page is that of a page that is made or written, and each anchor is on it."""
    made = {
        one.path: str(one.content) for name in MAKERS for one in hook(name).pages(atlas) if one.path.endswith(".md")
    }
    addresses = {hook("atlas").url(path): content for path, content in made.items()}
    for path, content in made.items():
        here = hook("atlas").url(path)
        for link in re.findall(r'href="([^"]+)"', content):
            if not link.startswith("http"):
                target, _, fragment = link.partition("#")
                there = _resolved(here, target)
                assert there in addresses, (path, link)
                anchors = rf'id="{re.escape(fragment)}"|#{re.escape(fragment)} }}' if fragment else ""
                assert re.search(anchors, addresses[there]), (path, link)


MAKERS = ("document_page", "message_pages", "recommendation_page", "concept_pages", "glance_page", "coverage_page")


def _resolved(here: str, target: str) -> str:
    parts = here.split("/")[:-1]
    for step in target.split("/")[:-1]:
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return "/".join([*parts, ""]) if parts else ""


def test_no_address_vanishes(atlas: Any) -> None:
    """Every address that was ever published is still there; a new one is added to the list."""
    found = hook("moved").addresses(atlas)
    assert sorted(set(ANCHORS) - set(found)) == [], "an address has vanished: keep the id as a former id, or say where"
    assert sorted(set(found) - set(ANCHORS)) == [], "add these to tests/site/anchors.txt"


def test_what_moved_leads_on(atlas: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that has moved leads from its old address to the new one."""
    moved = hook("moved")
    monkeypatch.setattr(moved, "MOVED", {"old/place/": "messages/km1/"})
    (found,) = moved.pages(atlas)
    assert (found.path, 'url=../../messages/km1/"' in found.content) == ("old/place/index.html", True)
    assert "old/place/" in moved.addresses(atlas)


def test_former_ids_keep_their_anchors(shipped: okb.KnowledgeBase) -> None:
    """A renamed statement or concept is found under its old anchor too."""
    bundle = shipped.bundles[0]
    statements = (attrs.evolve(bundle.statements[0], former_ids=("octopus-2021:old",)), *bundle.statements[1:])
    concepts = (
        attrs.evolve(bundle.concepts[0], former_ids=(f"{bundle.concepts[0].scheme}:old",)),
        *bundle.concepts[1:],
    )
    atlas = hook("atlas").Atlas(okb.KnowledgeBase([attrs.evolve(bundle, statements=statements, concepts=concepts)]))
    assert 'id="s-old"' in page("document_page", atlas, "document.md")
    assert f'id="{bundle.concepts[0].scheme}-old"' in page("concept_pages", atlas, "concepts/index.md")


@pytest.mark.parametrize("module", ["glance_page", "model_page"])
def test_drawings_are_well_formed(atlas: Any, module: str) -> None:
    """Each drawing is well-formed, and has a title and a text alternative."""
    (found,) = hook(module).pages(atlas)
    drawings = re.findall(r"<svg.*?</svg>", found.content, re.DOTALL)
    assert drawings
    for drawing in drawings:
        root = ET.fromstring(drawing)  # noqa: S314 - it was made here
        names = [child.tag.rpartition("}")[2] for child in root]
        assert names[:2] == ["title", "desc"]
        assert all(root[at].text for at in (0, 1))


def test_coverage_is_whole(atlas: Any) -> None:
    """Every word of the source is evidence of some statement."""
    content = page("coverage_page", atlas, "coverage.md")
    assert "100% of the words" in " ".join(content.split())


def test_reference_is_the_public_names() -> None:
    """The reference has each public name once, under the module it lives in, and nothing else."""
    pages = (ROOT / "docs" / "reference").glob("*.md")
    named = [
        name for path in pages for name in re.findall(r"^::: (octopus_kb\.\S+)$", path.read_text("utf-8"), re.MULTILINE)
    ]
    records = [name for name in named if not name.startswith("octopus_kb.export.")]
    public = [getattr(okb, name) for name in okb.__all__ if name not in {"__version__", "export"}]
    assert sorted(f"{one.__module__}.{one.__name__}" for one in public) == sorted(records)
    assert sorted(f"octopus_kb.export.{name}" for name in okb.export.__all__) == sorted(set(named) - set(records))


def test_playground_is_left_out(atlas: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without an interpreter there are no files for it; with one, its files and the wheels are listed."""
    playground = hook("playground")
    monkeypatch.delenv("OKB_PLAYGROUND", raising=False)
    assert list(playground.pages(atlas)) == []
    for name in (
        "pyodide.asm.mjs",
        "pyodide.asm.wasm",
        "pyodide.mjs",
        "pyodide-lock.json",
        "python_stdlib.zip",
        "a.whl",
    ):
        (tmp_path / name).write_bytes(b"x")
    monkeypatch.setenv("OKB_PLAYGROUND", str(tmp_path))
    assert [(one.path, one.content) for one in playground.pages(atlas)][-2:] == [
        ("assets/pyodide/a.whl", b"x"),
        ("assets/pyodide/wheels.json", '["a.whl"]\n'),
    ]

"""Markdown read by others: two parsers give every text back as it stands, and markdownlint-cli2 has nothing to say."""

import html
import json
import re
import subprocess
from collections.abc import Callable
from typing import Any

import attrs
import markdown as python_markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import octopus_kb as okb
from octopus_kb.export import markdown

LINTER = "markdownlint-cli2@0.24.1"
CONFIG = {
    "MD013": False,  # the words of a passage stand on one line, as the source has them
    "MD024": {"siblings_only": True},  # each edition has a key message 1
}
"""The rules of markdownlint that are left out or bent; all others hold."""
EXTENSIONS = [
    *("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"),
    *("pymdownx.details", "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.superfences"),
]
"""Those of the documentation site, and two more."""
FRAMES = ("{}", "- {}", "- a: {}", "## {}", "> {}\n>\n> \u2014 a", "\u201c{}\u201d")
"""Where texts of records stand."""
TAGS = {"blockquote", "h2", "li", "p", "ul"}

signs = st.sampled_from(list("*_`~[]()<>#+-.!|\\{}&;:=^$/?%\"'1a é“"))
marks = st.sampled_from(
    [
        *("&copy;", "<b>", "</div>", "<!--", "![x](y)", "[x]: y", "*[a]: b", "[^1]: x", "{#id}", "{: .c}"),
        *("---", "===", "```", "~~~", "1. ", "- ", ": x", "::: a", ":smile:", "!!! note", "??? x"),
        *("http://x.y/z", "    ", "\t", "\n"),
    ]
)
characters = st.characters(exclude_categories=["Cs", "Cc"])
texts = st.lists(signs | marks | characters, min_size=1, max_size=12).map("".join).filter(str.strip)


def commonmark(text: str) -> str:
    """Give the HTML that CommonMark with tables and deleted text makes of a text."""
    return str(MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(text))


def site(text: str) -> str:
    """Give the HTML that Python-Markdown, with the extensions of the site, makes of a text."""
    return python_markdown.markdown(text, extensions=EXTENSIONS)


each_parser = pytest.mark.parametrize("render", [commonmark, site])


def read(found: str) -> str:
    """Give what HTML shows, white space folded."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", found)).split())


def quotes(found: str) -> list[list[str]]:
    """Give the paragraphs of each block quote of HTML."""
    blocks = re.findall(r"<blockquote>(.*?)</blockquote>", found, re.DOTALL)
    return [[read(line) for line in re.findall(r"<p>(.*?)</p>", block, re.DOTALL)] for block in blocks]


@pytest.fixture(scope="module")
def lint(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[str]]:
    """A function that gives what markdownlint-cli2 has to say about a text."""
    folder = tmp_path_factory.mktemp("markdownlint")
    (folder / "package.json").write_text("{}")
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", LINTER], cwd=folder, check=True)  # noqa: S607 - npm of the session
    (folder / ".markdownlint.json").write_text(json.dumps(CONFIG))

    def run(text: str) -> list[str]:
        (folder / "text.md").write_text(text, "utf-8", newline="\n")
        command = ["node", "node_modules/markdownlint-cli2/markdownlint-cli2-bin.mjs", "text.md"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        found = [line for line in done.stderr.splitlines() if line.startswith("text.md:")]
        assert (done.returncode != 0) == bool(found), done.stderr
        return found

    return run


class TestLint:
    """What markdownlint-cli2 has to say."""

    @pytest.mark.parametrize("name", ["passages", "statements", "relations", "concepts", "context", "editions"])
    def test_collections(self, name: str, shipped: okb.KnowledgeBase, lint: Callable[[str], list[str]]) -> None:
        """It has nothing to say about a collection."""
        assert lint(markdown.dumps(getattr(shipped, name))) == []

    def test_documents(
        self, shipped: okb.KnowledgeBase, miniature: okb.KnowledgeBase, lint: Callable[[str], list[str]]
    ) -> None:
        """It has nothing to say about one document or several, with anchors that links lead to; nor about a table."""
        here = {one.id for one in (*shipped.passages, *shipped.statements)}

        def link(id: str) -> str | None:
            return f"#{markdown.anchor(id)}" if id in here else None

        assert lint(markdown.dumps(shipped, anchors=True, link=link)) == []
        assert lint(markdown.dumps(okb.KnowledgeBase([*miniature.bundles, *shipped.bundles]), anchors=True)) == []
        assert lint(f"# Asked\n\n{markdown.recommendations_table(shipped)}") == []

    def test_broken(self, shipped: okb.KnowledgeBase, lint: Callable[[str], list[str]]) -> None:
        """It refuses a link that leads nowhere, HTML, a heading that skips a level, and a table that lacks a cell."""
        text = markdown.dumps(shipped)
        for spoilt, rule in (
            (markdown.dumps(shipped, link=lambda id: f"#{markdown.anchor(id)}"), "MD051"),
            (text + "\n<b>x</b>\n", "MD033"),
            (text.replace("## Title line 1\n", "#### Title line 1\n"), "MD001"),
            (f"# Asked\n\n{markdown.recommendations_table(shipped)}".replace("| \u2013 |", "|", 1), "MD056"),
        ):
            found = lint(spoilt)
            assert any(rule in line for line in found), found


class TestReadBack:
    """What parsers read."""

    @each_parser
    def test_block_quotes(self, render: Callable[[str], str], shipped: okb.KnowledgeBase) -> None:
        """The block quotes of the document are its passages, as the source has them, each with its place."""
        found = quotes(render(markdown.document(shipped, statements=False)))
        assert len(found) == len(shipped.passages)
        for lines, passage in zip(found, shipped.passages, strict=True):
            assert " ".join(lines[:-1]) == shipped.reading(passage).text
            assert lines[-1].startswith("\u2014 Key messages, Octopus Conference 2021, ")

    @each_parser
    def test_statements(self, render: Callable[[str], str], shipped: okb.KnowledgeBase) -> None:
        """The block quote of a statement is its quote, and what the editors say is beside it as they wrote it."""
        for statement in shipped.statements:
            out = render(markdown.statement(shipped, statement))
            ((*lines, _),) = quotes(out)
            assert " ".join(lines) == statement.quote
            assert f"In the editors\u2019 words: {' '.join(statement.proposition.split())}" in map(
                read, re.findall(r"<li>(.*?)</li>", out, re.DOTALL)
            )

    @each_parser
    def test_anchors(self, render: Callable[[str], str], shipped: okb.KnowledgeBase) -> None:
        """Explicit ids are read by the site's Markdown, and shown by one that does not know them."""
        out = render(markdown.passage(shipped, "km4.5", anchors=True))
        assert ('<h2 id="km4.5">' in out, "{#km4.5}" in out) == ((True, False) if render is site else (False, True))

    @each_parser
    @given(text=texts)
    @settings(deadline=None, max_examples=400)
    def test_hostile(self, render: Callable[[str], str], text: str) -> None:
        """Whatever a text holds is shown as it stands wherever it is put, and makes no element of its own."""
        expected, escaped = " ".join(text.split()), markdown.escape(text)
        for frame in FRAMES:
            out = render(frame.format(escaped) + "\n")
            plain = read(frame.replace("- ", "", 1).replace("## ", "").replace("> ", "").replace(">", "").format("\0"))
            assert read(out) == plain.replace("\0", expected)
            assert set(re.findall(r"<(\w+)", out)) <= TAGS
        out = render(f"| a | b |\n| --- | --- |\n| {escaped} | z |\n")
        assert [read(cell) for cell in re.findall(r"<td>(.*?)</td>", out, re.DOTALL)] == [expected, "z"]

    @each_parser
    @given(text=texts, place=texts)
    @settings(deadline=None, max_examples=200)
    def test_hostile_links(self, render: Callable[[str], str], text: str, place: str) -> None:
        """A link stays one link with its words, whatever its words and its address hold."""
        link = markdown.linked(text, f"https://example.org/{place}")
        for frame in ("a {}\n", "| a |\n| --- |\n| {} |\n"):
            out = render(frame.format(link))
            (found,) = re.findall(r"<a .*?</a>", out, re.DOTALL)
            assert read(found) == " ".join(text.split())

    @each_parser
    @given(text=texts)
    @settings(deadline=None, max_examples=50)
    def test_hostile_records(self, render: Callable[[str], str], miniature: okb.KnowledgeBase, text: str) -> None:
        """Hostile text in a record shows as itself in what is made of the record."""
        bundle = miniature.bundles[0]

        def spoil(record: Any) -> Any:
            return attrs.evolve(record, proposition=text, note=text)

        kb = okb.KnowledgeBase([attrs.evolve(bundle, statements=tuple(map(spoil, bundle.statements)))])
        out = render(markdown.statement(kb, kb.statements[0]))
        lines = [read(line) for line in re.findall(r"<li>(.*?)</li>", out, re.DOTALL)]
        expected = " ".join(text.split())
        assert f"In the editors\u2019 words: {expected}" in lines
        assert f"Editors\u2019 note: {expected}" in lines

    @each_parser
    def test_broken(self, render: Callable[[str], str]) -> None:
        """Without the escaping, the same parsers read a text as markup."""
        assert read(render("*a* <b>b</b> `c` &copy;")) != "*a* <b>b</b> `c` &copy;"

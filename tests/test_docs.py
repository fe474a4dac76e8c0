"""The documentation: its examples run, and its lists are the code's."""

import ast
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import pytest

from octopus_kb import vocabulary

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
ELSEWHERE: dict[str, str] = {
    "linked-data.md": "rdf",
    "network.md": "network",
    "schema.md": "schema",
    "tables.md": "tables",
}
"""Pages of the formats whose examples need libraries that the tests do without, each with the field that has them."""
LISTS = [kind for kind in vars(vocabulary).values() if isinstance(kind, type) and issubclass(kind, StrEnum)]


@pytest.mark.parametrize("page", [page for page in PAGES if page.name not in ELSEWHERE], ids=lambda page: page.name)
def test_examples_give_what_they_show(page: Path, run_page: Callable[[Path], str]) -> None:
    """Each example of a page gives what the page shows."""
    assert run_page(page) == ""


@pytest.mark.parametrize("page", ELSEWHERE)
def test_examples_that_need_more(page: str) -> None:
    """A page whose examples need other tools is there, and the checks that have those tools run it."""
    assert (ROOT / "docs" / "formats" / page).is_file()
    assert f'"{page}"' in (ROOT / "tests" / "interop" / f"test_{ELSEWHERE[page]}.py").read_text("utf-8")


def test_examples_are_there() -> None:
    """The README shows a first session, and no page shows Python in a block that is not run."""
    assert "```pycon" in PAGES[0].read_text("utf-8")
    for page in PAGES:
        assert "```python" not in page.read_text("utf-8"), page.name


def test_questions() -> None:
    """At least forty questions are answered, eight of them by nothing, each in one to three lines of code."""
    text = (ROOT / "docs" / "guide" / "questions.md").read_text("utf-8")
    sections = [section.split("\n### ")[1:] for section in text.split("\n## ")[1:]]
    questions = [question for section in sections for question in section]
    assert (len(questions) >= 40, len(sections[-1]) >= 8) == (True, True)
    assert text.split("\n## ")[-1].startswith("What the document does not say")
    for question in questions:
        asked, _, answer = question.partition("```pycon\n")
        assert asked.splitlines()[0].endswith("?")
        lines = [line for line in answer.partition("```")[0].splitlines() if line.startswith((">>> ", "... "))]
        assert 1 <= len(lines) <= 3, asked
        assert len(answer.partition("```")[0].splitlines()) > len(lines), asked


@pytest.mark.parametrize("kind", [kind for kind in LISTS if kind is not StrEnum], ids=lambda kind: kind.__name__)
def test_lists_are_the_codes(kind: type[StrEnum]) -> None:
    """The annotation page has each list with its members in order, each explained as in the code."""
    page = (ROOT / "docs" / "annotation.md").read_text("utf-8")
    section = page.partition(f"\n`{kind.__name__}`: ")[2].partition("\n#")[0]
    rows = [row.strip("| ").split(" | ") for row in section.splitlines() if row.startswith("| `")]
    assert [(row[0].strip("`"), row[-1]) for row in rows] == _members(kind)


def _members(kind: type[StrEnum]) -> list[tuple[str, str]]:
    """Read the members of a list, and the docstrings beneath them, from the source of the module."""
    tree = ast.parse(Path(vocabulary.__file__).read_text("utf-8"))
    (found,) = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == kind.__name__]
    pairs = zip(found.body, found.body[1:], strict=False)
    members = [
        (ast.literal_eval(value.value), ast.literal_eval(doc.value))
        for value, doc in pairs
        if isinstance(value, ast.Assign) and isinstance(doc, ast.Expr)
    ]
    assert [value for value, _ in members] == [member.value for member in kind]
    return members

"""What the tests share: a made-up miniature edition, a copy of it to spoil, and the shipped edition."""

import doctest
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import octopus_kb as okb
from octopus_kb.cli import main

ROOT = Path(__file__).parents[1]
"""The folder of the project."""
MINIATURE = Path(__file__).parent / "miniature"
"""A made-up edition in the form in which an author writes it: quotes without spans."""


@pytest.fixture(scope="session")
def miniature() -> okb.KnowledgeBase:
    """The miniature edition, loaded."""
    return okb.load_bundle(MINIATURE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the miniature edition's folder, to spoil."""
    return shutil.copytree(MINIATURE, tmp_path / "bundle")


@pytest.fixture
def edit(folder: Path) -> Callable[[str, Callable[[Any], object]], None]:
    """A function that changes the parsed JSON of a file of that copy in place, and writes it back."""

    def change(file: str, alter: Callable[[Any], object]) -> None:
        path = folder / file
        data = json.loads(path.read_text("utf-8"))
        alter(data)
        path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")

    return change


@pytest.fixture(scope="session")
def shipped() -> okb.KnowledgeBase:
    """The shipped edition."""
    return okb.load()


@pytest.fixture
def command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int | str | None, str, str]]:
    """A function that runs `octopus-kb`, 80 columns wide, and gives its exit status, its output and its errors."""
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> tuple[int | str | None, str, str]:
        try:
            status: int | str | None = main(arguments)
        except SystemExit as end:  # argparse ends the process by itself
            status = end.code
        return status, *capsys.readouterr()

    return run


@pytest.fixture
def run_page(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], str]:
    """A function that runs the examples of a page, in the project's folder, and tells which give something else."""

    def run(page: Path) -> str:
        # What a doctest shows ends with an empty line, which the end of the block stands for.
        text = "\n\n".join(re.findall(r"```pycon\n(.*?)```", page.read_text("utf-8"), re.DOTALL))
        example = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
        report: list[str] = []
        monkeypatch.chdir(ROOT)
        doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=report.append)
        return "".join(report)

    return run

"""The page of the command line: every command and option is on it, and its examples give what they show."""

import argparse
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from octopus_kb.cli.parser import build

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "cli.md").read_text("utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
Command = Callable[..., tuple[int, str, str]]


def parsers(parser: argparse.ArgumentParser, *words: str) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    """Yield the words of each command, with its parser, the commands of commands included."""
    yield words, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, one in action.choices.items():
                yield from parsers(one, *words, name)


ALL = dict(parsers(build()))
COMMANDS = sorted({words[:1] for words in ALL if words})


def section(command: str) -> str:
    """Give the part of the page that is about a command."""
    return PAGE.partition(f"\n## `{command}`")[2].partition("\n## ")[0]


def options(words: tuple[str, ...]) -> set[str]:
    """Give the names of the options, and of the arguments, that a command takes."""
    found = {name for action in ALL[words]._actions for name in action.option_strings or [str(action.metavar)]}
    return found - {"-h", "--help", "--bundle", "--json"}


EXAMPLES = [
    pytest.param(block, id=f"{page.stem}-{number}")
    for page in PAGES
    for number, block in enumerate(BLOCK.findall(page.read_text("utf-8")))
]


def matches(shown: str, output: str) -> bool:
    """Tell whether an output is what a page shows; a line of three dots stands for any lines."""
    pattern = "".join("(?:.*\n)*" if line == "...\n" else re.escape(line) for line in shown.splitlines(keepends=True))
    return re.fullmatch(pattern, output) is not None


class TestDocumented:
    """What the page tells."""

    @pytest.mark.parametrize("words", ALL, ids=" ".join)
    def test_every_option(self, words: tuple[str, ...]) -> None:
        """Each command has a section, in which each of its kinds or formats, options and arguments is named."""
        text = section(words[0]) if words else PAGE.partition("\n## `")[0]
        assert text, words
        missing = [name for name in (*words[1:], *options(words)) if not re.search(rf"`{re.escape(name)}[` ]", text)]
        assert missing == []

    def test_common_options(self) -> None:
        """What every command takes is told once, before the commands, and every command takes it."""
        head = PAGE.partition("\n## `")[0]
        for name in ("--help", "--bundle FOLDER", "--json"):
            assert f"`{name}`" in head
        for parser in ALL.values():
            assert {"--help", "--bundle", "--json"} <= set(parser._option_string_actions)

    def test_nothing_else(self) -> None:
        """The page names no command and no option that there is not."""
        known = {name for parser in ALL.values() for name in parser._option_string_actions}
        assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", PAGE)) - known == {"--version"} - known
        assert re.findall(r"^## `(.+?)`", PAGE, re.MULTILINE) == [words[0] for words in ALL if len(words) == 1]


class TestExamples:
    """What the pages show of a shell."""

    @pytest.mark.parametrize("block", EXAMPLES)
    def test_examples(self, command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, block: str) -> None:
        """Each example gives what its page shows, in a folder that has the files that it shows."""
        monkeypatch.chdir(tmp_path)
        status = 0
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, shown = example.partition("\n")
            program, *words = shlex.split(line)
            if program == "cat":  # a file that an example before wrote, or one that examples after it read
                file = Path(words[0])
                if not file.exists():
                    file.write_text(shown, "utf-8")
                output = file.read_text("utf-8")
            elif line == "echo $?":
                output = f"{status}\n"
            else:
                assert program == "octopus-kb"
                status, *printed = command(*words)
                output = "".join(printed)
            assert matches(shown, output), f"$ {line}\n{output}"

    @pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
    def test_each_command_has_one(self, words: tuple[str]) -> None:
        """Each command is shown at work."""
        assert f"\n$ octopus-kb {words[0]}" in section(words[0])

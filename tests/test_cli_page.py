"""Tests of `octopus_kb.cli.page`: lines that are wrapped, and coloured where that is wanted."""

import io
import os
import re
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import octopus_kb as okb
from octopus_kb.cli import main, page
from octopus_kb.cli.loaded import named, short
from octopus_kb.cli.page import Page, counted, terminal_page, visible


class Terminal(io.StringIO):
    """A standard output that is a terminal."""

    def isatty(self) -> bool:
        """Tell that it is one."""
        return True


class TestPage:
    """Lines of text."""

    @given(text=st.text(), width=st.integers(40, 100))
    def test_wrapped(self, text: str, width: int) -> None:
        """No word is lost, none is broken, and a line is too wide only where one word is."""
        lines = list(Page(width=width).wrapped(text, "  "))
        assert [word for line in lines for word in line.split()] == visible(text).split()
        assert [line for line in lines if len(line) > width and len(line.split()) > 1] == []

    @given(name=st.from_regex(r"[a-z ]{0,40}", fullmatch=True), text=st.text(min_size=1), width=st.integers(40, 100))
    @example(name="note", text="\n", width=60)
    @example(name="note", text=" ", width=40)
    def test_row(self, name: str, text: str, width: int) -> None:
        """A row keeps its name and its words, on a wide page and on a narrow one."""
        found = " ".join(Page(width=width).row(name, text)).split()
        assert found == [*name.split(), *visible(text).split()]

    def test_beside_and_beneath(self) -> None:
        """On a wide page the text stands beside the name; on a narrow one it stands beneath, unless it fits."""
        text = "words that go on and on until they reach the end of the line"
        assert list(Page(width=80).row("name", text)) == [
            "  name                   words that go on and on until they reach the end of the",
            "                         line",
        ]
        assert list(Page(width=80).row("a name that needs more room", "words")) == [
            "  a name that needs more room",
            "                         words",
        ]
        assert list(Page(width=40).row("name", text)) == [
            "  name",
            "    words that go on and on until they",
            "      reach the end of the line",
        ]
        assert list(Page(width=40).row("name", "words")) == ["  name  words"]
        assert list(Page(width=40).row("", "words")) == ["    words"]

    def test_colour(self) -> None:
        """Colour changes no character of the words, and leaves what is empty alone."""
        plain, coloured = Page(), Page(colour=True)
        for style in page._STYLES:
            assert (plain.styled(style, "words"), coloured.styled(style, "")) == ("words", "")
            assert re.sub("\x1b\\[[0-9]+m", "", coloured.styled(style, "words")) == "words"

    def test_controls(self) -> None:
        """A control character is shown by its code, whatever stands around it."""
        assert visible("a\x1b[31mb\x00\x9b\n\tc") == "a\\x1b[31mb\\x00\\x9b\n\tc"

    def test_counted(self) -> None:
        """A number agrees with its noun."""
        assert [counted(number, "place") for number in (0, 1, 2)] == ["0 places", "1 place", "2 places"]


class TestTerminal:
    """What standard output is."""

    @pytest.mark.parametrize(
        ("settings", "terminal", "colour"),
        [
            ({}, True, True),
            ({}, False, False),
            ({"NO_COLOR": "1"}, True, False),
            ({"NO_COLOR": ""}, True, True),
            ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
            ({"FORCE_COLOR": "1"}, False, True),
            ({"TERM": "dumb"}, True, False),
        ],
    )
    def test_colour(
        self, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], terminal: bool, colour: bool
    ) -> None:
        """There is colour on a terminal, unless NO_COLOR or a dumb terminal forbids it, or where it is forced."""
        for name in ("NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("WT_SESSION", "1")
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "stdout", Terminal() if terminal else io.StringIO())
        assert terminal_page().colour is colour

    def test_old_console(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A console of Windows that does not make itself known gets no colour."""
        monkeypatch.setattr(sys, "stdout", Terminal())
        assert page._colour({}, system="nt") is False
        assert page._colour({"WT_SESSION": "1"}, system="nt") is True

    def test_json_has_no_colour(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """What programs read has no colour, on a terminal neither."""
        stream = Terminal()
        monkeypatch.setattr(sys, "stdout", stream)
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert main(["editions", "--json"]) == 0
        assert "\x1b" not in stream.getvalue()

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a device that is always full")  # noqa: PTH110 - a device is no file of a folder
    @pytest.mark.parametrize("words", [[], ["--json"], ["list", "topics"]])
    def test_full(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
        """Output that cannot be written is told, without a traceback."""
        with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123 - a device is no file of a folder
            monkeypatch.setattr(sys, "stdout", full)
            assert main(words) == 1
        assert capsys.readouterr().err == "octopus-kb: the output cannot be written: No space left on device\n"

    def test_interrupted(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        """Whoever interrupts the command sees no traceback, and the shell is told."""

        def interrupt(_: list[str]) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("octopus_kb.cli.build", interrupt)
        assert (main(["editions"]), capsys.readouterr()) == (130, ("", ""))


class TestNames:
    """How a shell names records."""

    def test_short(self, miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase) -> None:
        """The short form of an id finds the same record, and is never longer."""
        for kb in (miniature, shipped, okb.KnowledgeBase([*miniature.bundles, *shipped.bundles])):
            for record in (*kb.editions, *kb.passages, *kb.statements, *kb.relations, *kb.concepts, *kb.context):
                assert kb[short(kb, record.id)] == record
                assert len(short(kb, record.id)) <= len(record.id)

    def test_named(self, miniature: okb.KnowledgeBase) -> None:
        """A concept is named by its label and its id, another record by its short id."""
        assert named(miniature, "actor:ports") == "ports (actor:ports)"
        assert named(miniature, "harbour-2030:km1") == "km1"

"""Tests of `octopus-kb verify` and `octopus-kb cite`."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import octopus_kb as okb

MINIATURE = str(Path(__file__).parent / "miniature")
Command = Callable[..., tuple[int, str, str]]

REJECTED = """\
exact: character for character
  words                  “fog is harmless”
  passage                km1
  offsets                {start} to {end}
  statements             harmless-fog-a-myth
caution: the text rejects this view; quote it with the words: “The idea that “
  [...] ” is a myth.” (harbour-2030:harmless-fog-a-myth)
"""
DRAFT = """\
# Draft

The forum said "share charts", and that
> Fog will return in Spring 2031

It did not say “fog is a friend of every ship”, nor "keep all the
lamps clean". It said "light every buoy".
"""


def put_in(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Let standard input be these bytes."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="latin-1"))


class TestVerify:
    """One quotation."""

    @pytest.mark.parametrize(
        ("quote", "grade", "status"),
        [
            ("share charts", "exact: character for character", 0),
            ("keep the lamps clean", "spacing: only white space differs", 0),
            ("Keep the lamps clean!", "typography: only case, punctuation or white space differs", 0),
            ("keep all the lamps clean", "altered: words differ", 1),
            ("keep the harbour clear", "absent: it does not stand in the source", 1),
        ],
    )
    def test_grades(self, command: Command, quote: str, grade: str, status: int) -> None:
        """What stands in the source exits with 0, what is altered or absent with 1, and the grade is told."""
        found, output, errors = command("verify", quote, "--bundle", MINIATURE)
        assert (found, output.splitlines()[0], errors) == (status, grade, "")

    def test_place(self, command: Command, miniature: okb.KnowledgeBase) -> None:
        """The place is told, with the words of the source, the statements they belong to, and what is left out."""
        (match,) = miniature.verify("fog is harmless").matches
        (span,) = match.spans
        status, output, _ = command("verify", "fog is harmless", "--bundle", MINIATURE)
        assert (status, output) == (0, REJECTED.format(start=span.start, end=span.end))

    def test_strict(self, command: Command) -> None:
        """With --strict a caution fails, and a quotation without one does not."""
        assert command("verify", "fog is harmless", "--strict", "--bundle", MINIATURE)[0] == 1
        assert command("verify", "keep the lamps clean", "--strict", "--bundle", MINIATURE)[0] == 0

    def test_changes(self, command: Command) -> None:
        """What was altered is shown as a difference."""
        _, output, _ = command("verify", "keep all the lamps clean", "--bundle", MINIATURE)
        assert "  change                 {+all+}\n" in output

    def test_several_places(self, command: Command) -> None:
        """Words that stand in several places are told for each."""
        _, output, _ = command("verify", "Safe Seas", "--bundle", MINIATURE)
        assert output.count("\n  words") == max(1, output.splitlines()[0].count("places") * 2)
        _, output, _ = command("verify", "fog", "--bundle", MINIATURE)
        head = output.splitlines()[0]
        assert head.endswith(f" in {output.count('  words ')} places")

    def test_between_passages(self, command: Command, miniature: okb.KnowledgeBase) -> None:
        """The edition in which to look can be named; one that is not there is an unknown id."""
        words = ("verify", "fog", "--bundle", MINIATURE, "--edition")
        assert command(*words, miniature.editions[0].id)[0] == 0
        assert command(*words, "harbour-2031")[0] == 1

    def test_json(self, command: Command) -> None:
        """As JSON, each key is there whatever the grade."""
        words = ("--json", "--bundle", MINIATURE)
        keys = {
            frozenset(json.loads(command("verify", quote, *words)[1]))
            for quote in ("fog is harmless", "keep all the lamps clean", "no such words here")
        }
        assert keys == {frozenset({"quote", "grade", "found", "matches", "cautions"})}
        (match,) = json.loads(command("verify", "keep all the lamps clean", *words)[1])["matches"]
        assert match["changes"] == [{"source": "", "quote": "all"}]
        assert sorted(match) == sorted(
            ["grade", "edition", "passages", "spans", "words", "changes", "statements", "cautions"]
        )

    def test_standard_input(self, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        """A lone dash stands for standard input, which is read as UTF-8 whatever the terminal is."""
        put_in(monkeypatch, "\ufeffFog – that is, cloud\n at the surface of the sea –\n".encode())
        status, output, _ = command("verify", "-", "--bundle", MINIATURE)
        assert (status, output.splitlines()[0]) == (0, "spacing: only white space differs")
        monkeypatch.setattr(sys, "stdin", io.StringIO("keep the lamps clean"))
        assert command("verify", "-", "--bundle", MINIATURE)[0] == 0

    @pytest.mark.parametrize("words", [[], ["a quote", "--file", "draft.md"], ["two", "quotes"]])
    def test_wrong_usage(self, command: Command, words: list[str]) -> None:
        """A quotation or a file is wanted, not both, and not neither."""
        status, output, errors = command("verify", *words)
        assert (status, output, errors.startswith("usage: octopus-kb ")) == (2, "", True)


class TestFiles:
    """Every quotation of a text."""

    def test_draft(self, command: Command, tmp_path: Path, miniature: okb.KnowledgeBase) -> None:
        """Each quotation is told with its file, line and column, in the form that editors read."""
        draft = tmp_path / "draft.md"
        draft.write_text(DRAFT, "utf-8")
        status, output, errors = command("verify", "--file", str(draft), "--bundle", MINIATURE)
        assert (status, errors) == (1, "")
        (caution,) = miniature.verify("light every buoy").cautions
        assert [line.removeprefix(f"{draft}:") for line in output.splitlines()] == [
            "3:17: exact (km2.1): “share charts”",
            "4:1: exact (km2): “Fog will return in Spring 2031”",
            "6:17: absent: “fog is a friend of every ship”",
            "6:54: altered (km1): “keep all the lamps clean”",
            "6:54: change: {+all+}",
            "7:24: exact (km1): “light every buoy”",
            f"7:24: caution: {caution}",
            "5 quotations, 2 to mend",
        ]

    def test_status(self, command: Command, tmp_path: Path) -> None:
        """A text whose quotations all stand exits with 0, and with 1 if one is strict about cautions."""
        draft = tmp_path / "draft.md"
        draft.write_text('"light every buoy"', "utf-8")
        words = ("verify", "--file", str(draft), "--bundle", MINIATURE)
        assert (command(*words)[0], command(*words, "--strict")[0]) == (0, 1)
        draft.write_text("No quotation here.", "utf-8")
        assert command(*words) == (0, "0 quotations, none to mend\n", "")

    def test_several(self, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Several texts are checked at once, and one may come from standard input."""
        draft = tmp_path / "draft.md"
        draft.write_text('"share charts"', "utf-8")
        put_in(monkeypatch, b'"no such words"')
        words = ("verify", "--file", str(draft), "--file", "-", "--json", "--bundle", MINIATURE)
        status, output, _ = command(*words)
        found = json.loads(output)
        places = [(one["file"], one["line"], one["column"], one["grade"]) for one in found["quotations"]]
        assert (status, found["passed"]) == (1, False)
        assert places == [(str(draft), 1, 2, "exact"), ("-", 1, 2, "absent")]

    def test_line_ends(self, command: Command, tmp_path: Path) -> None:
        """Lines that end as on Windows are counted as elsewhere, and a byte order mark is no column."""
        draft = tmp_path / "draft.md"
        draft.write_bytes('\ufeff"share charts"\r\n\r\n> Fog will return\r\n> in Spring 2031\r\n'.encode())
        _, output, _ = command("verify", "--file", str(draft), "--bundle", MINIATURE)
        places = [line.removeprefix(f"{draft}:").partition(" (")[0] for line in output.splitlines()[:2]]
        assert places == ["1:2: exact", "3:1: spacing"]

    @pytest.mark.parametrize(("data", "line"), [(b"\xff", 1), (b'one\ntwo "\xe9"', 2), ("utf-16".encode("utf-16"), 1)])
    def test_undecodable(
        self, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, line: int
    ) -> None:
        """A text that is not UTF-8 is one clear error that names the place."""
        draft = tmp_path / "draft.md"
        draft.write_bytes(data)
        told = "this is not UTF-8: save the text as UTF-8\n"
        assert command("verify", "--file", str(draft)) == (1, "", f"octopus-kb: {draft}:{line}: {told}")
        put_in(monkeypatch, data)
        assert command("verify", "-") == (1, "", f"octopus-kb: standard input:{line}: {told}")

    def test_unreadable(self, command: Command, tmp_path: Path) -> None:
        """A file that is not there is named, on one line."""
        missing = tmp_path / "missing.md"
        status, output, errors = command("verify", "--file", str(missing))
        assert (status, output, errors) == (1, "", f"octopus-kb: {missing}: No such file or directory\n")

    def test_control_characters(self, command: Command, tmp_path: Path) -> None:
        """What a draft hides from the eye is shown: no sign of it reaches the terminal as an order."""
        draft = tmp_path / "draft.md"
        draft.write_text('"share\x1b[2J charts of the sea"', "utf-8")
        _, output, _ = command("verify", "--file", str(draft), "--bundle", MINIATURE)
        assert ("\x1b" in output, "\\x1b[2J" in output) == (False, True)


class TestCite:
    """Where words are from."""

    @pytest.mark.parametrize("style", ["text", "bibtex", "csl", "ris"])
    @pytest.mark.parametrize("id", [None, "km1", "ports-should-light-buoys"])
    def test_cite(self, command: Command, miniature: okb.KnowledgeBase, style: str, id: str | None) -> None:
        """The document, a passage or a statement is cited as in Python."""
        record = None if id is None else miniature[id]
        expected = okb.export.citations.cite(miniature, record, style=style)
        words = [*([id] if id else []), "--style", style, "--bundle", MINIATURE]
        assert command("cite", *words) == (0, f"{expected.rstrip()}\n", "")
        found = json.loads(command("cite", *words, "--json")[1])
        assert found == {"id": record and record.id, "style": style, "citation": expected}

    def test_wrong(self, command: Command) -> None:
        """An unknown id exits with 1, an unknown style is wrong usage."""
        assert command("cite", "km99")[0] == 1
        assert command("cite", "--style", "apa")[0] == 2

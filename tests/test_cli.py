"""Tests of `octopus_kb.cli`: the conference at a glance, from a shell."""

import io
import os
import re
import runpy
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from hashlib import sha256
from importlib import import_module
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from attrs import evolve

import octopus_kb as okb
from octopus_kb.cli import main
from octopus_kb.cli.overview import overview
from octopus_kb.cli.page import Page

MINIATURE = Path(__file__).parent / "miniature"
BUFFERED = {name: value for name, value in os.environ.items() if name not in {"PYTHONUNBUFFERED", "COLUMNS"}}
"""The environment of a shell, in which Python writes what it printed when it ends."""

HARBOUR = """\
HARBOUR FORUM 2030
Harbour Forum on Safe Seas, edition 2, from 3 to 4 May 2030, online
About 40 pilots from some 5 ports
2 panels
Document: Key points, version of 2030-05-03/2030-05-04
  Made up for tests; free for all.

KEY MESSAGES (the headings are the editors')
  1. Fog and buoys
     "Fog – that is, cloud at the surface of the sea – is a danger to ships, such as ferries. Ports
     should light every buoy, if they have not yet done so, and keep the ..."
  2. Fog to come
     "Fog will return in Spring 2031, and:" (2 items)

WHAT IS ASKED OF WHOM (the most binding first; in the words of the document)
  ports
    - [should] light every buoy, if they have not yet done so (km1)
    - [should] keep the lamps clean (km1)
  (nobody is named)
    - [future need] Fog horns will need to be heard (km2.2)
    - [imperative] KEEP THE LAMPS LIT (slogan)
  all stakeholders
    - [encouragement] share charts (km2.1)

COUNTS
  10 passages, 16 statements, 5 recommendations, 2 relations, {concepts} concepts
  Statements: 5 normative, 4 document, 3 event, 3 situation, 1 response

WHAT TO TRY NEXT"""
"""The miniature edition at a glance, a hundred characters wide."""


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of a hundred columns, whatever the tests run in."""
    monkeypatch.setenv("COLUMNS", "100")


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own."""
    command = [sys.executable, "-m", "octopus_kb", *arguments]
    env = {**BUFFERED, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8", **settings}
    return subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False)


def steps(output: str) -> list[str]:
    """Give the lines of Python that an overview ends with."""
    _, _, code = output.rpartition("WHAT TO TRY NEXT")
    return [line.removeprefix("  ") for line in code.splitlines()[1:]]


class TestOverview:
    """What is printed of an edition."""

    def test_whole(self, capsys: pytest.CaptureFixture[str], miniature: okb.KnowledgeBase) -> None:
        """The overview has the conference, its key messages, what is asked of whom, counts, and what to try next."""
        status = main(["--bundle", str(MINIATURE)])
        output, errors = capsys.readouterr()
        assert (status, errors) == (0, "")
        assert output.startswith(HARBOUR.format(concepts=len(miniature.concepts)))
        assert len(steps(output)) > 1

    def test_shipped(self, capsys: pytest.CaptureFixture[str], shipped: okb.KnowledgeBase) -> None:
        """Without arguments the shipped conference is shown: facts, headings, each request with its strength."""
        assert main([]) == 0
        words = " ".join(capsys.readouterr().out.split())
        conference = shipped.editions[0].conference
        assert words.startswith("OCTOPUS CONFERENCE 2021 Octopus Conference on Cybercrime, edition 13, from 16 to 18")
        assert conference.participants.words in words
        assert conference.countries.words in words
        assert [f"{n}. {one.heading}" in words for n, one in enumerate(shipped.key_messages, 1)] == [True] * 6
        for statement in shipped.recommendations:
            assert statement.directive
            pieces = " [...] ".join(quote.text for quote in statement.directive.action.quotes)
            assert f"[{statement.directive.strength.replace('_', ' ')}] {pieces}" in words
            for id in statement.directive.addressees:
                assert shipped.actors[id].preferred_label in words
            if statement.directive.condition:
                assert statement.directive.condition.quotes[0].text in words
        assert ", ".join(f"{group.count.value} {group.count.unit}" for group in conference.sessions) in words
        counts = [f"{len(getattr(shipped, name))} {name}" for name in ("passages", "statements", "recommendations")]
        assert [count for count in counts if count not in words] == []

    def test_most_binding_first(self, miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase) -> None:
        """Whoever is asked most bindingly comes first, and of what is asked of one, the most binding comes first."""
        for kb in (miniature, shipped):
            text = overview(kb, kb.editions[0], page=Page(width=1000))
            requests = text.partition("WHAT IS ASKED OF WHOM")[2].partition("COUNTS")[0]
            groups = [
                [okb.Strength(found.replace(" ", "_")).rank for found in re.findall(r"- \[(.+?)\]", group)]
                for group in re.split(r"\n  (?! )", requests)[1:]
            ]
            assert sum(map(len, groups)) == len(kb.recommendations)
            assert groups == sorted(map(sorted, groups), key=lambda ranks: ranks[0])

    def test_nothing_asked(self, miniature: okb.KnowledgeBase) -> None:
        """An edition that asks nothing, and has no key messages, has an overview too, whose next steps run."""
        (bundle,) = miniature.bundles
        statements = tuple(evolve(statement, directive=None) for statement in bundle.statements)
        plain = {"kind": okb.PassageKind.PARAGRAPH, "number": None, "heading": None}
        passages = tuple(evolve(one, **plain) if one.number else one for one in bundle.passages)
        kb = okb.KnowledgeBase([evolve(bundle, statements=statements, passages=passages)])
        text = overview(kb, kb.editions[0])
        assert "0 recommendations" in text
        names: dict[str, object] = {"kb": kb}
        values = list(evaluated(steps(text)[2:], names))
        assert values == [kb.statements[0].quote]

    def test_words_of_lists(self, miniature: okb.KnowledgeBase) -> None:
        """Several addressees, and a mode of several words, are written as one would read them."""
        (bundle,) = miniature.bundles
        first = miniature.recommendations[0]
        assert first.directive
        directive = evolve(first.directive, addressees=("actor:ports", "actor:ferry-pilots"))
        statements = tuple(evolve(one, directive=directive) if one == first else one for one in bundle.statements)
        conference = evolve(bundle.edition.conference, mode=okb.ConferenceMode.IN_PERSON)
        edition = evolve(bundle.edition, conference=conference)
        kb = okb.KnowledgeBase([evolve(bundle, edition=edition, statements=statements)])
        text = overview(kb, edition)
        assert "\n  ports, pilots of ferries\n" in text
        assert "4 May 2030, in person\n" in text

    @pytest.mark.parametrize("columns", [*range(40, 121, 8), 76, 79, 80, 81, 99, 100])
    def test_width(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
        """No line is wider than the terminal, but for what is to be copied whole into a shell or into Python."""
        monkeypatch.setenv("COLUMNS", str(columns))
        for arguments in ([], ["--bundle", str(MINIATURE)]):
            main(arguments)
            output = capsys.readouterr().out
            copied = ("  octopus-kb ", *(f"  {line}" for line in steps(output)))
            assert [line for line in output.splitlines() if len(line) > columns and not line.startswith(copied)] == []

    @pytest.mark.parametrize(("columns", "widest"), [("20", 40), ("1000", 100)])
    def test_extremes(
        self,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
        shipped: okb.KnowledgeBase,
        columns: str,
        widest: int,
    ) -> None:
        """A line never gets so narrow, nor so wide, that nobody can read it."""
        monkeypatch.setenv("COLUMNS", columns)
        main([])
        assert capsys.readouterr().out == f"{overview(shipped, shipped.editions[0], page=Page(width=widest))}\n"

    def test_same_words_at_each_width(self, miniature: okb.KnowledgeBase) -> None:
        """The width changes where lines break, and how much of a key message is quoted, and nothing else."""
        texts = [overview(miniature, miniature.editions[0], page=Page(width=width)) for width in (40, 80, 100)]
        quoted = re.compile(r'".+?"(?: \(|\n)', re.DOTALL)
        assert len({" ".join(quoted.sub("", text.partition("COUNTS")[0]).split()) for text in texts}) == 1

    def test_several_editions(self, shipped: okb.KnowledgeBase, miniature: okb.KnowledgeBase) -> None:
        """Of several editions in one knowledge base each has an overview of its own records alone."""
        both = okb.KnowledgeBase([*shipped.bundles, *miniature.bundles])
        for kb in (shipped, miniature):
            edition = kb.editions[0]
            without_concepts = [
                re.sub(
                    r"[0-9]+\s+concepts",
                    "",
                    overview(base, edition, page=Page(width=100)).partition("WHAT TO TRY NEXT")[0],
                )
                for base in (kb, both)
            ]
            assert without_concepts[0] == without_concepts[1]

    @pytest.mark.parametrize("arguments", [[], ["--bundle", str(MINIATURE)]], ids=["shipped", "bundle"])
    def test_next_steps_run(self, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
        """Each line to try next runs, and each that has a value gives something."""
        main(arguments)
        names: dict[str, object] = {}
        values = list(evaluated(steps(capsys.readouterr().out), names))
        assert len(values) >= 3
        assert all(values)

    def test_next_steps_are_of_the_edition(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What to try next is to be tried on the edition that is shown."""
        monkeypatch.chdir(MINIATURE.parent)
        main(["--bundle", "miniature"])
        names: dict[str, object] = {}
        list(evaluated(steps(capsys.readouterr().out), names))
        assert getattr(names["kb"], "editions").ids == ("harbour-2030",)  # noqa: B009 - the type is not known here


def evaluated(code: list[str], names: dict[str, object]) -> Iterator[object]:
    """Run lines of Python, and yield the values of those that are expressions."""
    for line in code:
        try:
            yield eval(line, names)  # noqa: S307 - the package's own lines
        except SyntaxError:
            exec(line, names)  # noqa: S102 - likewise


class TestArguments:
    """What the command is given."""

    def test_version(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The versions are those of the package, the file format and each edition, with the hash of its source."""
        assert main(["--version", "--bundle", str(MINIATURE)]) == 0
        (edition,) = okb.load_bundle(MINIATURE).editions
        assert capsys.readouterr().out.splitlines() == [
            f"octopus-kb {okb.__version__}",
            "schema 1",
            f"content {edition.id} {edition.content_version}",
            f"source {edition.id} sha256:{sha256((MINIATURE / 'source.txt').read_bytes()).hexdigest()}",
        ]

    def test_help(self, capsys: pytest.CaptureFixture[str]) -> None:
        """The help names the options, and whose the text of the document is."""
        with pytest.raises(SystemExit) as caught:
            main(["--help"])
        text = capsys.readouterr().out
        assert (caught.value.code, text.startswith("usage: octopus-kb ")) == (0, True)
        assert [word for word in ("--bundle", "--version", "Council of Europe 2021") if word not in text] == []

    @pytest.mark.parametrize(
        "arguments", [["--bundel", "x"], ["overview"], ["--bundle"], ["-x"], ["--width", "5"], ["--vers"]]
    )
    def test_wrong_usage(self, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
        """Wrong usage exits with 2, and says on standard error how the command is used."""
        with pytest.raises(SystemExit) as caught:
            main(arguments)
        output, errors = capsys.readouterr()
        assert (caught.value.code, output, errors.startswith("usage: octopus-kb ")) == (2, "", True)

    def test_arguments_of_the_process(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Unless it is given arguments, the command takes those of the process."""
        monkeypatch.setattr(sys, "argv", ["octopus-kb", "--bundle", str(MINIATURE)])
        assert main() == 0
        assert capsys.readouterr().out.startswith("HARBOUR FORUM 2030\n")

    def test_no_folder(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        """A folder that is not there exits with 1, and is one clear message on standard error."""
        folder = tmp_path / "nowhere"
        assert main(["--bundle", str(folder)]) == 1
        output, errors = capsys.readouterr()
        assert (output, errors.splitlines()) == (
            "",
            [
                f"octopus-kb: {folder}: 1 problem, nothing was loaded",
                "  .: $: the folder is not there; give the folder of a bundle",
            ],
        )

    def test_bad_bundle(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        """Each fault of a bundle is told on a line of its own, and nothing is shown of it."""
        (folder / "edition.json").unlink()
        (folder / "relations.json").write_text("{", "utf-8")
        assert main(["--bundle", str(folder)]) == 1
        output, errors = capsys.readouterr()
        lines = errors.splitlines()
        assert (output, lines[0]) == ("", f"octopus-kb: {folder}: {len(lines) - 1} problems, nothing was loaded")
        assert [line for line in lines[1:] if not re.match(r"  (edition|relations)\.json: \$", line)] == []


class TestStreams:
    """Where the output goes."""

    @pytest.mark.parametrize("arguments", [[], ["--help"], ["--version"]], ids=str)
    @pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
    def test_poor_terminal(self, monkeypatch: pytest.MonkeyPatch, encoding: str, arguments: list[str]) -> None:
        """A terminal that cannot show a sign shows its code instead."""
        taken = io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n")
        monkeypatch.setattr(sys, "stdout", taken)
        try:
            assert main(arguments) == 0
        except SystemExit as end:
            assert end.code == 0  # noqa: PT017 - argparse ends the process where it prints by itself
        taken.flush()
        text = taken.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]  # the buffer is a BytesIO
        signs = "©" if encoding != "ascii" else "\\xa9"
        assert text.count(signs) == (0 if arguments == ["--version"] else 1)

    def test_plain_text_stream(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Output may be caught in memory, where there is no encoding."""
        monkeypatch.setattr(sys, "stdout", io.StringIO())
        assert main(["--bundle", str(MINIATURE)]) == 0
        assert sys.stdout.getvalue().startswith("HARBOUR FORUM 2030\n")  # type: ignore[attr-defined]  # it is a StringIO

    @pytest.mark.parametrize(
        ("arguments", "status"),
        [(["--bundle", str(MINIATURE)], 0), (["--bundle", "nowhere"], 1), (["editions", "--json"], 0)],
    )
    def test_no_output(self, monkeypatch: pytest.MonkeyPatch, arguments: list[str], status: int) -> None:
        """A process may have no standard output at all: then there is nobody to print for."""
        monkeypatch.setattr(sys, "stdout", None)
        assert main(arguments) == status

    def test_closed_pipe(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A reader that has seen enough is no fault."""
        read, write = os.pipe()
        os.close(read)
        with os.fdopen(write, "w", encoding="utf-8") as broken:
            monkeypatch.setattr(sys, "stdout", broken)
            assert main(["--bundle", str(MINIATURE)]) == 0

    @pytest.mark.parametrize("arguments", [(), ("--help",), ("--version",)], ids=str)
    def test_closed_pipe_of_a_process(self, arguments: tuple[str, ...]) -> None:
        """A closed pipe makes no noise, nor does it look like a failure."""
        read, write = os.pipe()
        os.close(read)
        command = [sys.executable, "-m", "octopus_kb", *arguments]
        done = subprocess.run(command, env=BUFFERED, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
        os.close(write)
        assert (done.returncode, done.stderr) == (0, "")


class TestProcess:
    """The command as it is called from a shell."""

    def test_module(self) -> None:
        """`python -m octopus_kb` is the command."""
        done = run()
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("OCTOPUS CONFERENCE 2021\n")
        assert run("--version").stdout.startswith(f"octopus-kb {okb.__version__}\n")

    def test_module_here(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        """The module run by its name ends with the status of the command; imported, it does nothing."""
        monkeypatch.setattr(sys, "argv", ["octopus-kb", "--bundle", "nowhere"])
        monkeypatch.delitem(sys.modules, "octopus_kb.__main__", raising=False)
        import_module("octopus_kb.__main__")
        assert capsys.readouterr() == ("", "")
        monkeypatch.delitem(sys.modules, "octopus_kb.__main__")
        with pytest.raises(SystemExit) as caught:
            runpy.run_module("octopus_kb", run_name="__main__")
        assert caught.value.code == 1

    def test_ascii(self) -> None:
        """Where Python is told to write ASCII, the overview is ASCII."""
        done = run(PYTHONIOENCODING="ascii")
        assert (done.returncode, done.stderr, done.stdout.isascii()) == (0, "", True)

    @pytest.mark.parametrize(("argument", "status"), [("nowhere", 1), ("--bundle", 2)])
    def test_fails(self, tmp_path: Path, argument: str, status: int) -> None:
        """What goes wrong is told without a traceback, and the status says that it did."""
        done = run("--bundle", *([str(tmp_path / argument)] if status == 1 else []))
        assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (status, "", False)

    def test_script(self) -> None:
        """The installed command is the same as the module."""
        try:
            distribution("octopus-kb")
        except PackageNotFoundError:
            pytest.skip("octopus-kb is not installed: the modules are read from a folder, and there is no command")
        script = Path(sysconfig.get_path("scripts")) / ("octopus-kb.exe" if os.name == "nt" else "octopus-kb")
        done = subprocess.run(
            [script, "--bundle", MINIATURE],
            env={**BUFFERED, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, run("--bundle", str(MINIATURE)).stdout)

"""Tests of `octopus-kb export` and `octopus-kb schema`."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import octopus_kb as okb
from octopus_kb.cli import main
from octopus_kb.cli.formats import FORMATS, TABLES
from octopus_kb.cli.parser import build

MINIATURE = str(Path(__file__).parent / "miniature")
Command = Callable[..., tuple[int, str, str]]
OF_ITSELF = [name for name, form in FORMATS.items() if form.path == "optional" and name not in {"turtle", "ntriples"}]
"""The formats that need no extra and go to standard output."""


class Written(io.TextIOWrapper):
    """A standard output that keeps what was written to it."""

    @property
    def text(self) -> str:
        """What was written, as UTF-8."""
        self.flush()
        return self.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]  # the buffer is a BytesIO


def expected(name: str, of: object, **told: str) -> str:
    """Give what the function of a format gives."""
    form = FORMATS[name]
    function = getattr(getattr(okb.export, form.module), form.function)
    content: str = function(*([of] if form.of_content else []), **form.fixed, **told)
    return content


class TestExport:
    """What is written for other programs."""

    @pytest.mark.parametrize("name", OF_ITSELF)
    def test_output(self, command: Command, miniature: okb.KnowledgeBase, tmp_path: Path, name: str) -> None:
        """Each format goes to standard output or to a file as the function of Python gives it."""
        content = expected(name, miniature)
        assert command("export", name, "--bundle", MINIATURE) == (0, content, "")
        file = tmp_path / "file"
        words = ("export", name, "--bundle", MINIATURE, "-o", str(file))
        assert command(*words) == (0, f"{file} is written\n", "")
        assert file.read_bytes() == content.encode("utf-8")
        assert json.loads(command(*words, "--json")[1]) == {"format": name, "written": str(file)}
        found = json.loads(command("export", name, "--bundle", MINIATURE, "--json")[1])
        assert found == {"format": name, "content": content}

    @pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
    def test_encoding(self, monkeypatch: pytest.MonkeyPatch, miniature: okb.KnowledgeBase, encoding: str) -> None:
        """What programs read is UTF-8 with its own line ends, whatever the terminal is."""
        for words, content in (
            (["export", "csv"], expected("csv", miniature)),
            (["show", "km1", "--json"], None),
        ):
            stream = Written(io.BytesIO(), encoding=encoding, newline="\r\n")
            monkeypatch.setattr(sys, "stdout", stream)
            assert main([*words, "--bundle", MINIATURE]) == 0
            assert content is None or stream.text == content
            assert content is not None or json.loads(stream.text)["words"] == miniature.reading("km1").text

    @pytest.mark.parametrize("table", TABLES)
    def test_tables(self, command: Command, miniature: okb.KnowledgeBase, table: str) -> None:
        """Each table can be chosen, and the statements that it is of."""
        words = ("export", "csv", "--table", table, "--bundle", MINIATURE)
        assert command(*words)[1] == expected("csv", miniature, table=table)
        some = miniature.statements.filter(addressee="actor:ports", kind=("recommendation", "obligation"))
        criteria = ("--addressee", "actor:ports", "--kind", "recommendation", "--kind", "obligation")
        assert command(*words, *criteria)[1] == expected("csv", some, table=table)

    def test_all_tables(self, command: Command, tmp_path: Path) -> None:
        """Tables go into a folder, which is made."""
        folder = tmp_path / "folder"
        assert command("export", "tables", "-o", str(folder), "--bundle", MINIATURE)[0] == 0
        assert {f"{table}.csv" for table in TABLES} < {path.name for path in folder.iterdir()}

    def test_tables_are_those_of_the_module(self) -> None:
        """The tables that a shell names are those that there are."""
        assert set(TABLES) == set(okb.export.tables.TABLES)

    def test_chunks(self, command: Command, miniature: okb.KnowledgeBase) -> None:
        """Chunks are of passages or of statements."""
        words = ("export", "chunks", "--per", "statement", "--bundle", MINIATURE)
        assert command(*words)[1] == expected("chunks", miniature, per="statement")

    def test_base(self, command: Command, miniature: okb.KnowledgeBase) -> None:
        """The address that ids are resolved against can be given; what is none is wrong usage."""
        base = "http://example.org/kb/"
        words = ("export", "jsonld", "--bundle", MINIATURE, "--base")
        assert command(*words, base)[1] == expected("jsonld", miniature, base=base)
        assert command(*words, "nowhere")[:2] == (2, "")

    def test_one_edition(self, command: Command) -> None:
        """Of an edition that is named, everything is written, and not its statements alone."""
        whole = command("export", "json", "--bundle", MINIATURE)
        assert command("export", "json", "--bundle", MINIATURE, "--edition", "harbour-2030") == whole
        assert command("export", "json", "--bundle", MINIATURE, "--edition", "harbour-2031")[0] == 1

    def test_dash(self, command: Command) -> None:
        """A dash for a file is standard output."""
        words = ("export", "csv", "--bundle", MINIATURE)
        assert command(*words, "-o", "-") == command(*words)

    @pytest.mark.parametrize(
        ("name", "module", "extra"), [("parquet", "pyarrow", "arrow"), ("turtle", "rdflib", "rdf")]
    )
    def test_missing_extra(
        self, command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, module: str, extra: str
    ) -> None:
        """A library that is missing is one line that says what to install, and nothing is written."""
        monkeypatch.setitem(sys.modules, module, None)
        status, output, errors = command("export", name, "-o", str(tmp_path / "file"), "--bundle", MINIATURE)
        told = f"octopus-kb: this needs {module}: run pip install 'octopus-kb[{extra}]'\n"
        assert (status, output, errors, list(tmp_path.iterdir())) == (1, "", told, [])

    @pytest.mark.parametrize("words", [["tables"], ["parquet"], ["yaml"], [], ["csv", "--per", "passage"]])
    def test_wrong_usage(self, command: Command, words: list[str]) -> None:
        """A folder or a file is asked for where one is needed; what a format cannot be told is wrong usage."""
        assert command("export", *words)[:2] == (2, "")

    @pytest.mark.parametrize("name", ["csv", "tables"])
    def test_unwritable(self, command: Command, tmp_path: Path, name: str) -> None:
        """What cannot be written is told with the file, on one line."""
        target = tmp_path / "nowhere" / "target"
        status, output, errors = command("export", name, "-o", str(target), "--bundle", MINIATURE)
        assert (status, output, errors) == (1, "", f"octopus-kb: {target}: No such file or directory\n")

    def test_every_module(self) -> None:
        """Each format of the package can be had from a shell."""
        assert {form.module for form in FORMATS.values()} | {"schema"} == set(okb.export.__all__)


class TestSchema:
    """The shape of the files of an edition."""

    def test_names(self, command: Command) -> None:
        """The files that have a schema are named."""
        names = okb.export.schema.NAMES
        assert command("schema") == (0, "".join(f"{name}\n" for name in names), "")
        assert json.loads(command("schema", "--json")[1]) == {"files": list(names)}

    @pytest.mark.parametrize("word", ["statements", "statements.json"])
    def test_one(self, command: Command, word: str) -> None:
        """The schema of a file is written as it stands."""
        assert command("schema", word) == (0, okb.export.schema.dumps("statements.json"), "")
        found = json.loads(command("schema", word, "--json")[1])
        assert found == {"file": "statements.json", "schema": json.loads(okb.export.schema.dumps("statements.json"))}

    def test_folder(self, command: Command, tmp_path: Path) -> None:
        """All schemas, or one, are written into a folder, which is made."""
        every, one = tmp_path / "every", tmp_path / "one"
        status, output, _ = command("schema", "-o", str(every))
        names = {okb.export.schema.file_name(name) for name in okb.export.schema.NAMES}
        assert (status, {path.name for path in every.iterdir()}) == (0, names)
        assert {Path(line).name for line in output.splitlines()} == names
        found = json.loads(command("schema", "topic", "-o", str(one), "--json")[1])
        assert found == {"written": [str(one / "topic.schema.json")]}
        assert [path.name for path in one.iterdir()] == ["topic.schema.json"]

    def test_unknown(self, command: Command) -> None:
        """A file that has no schema is wrong usage, and near ones are named."""
        status, _, errors = command("schema", "statement")
        assert (status, "did you mean 'statements'" in errors) == (2, True)


class TestLightness:
    """What is loaded is what the command needs."""

    @pytest.mark.parametrize(
        ("words", "unwanted"),
        [
            (["--help"], ["attrs", "cattrs", "sqlite3", "octopus_kb.knowledge"]),
            ([], ["sqlite3", "octopus_kb.export", "octopus_kb.cli.criteria", "octopus_kb.cli.exports"]),
            (["show", "km1"], ["sqlite3", "octopus_kb.export"]),
            (["export", "csv", "--table", "concepts"], ["octopus_kb.export.linked_data", "rdflib", "pyarrow"]),
        ],
    )
    def test_imports(self, words: list[str], unwanted: list[str]) -> None:
        """The help needs no knowledge base, the overview no search, and an export no other format."""
        code = (
            "import sys\nfrom octopus_kb.cli import main\n"
            f"try: main({words})\n"
            "except SystemExit: pass\n"
            f"print([name for name in {unwanted} if name in sys.modules], file=sys.stderr)"
        )
        env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, encoding="utf-8", check=False)
        assert done.stderr == "[]\n"

    def test_options_when_needed(self) -> None:
        """Only the commands that are named get their options."""
        assert "--strict" not in build(["show"]).format_help()
        assert build(["show", "km1"]).parse_args(["show", "km1"]).id == "km1"

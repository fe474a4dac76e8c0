"""What all exports share: what is selected, files written whole, libraries that may be missing."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

import octopus_kb as okb
from octopus_kb.extras import require
from octopus_kb.selection import select
from octopus_kb.writing import write_whole

EXTRAS = ("networkx", "pandas", "polars", "pyarrow", "rdflib")


class TestSelection:
    """What is exported of a knowledge base, or with a collection."""

    def test_everything(self, miniature: okb.KnowledgeBase) -> None:
        """Of a knowledge base, and of the collection of its editions, everything is selected."""
        for of in (miniature, miniature.editions):
            found = select(of)
            assert found.whole
            assert (found.passages, found.statements) == (miniature.passages, miniature.statements)
            assert (found.relations, found.context) == (miniature.relations, miniature.context)
            assert (found.editions, found.concepts) == (miniature.editions, miniature.concepts)

    def test_statements(self, miniature: okb.KnowledgeBase) -> None:
        """Statements come with their passages, the relations between them, and what they name, with all broader."""
        some = miniature.statements.filter(passage="km2")
        found = select(some)
        assert (found.whole, found.statements, found.editions) == (False, some, miniature.editions)
        assert set(found.passages.ids) == {one.passage for one in some}
        assert {end for one in found.relations for end in (one.source, one.target)} <= set(some.ids)
        assert {one for statement in some for one in statement.topics} <= set(found.concepts.ids)
        assert {wider for one in found.concepts for wider in one.broader} <= set(found.concepts.ids)
        assert not found.context

    def test_passages(self, miniature: okb.KnowledgeBase) -> None:
        """Passages come with the statements that stand in them."""
        found = select(miniature.passages.filter(kind="key_message"))
        assert found.passages == miniature.key_messages
        assert {one.passage for one in found.statements} == set(miniature.key_messages.ids)

    def test_relations(self, miniature: okb.KnowledgeBase) -> None:
        """Relations come with the statements at both their ends."""
        found = select(miniature.relations[:1])
        relation = found.relations.one()
        assert set(found.statements.ids) == {relation.source, relation.target}
        assert relation.passage in found.passages

    def test_concepts_and_context(self, miniature: okb.KnowledgeBase) -> None:
        """Concepts come alone, in their order; facts from outside with what they are about."""
        found = select(miniature.topics[:2])
        assert (found.concepts.ids, len(found.statements)) == (miniature.topics.ids[:2], 0)
        facts = select(miniature.context)
        assert facts.context == miniature.context
        assert {one.about for one in facts.context} <= set(facts.concepts.ids)

    def test_nothing(self, miniature: okb.KnowledgeBase) -> None:
        """An empty collection selects nothing."""
        found = select(miniature.statements[:0])
        assert [len(one) for one in (found.statements, found.passages, found.relations, found.concepts)] == [0] * 4

    def test_other(self) -> None:
        """Nothing else can be exported."""
        with pytest.raises(TypeError, match="a knowledge base or a collection"):
            select(["octopus-2021:km1"])  # type: ignore[arg-type]


class TestWriting:
    """Files are written whole or not at all."""

    def test_written(self, tmp_path: Path) -> None:
        """A text is written as UTF-8 with the line ends it has, bytes as they are."""
        for content, expected in (("é\r\n\n", "é\r\n\n".encode()), (b"\xff", b"\xff")):
            write_whole(tmp_path / "file", content)
            assert (tmp_path / "file").read_bytes() == expected
        assert [path.name for path in tmp_path.iterdir()] == ["file"]

    def test_interrupted(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What fails leaves the old file as it was, and nothing beside it."""
        target = tmp_path / "file"
        target.write_text("old")

        def fail(_: int) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(os, "fsync", fail)
        with pytest.raises(KeyboardInterrupt):
            write_whole(target, "new")
        assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "old")]

    def test_link_and_mode(self, tmp_path: Path) -> None:
        """A link is followed, and the permissions of the old file are kept."""
        target, link = tmp_path / "file", tmp_path / "link"
        target.write_text("old")
        target.chmod(0o640)
        link.symlink_to(target)
        write_whole(link, "new")
        assert (link.is_symlink(), target.read_text(), target.stat().st_mode & 0o777) == (True, "new", 0o640)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
    def test_pipe(self, tmp_path: Path) -> None:
        """What is no file is written into, and stays what it is."""
        pipe, read = tmp_path / "pipe", list[bytes]()
        os.mkfifo(pipe)
        reader = Thread(target=lambda: read.append(pipe.read_bytes()))
        reader.start()
        write_whole(pipe, "new")
        reader.join()
        assert (read, pipe.is_fifo(), [path.name for path in tmp_path.iterdir()]) == ([b"new"], True, ["pipe"])

    @pytest.mark.parametrize("name", ["nowhere/file", ".", "a\0b"])
    def test_told(self, tmp_path: Path, name: str) -> None:
        """A file that cannot be written is named in the error."""
        path = os.fspath(tmp_path / name)
        with pytest.raises(OSError, match=r"\[Errno") as caught:
            write_whole(path, "new")
        assert caught.value.filename == path
        assert list(tmp_path.iterdir()) == []


class TestExtras:
    """Libraries that only some exports need."""

    def test_missing(self) -> None:
        """A missing library is named with what to run."""
        with pytest.raises(okb.MissingExtraError, match=r"pip install 'octopus-kb\[graph\]'") as caught:
            require("no_such_library", "graph")
        assert (caught.value.module, caught.value.extra) == ("no_such_library", "graph")

    def test_broken(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A library that is there, and misses something of its own, is not called missing."""
        (tmp_path / "broken_library.py").write_text("import no_such_module")
        monkeypatch.syspath_prepend(tmp_path)
        with pytest.raises(ModuleNotFoundError, match="no_such_module") as caught:
            require("broken_library", "graph")
        assert not isinstance(caught.value, okb.OctopusError)

    def test_none_is_loaded(self, tmp_path: Path) -> None:
        """Neither the import of the package, nor loading, nor the import of every export loads such a library."""
        for name in EXTRAS:  # there to be found, installed or not
            (tmp_path / f"{name}.py").touch()
        code = (
            "import sys, octopus_kb as okb; okb.load()\n"
            "[getattr(okb.export, name) for name in okb.export.__all__]\n"
            f"print([name for name in {EXTRAS} if name in sys.modules])"
        )
        env = os.environ | {"PYTHONPATH": os.fspath(tmp_path)}
        for line, expected in ((code, "[]\n"), (f"import networkx\n{code}", "['networkx']\n")):
            done = subprocess.run([sys.executable, "-c", line], env=env, capture_output=True, text=True, check=False)
            assert (done.stdout, done.stderr) == (expected, "")

    def test_formats(self) -> None:
        """Each format has its module, and nothing else is among the formats."""
        assert dir(okb.export) == okb.export.__all__ == sorted(okb.export.__all__)
        for name in okb.export.__all__:
            module = getattr(okb.export, name)
            assert module.__name__ == f"octopus_kb.export.{name}"
            assert callable(module.dumps)
            assert callable(module.dump)
        with pytest.raises(AttributeError, match="no attribute 'yaml'"):
            okb.export.yaml  # type: ignore[attr-defined]  # noqa: B018 - it is the name that is wrong

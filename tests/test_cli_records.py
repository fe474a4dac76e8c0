"""Tests of `octopus-kb show` and `octopus-kb list`."""

import inspect
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import octopus_kb as okb
from octopus_kb.cli.criteria import KINDS, collection
from octopus_kb.cli.parser import build

MINIATURE = str(Path(__file__).parent / "miniature")
Command = Callable[..., tuple[int, str, str]]

REQUEST = """\
harbour-2030:ports-should-light-buoys
recommendation in km1

  “Ports should light every buoy, if they have not yet done so,”

"""


class TestShow:
    """One record in full."""

    def test_statement(self, command: Command, miniature: okb.KnowledgeBase) -> None:
        """A statement is shown with its words, what is asked of whom, and the editors' words marked as theirs."""
        status, output, errors = command("show", "ports-should-light-buoys", "--bundle", MINIATURE)
        assert (status, errors, output.startswith(REQUEST)) == (0, "", True)
        statement = miniature.statements["ports-should-light-buoys"]
        rows = dict(
            line.strip().split("  ", 1)
            for line in output.splitlines()
            if line.startswith("  ") and "  " in line.strip()
        )
        assert rows["addressees"].strip() == "ports (actor:ports)"
        assert rows["strength"].strip() == "should"
        assert rows["proposition (editors)"].strip().split()[0] == statement.proposition.split()[0]

    def test_rejected(self, command: Command, miniature: okb.KnowledgeBase) -> None:
        """A view that the document rejects is never shown without saying so, in full or in a list."""
        rejected = miniature.statements.filter(polarity="negative").one()
        for words in (("show", rejected.id), ("list", "statements", "--polarity", "negative")):
            _, output, _ = command(*words, "--bundle", MINIATURE)
            before, _, after = output.partition("The view in these words is one that the document rejects.")
            assert (rejected.quote in before, rejected.quote in " ".join(after.split())) == (False, True)

    def test_every_record(self, command: Command, miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase) -> None:
        """Every record can be shown with its words or its label; only what is to be copied is too wide."""
        for kb, words in ((miniature, ["--bundle", MINIATURE]), (shipped, [])):
            records = [*kb.editions, *kb.passages, *kb.statements, *kb.relations, *kb.context, *kb.concepts]
            for record in records:
                status, output, errors = command("show", record.id, *words)
                assert (status, errors) == (0, ""), record.id
                telling = getattr(record, "preferred_label", None) or getattr(record, "claim", None)
                assert " ".join((telling or getattr(record, "quote", "")).split()) in " ".join(output.split())
                wide = [line for line in output.splitlines() if len(line) > 80 and len(line.split()) > 1]
                copied = [line for line in wide if line.startswith(("  octopus-kb", "  kb")) or "://" in line]
                assert wide == copied

    def test_around(self, command: Command) -> None:
        """A record is shown with what other records say of it."""
        _, passage, _ = command("show", "km2", "--bundle", MINIATURE)
        assert "items                  km2.1" in passage
        _, concept, _ = command("show", "instrument:budapest-convention")
        assert ("statements " in concept, "outside " in concept) == (True, True)
        _, relation, _ = command("show", okb.load().relations[0].id)
        assert ("\n  source " in relation, "\n  target " in relation) == (True, True)

    def test_edition(self, command: Command) -> None:
        """An edition is shown at a glance."""
        assert command("show", "harbour-2030", "--bundle", MINIATURE) == command("--bundle", MINIATURE)

    def test_json(self, command: Command, miniature: okb.KnowledgeBase) -> None:
        """As JSON, a record is what stands in the files, with its kind and its words."""
        _, output, _ = command("show", "km1", "--json", "--bundle", MINIATURE)
        assert json.loads(output) == {
            "kind": "passage",
            "words": miniature.reading("km1").text,
            "record": miniature.passages.filter(kind="key_message").to_dicts()[0],
        }
        for id, kind, words in (("topic:fog", "topic", None), ("fog-to-come-because", "relation", "")):
            if id in miniature:
                _, output, _ = command("show", id, "--json", "--bundle", MINIATURE)
                assert json.loads(output)["kind"] == kind
                assert words is not None or json.loads(output)["words"] is None

    def test_unknown(self, command: Command) -> None:
        """An unknown id exits with 1, and names near ones."""
        status, output, errors = command("show", "actor:port", "--bundle", MINIATURE)
        expected = "octopus-kb: no record has the id 'actor:port'; did you mean 'actor:ports' or 'actor:pilots'?\n"
        assert (status, output, errors) == (1, "", expected)


class TestList:
    """Many records in short."""

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_kind(self, command: Command, miniature: okb.KnowledgeBase, kind: str) -> None:
        """Each kind is listed, as text and as JSON, with all its records."""
        found = collection(miniature, kind)
        assert isinstance(found, KINDS[kind])
        status, output, errors = command("list", kind, "--bundle", MINIATURE)
        assert (status, errors, output.splitlines()[-1].split()[0]) == (0, "", str(len(found)))
        _, output, _ = command("list", kind, "--bundle", MINIATURE, "--json")
        assert json.loads(output) == {"kind": kind, "count": len(found), "records": found.to_dicts()}

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_criterion(self, kind: str) -> None:
        """Each criterion of a collection's filter is an option of its list, under the same name."""
        for name, parameter in inspect.signature(KINDS[kind].filter).parameters.items():
            if name != "self":
                value = [] if parameter.default is False else ["x"]
                options = build(["list", kind]).parse_args(["list", kind, f"--{name.replace('_', '-')}", *value])
                assert hasattr(options, name)

    @pytest.mark.parametrize(
        ("words", "criteria"),
        [
            ("--kind recommendation", {"kind": "recommendation"}),
            ("--kind recommendation --kind event_fact", {"kind": ("recommendation", "event_fact")}),
            ("--addressee actor:ports", {"addressee": "actor:ports"}),
            ("--addressee actor:ports --including-wider", {"addressee": "actor:ports", "including_wider": True}),
            ("--passage km2", {"passage": "km2"}),
            ("--passage km2 --exact --modality future", {"passage": "km2", "exact": True, "modality": "future"}),
        ],
    )
    def test_criteria(
        self, command: Command, miniature: okb.KnowledgeBase, words: str, criteria: dict[str, object]
    ) -> None:
        """What meets the criteria is what the filter of Python gives."""
        expected = miniature.statements.filter(**criteria)  # type: ignore[arg-type]  # the names are criteria
        status, output, _ = command("list", "statements", *words.split(), "--json", "--bundle", MINIATURE)
        assert (status, json.loads(output)["records"]) == (0, expected.to_dicts())
        assert len(expected) < len(miniature.statements)

    def test_label(self, command: Command) -> None:
        """A concept is found by its label, in whatever case."""
        _, output, _ = command("list", "concepts", "--label", "PORTS", "--bundle", MINIATURE)
        assert output.splitlines()[0].split() == ["actor:ports", "ports"]

    def test_limit(self, command: Command, miniature: okb.KnowledgeBase) -> None:
        """A list is cut where that is asked for, and says so."""
        status, output, _ = command("list", "statements", "--limit", "2", "--bundle", MINIATURE)
        total = len(miniature.statements)
        assert (status, output.splitlines()[-1]) == (0, f"{total} statements, 2 shown")
        _, output, _ = command("list", "statements", "--limit", "2", "--bundle", MINIATURE, "--json")
        assert (json.loads(output)["count"], len(json.loads(output)["records"])) == (total, 2)

    def test_nothing(self, command: Command) -> None:
        """An empty answer is an answer."""
        status, output, errors = command(
            "list", "statements", "--kind", "definition", "--limit", "1", "--kind", "impact"
        )
        assert (status, errors) == (0, "")
        words = ("list", "statements", "--kind", "obligation", "--bundle", MINIATURE)
        assert command(*words) == (0, "0 of 16 statements\n", "")
        assert output

    def test_counts(self, command: Command, miniature: okb.KnowledgeBase) -> None:
        """Records are counted by a facet, the most frequent value first."""
        expected = miniature.statements.count_by("kind")
        words = ("list", "statements", "--count-by", "kind", "--bundle", MINIATURE)
        _, output, _ = command(*words)
        assert [tuple(line.split()) for line in output.splitlines()] == [(str(n), kind) for kind, n in expected.items()]
        assert json.loads(command(*words, "--json")[1]) == {"counts": expected}
        assert len(command(*words, "--limit", "1")[1].splitlines()) == 1
        assert command("list", "statements", "--count-by", "kind", "--kind", "obligation", "--bundle", MINIATURE) == (
            0,
            "",
            "",
        )

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            ("--kind threats", "kind cannot be 'threats'; did you mean 'threat'?"),
            ("--topic actor:ports", "topic cannot be 'actor:ports'"),
            ("--limit 0", "a number from 1 on is wanted, not '0'"),
            ("--count-by colour", "invalid choice: 'colour'"),
            ("--colour red", "unrecognized arguments: --colour red"),
        ],
    )
    def test_wrong_criteria(self, command: Command, words: str, told: str) -> None:
        """A criterion that does not exist, or cannot have the value, is wrong usage."""
        status, output, errors = command("list", "statements", *words.split(), "--bundle", MINIATURE)
        assert (status, output, told in errors, errors.startswith("usage: octopus-kb")) == (2, "", True, True)

    def test_unknown_criterion_id(self, command: Command) -> None:
        """An id that nobody has exits with 1, as in `show`."""
        status, _, errors = command("list", "statements", "--actor", "actor:port", "--bundle", MINIATURE)
        assert (status, errors.count("\n"), "did you mean 'actor:ports' or" in errors) == (1, 1, True)

    def test_no_kind(self, command: Command) -> None:
        """Without a kind, the usage is told."""
        assert command("list")[0] == 2

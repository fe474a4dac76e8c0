"""Tests of `octopus-kb search` and `octopus-kb related`, and of what all commands take."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import octopus_kb as okb

MINIATURE = str(Path(__file__).parent / "miniature")
Command = Callable[..., tuple[int, str, str]]


class TestSearch:
    """Records by their words."""

    def test_hits(self, command: Command, miniature: okb.KnowledgeBase) -> None:
        """The hits are those of Python, the best first, with their words."""
        status, output, errors = command("search", "keep", "lamps", "--bundle", MINIATURE)
        hits = miniature.search("keep lamps")
        heads = [line.split() for line in output.splitlines() if not line.startswith(" ")]
        assert (status, errors) == (0, "")
        assert heads == [[hit.record.id.removeprefix("harbour-2030:"), hit.kind] for hit in hits]
        assert "**lamps**" in output

    def test_json(self, command: Command, miniature: okb.KnowledgeBase) -> None:
        """As JSON, each hit has its id, kind, score, words and offsets."""
        _, output, _ = command("search", "fog", "--kinds", "passage", "--limit", "1", "--json", "--bundle", MINIATURE)
        (hit,) = miniature.search("fog", kinds="passage", limit=1)
        (found,) = json.loads(output)["hits"]
        assert found == {
            "id": hit.record.id,
            "kind": "passage",
            "score": pytest.approx(hit.score, abs=1e-6),
            "snippet": hit.snippet,
            "verbatim": False,  # it is the heading that was found
            "spans": [{"start": span.start, "end": span.end} for span in hit.spans],
        }
        assert (json.loads(output)["query"], json.loads(output)["relaxed"]) == ("fog", False)

    def test_whose_words(self, command: Command, shipped: okb.KnowledgeBase) -> None:
        """Words that are the editors' are marked; what is not so marked stands in the document."""
        for query in ("ransomware", "cooperation", "victims", "protocol tools"):
            found = json.loads(command("search", query, "--json", "--limit", "100")[1])["hits"]
            _, output, _ = command("search", query, "--limit", "100")
            for one in found:
                if one["kind"] == "statement" and not one["verbatim"]:
                    assert f"“{shipped.statements[one['id']].quote[:20]}" in output
            assert output.count("  statement (editors)\n") == len(
                [one for one in found if one["kind"] == "statement" and not one["verbatim"]]
            )
            for one in found:
                words = one["snippet"].replace("**", "").strip(" .\n")
                to_the_letter = shipped.verify(words).grade in {okb.Grade.EXACT, okb.Grade.SPACING}
                assert one["verbatim"] == to_the_letter or one["kind"] == "concept"

    def test_some_of_the_words(self, command: Command) -> None:
        """Where nothing has all the words, the answer says that it has some of them."""
        _, output, _ = command("search", "fog", "unheardof", "--bundle", MINIATURE)
        assert output.startswith("Nothing has all the words; these have some of them.\n")

    def test_phrase_and_absence(self, command: Command) -> None:
        """A phrase in quotation marks, and a word that is to be absent, reach the search as they are."""
        _, output, _ = command("search", '"every buoy"', "--bundle", MINIATURE)
        assert output.startswith("ports-should-light-buoys  statement\n")
        _, output, _ = command("search", "--bundle", MINIATURE, "--", "fog", "-horns")
        assert "horns" not in output

    def test_nothing(self, command: Command) -> None:
        """An empty answer is an answer."""
        assert command("search", "unheardof", "--bundle", MINIATURE) == (0, "nothing is found for unheardof\n", "")

    def test_colour(self, command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
        """With colour, what was found is set off by it, and has no asterisks."""
        monkeypatch.setenv("FORCE_COLOR", "1")
        _, output, _ = command("search", "keep", "lamps", "--bundle", MINIATURE)
        assert ("\x1b[1mlamps\x1b[0m" in output, "**" in output) == (True, False)

    @pytest.mark.parametrize("words", [["--kinds", "relation", "x"], [], ["x", "--limit", "none"]])
    def test_wrong_usage(self, command: Command, words: list[str]) -> None:
        """A kind that cannot be searched for, no words, and a limit that is no number are wrong usage."""
        assert command("search", *words)[:2] == (2, "")


class TestRelated:
    """What the text ties to a statement."""

    def test_both_ends(self, command: Command, miniature: okb.KnowledgeBase) -> None:
        """A relation is read the same from both its ends: source, kind, target."""
        relation = miniature.relations[0]
        source, target = (id.partition(":")[2] for id in (relation.source, relation.target))
        _, output, _ = command("related", source, "--bundle", MINIATURE)
        assert f"this {relation.kind} {target}\n" in output
        _, output, _ = command("related", target, "--bundle", MINIATURE)
        assert f"{source} {relation.kind} this\n" in output
        assert f"“{relation.cue.text}”" in output

    def test_json(self, command: Command, miniature: okb.KnowledgeBase) -> None:
        """As JSON, each relation stands whole beside the statement that it leads to, and its direction."""
        relation = miniature.relations[0]
        words = ("--kind", relation.kind.value, "--direction", "out", "--json", "--bundle", MINIATURE)
        found = json.loads(command("related", relation.source, *words)[1])
        assert found == {
            "id": relation.source,
            "related": [
                {
                    "direction": "out",
                    "relation": miniature.relations[:1].to_dicts()[0],
                    "statement": miniature.statements.where(lambda one: one.id == relation.target).to_dicts()[0],
                }
            ],
        }
        (found,) = json.loads(command("related", relation.target, "--json", "--bundle", MINIATURE)[1])["related"]
        assert found["direction"] == "in"

    def test_nothing(self, command: Command) -> None:
        """That the text ties nothing to a statement is said."""
        status, output, errors = command("related", "panels-underlined", "--bundle", MINIATURE, "--kind", "cause")
        assert (status, output, errors) == (0, "no such relation of panels-underlined\n", "")

    @pytest.mark.parametrize(
        ("words", "status", "told"),
        [
            (["km1"], 2, "km1 is of the kind passage: only statements are related"),
            (["actor:ports"], 2, "actor:ports is of the kind actor"),
            (["ports-should-light-bouys"], 1, "did you mean 'ports-should-light-buoys'"),
            (["ports-should-light-buoys", "--kind", "causes"], 2, "kind cannot be 'causes'; did you mean 'cause'?"),
            (["ports-should-light-buoys", "--direction", "up"], 2, "invalid choice: 'up'"),
        ],
    )
    def test_wrong(self, command: Command, words: list[str], status: int, told: str) -> None:
        """What is no statement, no kind or no direction is wrong usage; an unknown id names near ones."""
        found, output, errors = command("related", *words, "--bundle", MINIATURE)
        assert (found, output, told in errors) == (status, "", True)


class TestEditions:
    """What is loaded."""

    def test_editions(self, command: Command, miniature: okb.KnowledgeBase) -> None:
        """Each edition is listed with its document, its version and its hash."""
        status, output, _ = command("editions", "--bundle", MINIATURE)
        (edition,) = miniature.editions
        assert (status, output.splitlines()[0]) == (0, "harbour-2030")
        assert f"  sha256                 {edition.document.sha256}\n" in output
        (found,) = json.loads(command("editions", "--json", "--bundle", MINIATURE)[1])["editions"]
        assert (found["id"], found["sha256"], found["statements"]) == ("harbour-2030", edition.document.sha256, 16)

    def test_version_json(self, command: Command) -> None:
        """As JSON, the versions have names."""
        found = json.loads(command("--version", "--json")[1])
        assert (found["software"], found["schema"]) == (okb.__version__, 1)
        assert [list(one) for one in found["editions"]] == [["id", "content", "sha256"]]

    def test_overview_json(self, command: Command, miniature: okb.KnowledgeBase) -> None:
        """As JSON, the overview has the conference, the key messages, the requests and the counts."""
        (found,) = json.loads(command("--json", "--bundle", MINIATURE)[1])["editions"]
        assert found["conference"]["title"] == "Harbour Forum 2030"
        assert [one["words"] for one in found["key_messages"]] == [
            miniature.reading(one).text for one in miniature.key_messages
        ]
        assert found["recommendations"][0]["addressees"] == ["actor:ports"]
        assert found["counts"]["statements"] == len(miniature.statements)
        assert found["statements_by_family"] == miniature.statements.count_by("family")


class TestCommon:
    """What every command takes."""

    @pytest.mark.parametrize("words", [["editions"], ["show", "km1"], ["list", "topics"], ["search", "fog"]])
    def test_before_or_after(self, command: Command, words: list[str]) -> None:
        """The folder and the form of the answer are given before the command, or after it."""
        common = ["--bundle", MINIATURE, "--json"]
        status, output, errors = command(*words, *common)
        assert (status, errors, output.startswith("{")) == (0, "", True)
        assert command(*common, *words) == (status, output, errors)
        assert command(*common[:2], *words, *common[2:]) == (status, output, errors)

    def test_last_folder_counts(self, command: Command) -> None:
        """Of two folders, the one after the command counts."""
        assert command("--bundle", "nowhere", "editions", "--bundle", MINIATURE)[0] == 0

    @pytest.mark.parametrize("words", ["show", "list topics", "search", "verify", "related", "cite", "editions"])
    def test_bad_bundle(self, command: Command, tmp_path: Path, words: str) -> None:
        """Every command refuses a folder that is no bundle in the same way."""
        more = {"show": ["km1"], "search": ["x"], "verify": ["x"], "related": ["x"]}.get(words, [])
        status, output, errors = command(*words.split(), *more, "--bundle", str(tmp_path))
        assert (status, output, errors.splitlines()[0]) == (
            1,
            "",
            f"octopus-kb: {tmp_path}: {len(errors.splitlines()) - 1} problems, nothing was loaded",
        )

    @pytest.mark.parametrize("words", ["show", "search", "verify", "list statements --topic", "related"])
    def test_no_text(self, command: Command, words: str) -> None:
        """Bytes that are no text are no reason to crash."""
        status, output, errors = command(*words.split(), "\udcff\udcfe", "--bundle", MINIATURE)
        assert (status, "Traceback" in errors) == (0 if words == "search" else 1, False)
        assert "\udcff" not in output

    @pytest.mark.parametrize(
        "words",
        [
            [],
            *([one] for one in ["show", "list", "search", "verify", "related", "cite", "export", "schema", "editions"]),
        ],
    )
    def test_help_has_examples(self, command: Command, words: list[str]) -> None:
        """The help of each command has an example, and fits the terminal."""
        status, output, _ = command(*words, "--help")
        assert (status, f"\n  octopus-kb {' '.join(words)}" in output) == (0, True)
        assert max(map(len, output.splitlines())) <= 80

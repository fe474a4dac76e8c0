"""Chunks for retrieval: verbatim, citable, and with what must not be dropped."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import octopus_kb as okb
from octopus_kb.export import chunks
from octopus_kb.export._pieces import pieces
from octopus_kb.text import SourceText, Span

UNITS: tuple[Any, ...] = chunks.UNITS


def chunk(of: Any, id: str, per: Any) -> dict[str, Any]:
    """Give the chunk with an id."""
    (found,) = [one for one in chunks.loads(chunks.dumps(of, per=per)) if one["id"] == id]
    return found


@pytest.mark.parametrize("per", UNITS)
@pytest.mark.parametrize("edition", ["miniature", "shipped"])
class TestEvery:
    """What holds for each chunk."""

    def test_verifies(self, edition: str, per: Any, request: pytest.FixtureRequest) -> None:
        """The text of every chunk stands in the source, and verifying it finds nothing left out."""
        kb: okb.KnowledgeBase = request.getfixturevalue(edition)
        for one in chunks.loads(chunks.dumps(kb, per=per)):
            check = kb.verify(one["text"], edition=one["edition"])
            assert check, one["id"]
            assert one["passage"] in check.matches[0].passages + check.matches[-1].passages

    def test_whole(self, edition: str, per: Any, request: pytest.FixtureRequest) -> None:
        """There is a chunk for each record, in order, and its words are those of its spans."""
        kb: okb.KnowledgeBase = request.getfixturevalue(edition)
        records = kb.passages if per == "passage" else kb.statements
        found = chunks.loads(chunks.dumps(kb, per=per))
        assert records.ids == tuple(one["id"] for one in found)
        for record, one in zip(records, found, strict=True):
            raw = [kb.source().text[span["start"] : span["end"]] for span in one["spans"]]
            words = " ".join(raw).removeprefix(getattr(record, "marker", "")).split()
            assert words == one["text"].replace(" [...] ", " ").split()

    def test_rights(self, edition: str, per: Any, request: pytest.FixtureRequest) -> None:
        """Every chunk says whose words it holds, in which source, and how to cite it."""
        kb: okb.KnowledgeBase = request.getfixturevalue(edition)
        (document,) = [one.document for one in kb.editions]
        for one in chunks.loads(chunks.dumps(kb, per=per)):
            assert (document.rights, document.sha256) == (one["rights"], one["source_sha256"])
            assert document.title in one["citation"]
            assert one["citation"] == okb.export.citations.locate(kb, one["id"])


class TestChunk:
    """What a chunk says."""

    def test_statement(self, miniature: okb.KnowledgeBase) -> None:
        """A chunk of a statement has its quote, the editors' proposition under that name, and what it names."""
        found = chunk(miniature, "harbour-2030:ports-should-light-buoys", "statement")
        assert found["text"] == "Ports should light every buoy, if they have not yet done so,"
        assert found["editorial_proposition"] == "Ports that have not done so should light every buoy."
        assert (found["editorial_heading"], found["kind"]) == ("Fog and buoys", "recommendation")
        assert (found["strengths"], found["modality"], found["polarity"]) == (["should"], "should", "positive")
        assert found["addressees"] == [{"id": "actor:ports", "label": "ports"}] == found["actors"]
        assert [one["id"] for one in found["topics"]] == ["topic:lights"]
        assert found["measures"][0]["id"] == "measure:tools"

    def test_passage(self, miniature: okb.KnowledgeBase) -> None:
        """A chunk of a passage is read across its page break, and takes in what its statements name."""
        found = chunk(miniature, "harbour-2030:km1", "passage")
        assert "keep the lamps clean" in found["text"]
        assert (len(found["spans"]), len(found["statements"])) == (2, 5)
        assert [one["id"] for one in found["topics"]] == ["topic:fog", "topic:lights"]

    def test_item(self, miniature: okb.KnowledgeBase) -> None:
        """An item has the heading of its key message, and is cited as its item."""
        found = chunk(miniature, "harbour-2030:km2.2", "passage")
        assert (found["parent"], found["editorial_heading"]) == ("harbour-2030:km2", "Fog to come")
        assert ", key message 2, item 2, code points " in found["citation"]

    def test_keys(self, miniature: okb.KnowledgeBase) -> None:
        """All chunks of a file have the same keys, the telling ones first."""
        for per in UNITS:
            keys = {tuple(one) for one in chunks.loads(chunks.dumps(miniature, per=per))}
            assert len(keys) == 1
            assert keys.pop()[:6] == ("id", "type", "kind", "text", "spans", "citation")


class TestCautions:
    """What must not be dropped when a chunk is quoted."""

    @pytest.mark.parametrize("per", UNITS)
    def test_condition(self, miniature: okb.KnowledgeBase, per: Any) -> None:
        """What is asked on a condition says so, in the words of the source."""
        id = "harbour-2030:km1" if per == "passage" else "harbour-2030:ports-should-light-buoys"
        (found,) = [one for one in chunk(miniature, id, per)["cautions"] if one["kind"] == "condition"]
        assert found["words"] == "if they have not yet done so"

    @pytest.mark.parametrize("per", UNITS)
    def test_rejected(self, miniature: okb.KnowledgeBase, per: Any) -> None:
        """A view that is quoted in order to be rejected says so."""
        id = "harbour-2030:km1" if per == "passage" else "harbour-2030:harmless-fog-a-myth"
        (found,) = [one for one in chunk(miniature, id, per)["cautions"] if one["kind"] == "rejected"]
        assert found["words"] == "The idea that “fog is harmless” is a myth."

    def test_attribution(self, miniature: okb.KnowledgeBase) -> None:
        """Who holds the view is named, with the words that ascribe it to them, wherever these stand."""
        (found,) = chunk(miniature, "harbour-2030:fog-returns", "statement")["cautions"]
        assert found == {
            "kind": "attribution",
            "statement": "harbour-2030:fog-returns",
            "words": "The two panels underlined, inter alia, that:",
            "holders": [{"id": "event:panels", "label": "panels"}],
        }

    def test_cue(self, shipped: okb.KnowledgeBase) -> None:
        """Words of the statement's own that ascribe the view come before those of another."""
        cued = shipped.statements.where(lambda one: one.attribution and one.attribution.cue)
        assert cued
        for statement, one in zip(cued, chunks.loads(chunks.dumps(cued, per="statement")), strict=True):
            assert statement.attribution
            assert statement.attribution.cue
            assert one["cautions"][-1]["words"] == statement.attribution.cue.text

    def test_unascribed(self, edit: Any, folder: Path) -> None:
        """A view whose ascribing words are not recorded still names who holds it."""

        def alter(data: Any) -> None:
            del data["statements"][12]["attribution"]["statement"]

        edit("statements.json", alter)
        (found,) = chunk(okb.load_bundle(folder), "harbour-2030:fog-returns", "statement")["cautions"]
        assert (found["words"], found["holders"][0]["id"]) == ("", "event:panels")

    def test_of_all(self, miniature: okb.KnowledgeBase) -> None:
        """The cautions of a passage stand for all of its statements, whichever were chosen."""
        some = miniature.statements.filter(kind="definition")
        assert chunk(some, "harbour-2030:km1", "passage") == chunk(miniature, "harbour-2030:km1", "passage")


class TestFile:
    """What is written, and read back."""

    def test_unit(self, miniature: okb.KnowledgeBase) -> None:
        """A chunk is a passage or a statement, and nothing else."""
        with pytest.raises(okb.CriterionError, match="per cannot be 'word'"):
            chunks.dumps(miniature, per="word")  # type: ignore[arg-type]

    @pytest.mark.parametrize("per", UNITS)
    def test_file(self, miniature: okb.KnowledgeBase, tmp_path: Path, per: Any) -> None:
        """A file holds what the text holds, a line each, and reads back as it was."""
        chunks.dump(miniature, tmp_path / "file", per=per)
        text = chunks.dumps(miniature, per=per)
        assert (tmp_path / "file").read_bytes() == text.encode()
        assert chunks.loads(text) == chunks.load(tmp_path / "file")
        assert (text.count("\n"), text[-2:], "\r" in text) == (len(chunks.loads(text)), "}\n", False)

    def test_nothing(self, miniature: okb.KnowledgeBase) -> None:
        """Nothing makes no line, and no line makes nothing; empty lines do not count."""
        assert (chunks.dumps(miniature.statements[:0]), chunks.loads("\n \n")) == ("", [])

    @given(st.text())
    def test_any_text(self, text: str) -> None:
        """Whatever stands in a text, its line is one line."""
        line = '{"id": "a", "text": "' + text.translate({ord(sign): " " for sign in '"\\'}) + '"}'
        if all(sign >= " " for sign in text):
            assert len(chunks.loads(f"{line}\n{line}\n")) == 2

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            ("{", "malformed JSON"),
            ("[]", "no chunk"),
            ("{}", r"\$\.id: a chunk has a string here"),
            ('{"id": "a", "text": 5}', r"\$\.text"),
            ('{"id": "a", "id": "b", "text": ""}', "stands twice"),
        ],
    )
    def test_refused(self, line: str, message: str) -> None:
        """A line that is no chunk is refused, by its number."""
        with pytest.raises(okb.BundleError, match=message) as caught:
            chunks.loads(f'{{"id": "a", "text": ""}}\n{line}\n')
        assert caught.value.source == "chunks.jsonl, line 2"

    def test_bytes(self, tmp_path: Path) -> None:
        """A file that is not UTF-8 is refused."""
        (tmp_path / "file").write_bytes(b'{"id": "\xff"}')
        with pytest.raises(okb.BundleError, match="not UTF-8 from byte 8 on"):
            chunks.load(tmp_path / "file")


class TestPieces:
    """Stretches that are read in one go."""

    @pytest.mark.parametrize(
        ("spans", "expected"),
        [
            ([], []),
            ([Span(0, 1), Span(3, 4)], [Span(0, 4)]),
            ([Span(0, 1), Span(5, 6)], [Span(0, 1), Span(5, 6)]),
            ([Span(3, 4), Span(4, 5)], [Span(3, 5)]),
            ([Span(3, 4), Span(0, 1)], [Span(3, 4), Span(0, 1)]),
        ],
    )
    def test_joined(self, spans: list[Span], expected: list[Span]) -> None:
        """Spans are joined where only white space, or nothing, parts them, and they follow one another."""
        assert expected == pieces(SourceText("a\n\nbcd", ""), spans)

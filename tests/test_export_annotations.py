"""Web Annotations: targets that lead back to the words, bodies that say whose they are."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import octopus_kb as okb
from octopus_kb.export import annotations
from octopus_kb.text import SourceText, Span


def items(of: Any, **options: Any) -> list[dict[str, Any]]:
    """Give the annotations of an export."""
    found: list[dict[str, Any]] = json.loads(annotations.dumps(of, **options))["first"]["items"]
    return found


def selectors(of: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield the two selectors of each target."""
    for annotation in items(of):
        for target in annotation["target"]:
            quote, position = target["selector"]
            yield quote, position


def places_of_quote(text: str, selector: dict[str, Any]) -> list[tuple[int, int]]:
    """Find every place of a TextQuoteSelector: the exact words with the prefix before them and the suffix after."""
    exact, size = selector["exact"], len(selector["exact"])
    return [
        (at, at + size)
        for at in range(len(text) - size + 1)
        if text.startswith(exact, at)
        and text[:at].endswith(selector["prefix"])
        and text[at + size :].startswith(selector["suffix"])
    ]


def words_at(data: bytes, selector: dict[str, Any]) -> str:
    """Read what a TextPositionSelector selects: position 0 stands before the first code point."""
    # Four bytes a code point, so that nothing but code points is counted.
    wide = data.decode("utf-8").encode("utf-32-le")
    return wide[4 * selector["start"] : 4 * selector["end"]].decode("utf-32-le")


def bodies(annotation: dict[str, Any], purpose: str) -> list[Any]:
    """Give the bodies that serve a purpose: a text, or the IRI of a resource."""
    found = [body for body in annotation["body"] if body["purpose"] == purpose]
    return [body.get("value", body.get("source")) for body in found]


@pytest.mark.parametrize("edition", ["miniature", "shipped"])
class TestSelectors:
    """Each quote is found again in the raw source."""

    def test_quote_alone(self, edition: str, request: pytest.FixtureRequest) -> None:
        """The quote with its context stands in one place of the source, which is the one that the position says."""
        kb: okb.KnowledgeBase = request.getfixturevalue(edition)
        for quote, position in selectors(kb):
            assert [(position["start"], position["end"])] == places_of_quote(kb.source().text, quote)

    def test_position_alone(self, edition: str, request: pytest.FixtureRequest) -> None:
        """The position selects the words of the quote."""
        kb: okb.KnowledgeBase = request.getfixturevalue(edition)
        for quote, position in selectors(kb):
            assert quote["exact"] == words_at(kb.source().to_bytes(), position)

    def test_nothing_is_dropped(self, edition: str, request: pytest.FixtureRequest) -> None:
        """The targets of a statement have all the words of its evidence, and no others."""
        kb: okb.KnowledgeBase = request.getfixturevalue(edition)
        for statement, annotation in zip(kb.statements, items(kb), strict=True):
            read = [word for target in annotation["target"] for word in target["selector"][0]["exact"].split()]
            assert [word for quote in statement.evidence for word in quote.text.split()] == read


class TestTargets:
    """What is a target of its own."""

    def test_page_break(self, miniature: okb.KnowledgeBase) -> None:
        """A page break is inside the target, as it stands in the source; words that are apart are two targets."""
        (annotation,) = items(miniature.statements.filter(topic="topic:lights", modality="should")[1:])
        quotes = [target["selector"][0]["exact"] for target in annotation["target"]]
        assert quotes == ["Ports should", "and keep the\n\nlamps clean."]

    def test_context(self, miniature: okb.KnowledgeBase) -> None:
        """The context has 32 characters on each side, or what there is."""
        first, *_ = selectors(miniature)
        assert first[0] == {
            "type": "TextQuoteSelector",
            "exact": "Harbour Forum 2030",
            "prefix": "\n",
            "suffix": "\n\n3 to 4 May 2030 – Online\n\nKey ",
        }
        assert {32} == {len(quote["suffix"]) for quote, position in selectors(miniature) if position["end"] < 600}

    @given(st.text("ab\N{PILE OF POO}", min_size=1, max_size=4), st.integers(1, 60), st.data())
    def test_unique(self, word: str, times: int, data: st.DataObject) -> None:
        """However a text repeats itself, the context grows until there is only one such place."""
        text = word * times
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        quote, position = annotations._selectors(SourceText(text, ""), Span(start, end))
        assert [(start, end)] == places_of_quote(text, quote)
        assert text[start:end] == words_at(text.encode(), position)


class TestBodies:
    """What is said of the words, and by whom."""

    def test_editorial(self, miniature: okb.KnowledgeBase) -> None:
        """Every text is signed by the editors, and no body repeats words as if they were the source's."""
        written = json.loads(annotations.dumps(miniature))
        editors = written["creator"]
        assert editors["name"] == annotations.EDITORS
        for annotation in items(miniature):
            texts = [body for body in annotation["body"] if body["type"] == "TextualBody"]
            assert {editors["id"]} == {body["creator"] for body in texts} | {annotation["creator"]}

    def test_statement(self, miniature: okb.KnowledgeBase) -> None:
        """An annotation links to its statement, and says its proposition, its kind and whose view it is."""
        statement = miniature.statements["fog-endangers-ships"]
        (annotation,) = items(miniature.statements.where(lambda one: one == statement))
        assert annotation["id"] == "urn:octopus-kb:harbour-2030:fog-endangers-ships/annotation"
        assert bodies(annotation, "linking") == ["urn:octopus-kb:harbour-2030:fog-endangers-ships"]
        assert bodies(annotation, "describing") == [statement.proposition]
        assert bodies(annotation, "classifying") == ["threat"]
        assert bodies(annotation, "commenting") == ["the view of: panels"]

    def test_tags(self, miniature: okb.KnowledgeBase) -> None:
        """Each concept that the words name is a tag, once; who holds the view is none."""
        (annotation,) = items(miniature.statements.where(lambda one: one.id.endswith("fog-endangers-ships")))
        tags = {tag["id"].removeprefix("urn:octopus-kb:"): tag["label"] for tag in bodies(annotation, "tagging")}
        assert list(tags) == ["topic:fog", "actor:ships", "actor:ferries"]
        assert tags == {id: miniature.concepts[id].preferred_label for id in tags}

    def test_rejected(self, miniature: okb.KnowledgeBase) -> None:
        """A view that the text rejects is classified as such."""
        (annotation,) = items(miniature.statements.filter(polarity="negative"))
        assert bodies(annotation, "classifying") == ["assessment", "quotes a view in order to reject it"]


class TestCollection:
    """What holds the annotations together."""

    def test_collection(self, miniature: okb.KnowledgeBase) -> None:
        """All annotations are on the one page of a collection, which counts them and names the source's hash."""
        written = json.loads(annotations.dumps(miniature))
        page = written["first"]
        assert (written["@context"], written["type"]) == (annotations.CONTEXT, "AnnotationCollection")
        assert (page["type"], page["partOf"], written["last"]) == ("AnnotationPage", written["id"], page["id"])
        assert written["total"] == len(page["items"]) == len(miniature.statements)
        assert miniature.source().sha256 in written["label"]

    def test_base(self, miniature: okb.KnowledgeBase) -> None:
        """A base of one's own stands before every id of ours."""
        written = annotations.dumps(miniature, base="http://example.org/kb/")
        assert '"http://example.org/kb/document/#harbour-2030/source"' in written
        assert "urn:octopus-kb" not in written

    @pytest.mark.parametrize("base", ["", "x", "http://example.org", "http://a b/", "http://a/?b/", "http://\ud800/"])
    def test_no_base(self, miniature: okb.KnowledgeBase, base: str) -> None:
        """What is no address that ends in a slash is refused as a base."""
        with pytest.raises(okb.CriterionError, match="base cannot be"):
            annotations.dumps(miniature, base=base)

    def test_choices(self, miniature: okb.KnowledgeBase) -> None:
        """Two choices of statements are two collections; the same choice is the same."""
        some, others = miniature.statements[:2], miniature.statements[2:]
        ids = [json.loads(annotations.dumps(of))["id"] for of in (miniature, some, others, some)]
        assert (len(set(ids)), ids[1]) == (3, ids[3])
        assert ids[0] == "urn:octopus-kb:annotations:harbour-2030"

    def test_nothing(self, miniature: okb.KnowledgeBase) -> None:
        """What has no statements makes a collection of no annotations."""
        written = json.loads(annotations.dumps(miniature.topics))
        assert (written["total"], written["first"]["items"]) == (0, [])

    def test_file(self, miniature: okb.KnowledgeBase, tmp_path: Path) -> None:
        """A file holds what the text holds, with plain line ends, the same each time."""
        annotations.dump(miniature, tmp_path / "file", base="http://example.org/")
        expected = annotations.dumps(miniature, base="http://example.org/")
        assert (tmp_path / "file").read_bytes() == expected.encode()
        assert (expected[-2:], "\r" in expected) == ("}\n", False)

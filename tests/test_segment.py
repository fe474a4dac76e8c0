"""Tests of `octopus_kb.segment`: raw text cut into a first draft of its passages."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import octopus_kb as okb
from octopus_kb.segment import Draft, segment
from octopus_kb.text import SourceText

texts = st.text("ab.A:;!?-*•▶► \n\r\t\f\x85\xa0\u2028", max_size=40) | st.text(max_size=20)
"""Texts rich in markers, ends of sentences and white space, and any texts at all."""


def source_of(text: str) -> SourceText:
    """Make a source of a text."""
    return SourceText.from_bytes(text.encode())


def drafted(text: str) -> list[tuple[str, ...]]:
    """Give the marker of each draft of a text, and its words, a string for each span."""
    return [
        (draft.marker, *(text[span.start : span.end] for span in draft.spans)) for draft in segment(source_of(text))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\n\t\n", []),
        ("One line", [("", "One line")]),
        ("\n\n  One\nTwo \n", [("", "One\nTwo")]),
        ("One.\n\nTwo.", [("", "One."), ("", "Two.")]),
        ("One.\n \t\nTwo.\n\n\n\nThree.", [("", "One."), ("", "Two."), ("", "Three.")]),
        ("One\r\ntwo.\r\n\r\nThree.\r\n", [("", "One\r\ntwo."), ("", "Three.")]),
    ],
)
def test_paragraphs(text: str, expected: list[tuple[str, ...]]) -> None:
    """A paragraph is a run of lines without a blank one between, and without the white space around it."""
    assert drafted(text) == expected


@pytest.mark.parametrize("marker", ["-", "*", "•", "▶", "►", "- ▶", "-▶", "- ►", "* ►", "•  ▶"])
def test_markers(marker: str) -> None:
    """A list marker is known, alone and in front of an arrow, and is part of the span."""
    assert drafted(f"{marker} Fog") == [(marker, f"{marker} Fog")]


@pytest.mark.parametrize("text", ["-fog", "*fog*", "•fog", "– fog", "1. fog", "fog - thick", "fog ▶ ships"])
def test_no_markers(text: str) -> None:
    """A sign that touches the word, or stands inside the line, marks no item."""
    assert drafted(text) == [("", text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- one\n- two", [("-", "- one"), ("-", "- two")]),
        ("Both:\n- one;\n  still one;\n- two.", [("", "Both:"), ("-", "- one;\n  still one;"), ("-", "- two.")]),
        ("▶ One\n- two\n► Three", [("▶", "▶ One"), ("-", "- two"), ("►", "► Three")]),
        ("One\n- two", [("", "One"), ("-", "- two")]),
    ],
)
def test_items(text: str, expected: list[tuple[str, ...]]) -> None:
    """Items on consecutive lines are passages of their own, each with the lines that follow its marker."""
    assert drafted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("keep the\n\nlamps clean.", [("", "keep the", "lamps clean.")]),
        ("- ▶ Keep the\n\nlamps clean.\n- Two", [("- ▶", "- ▶ Keep the", "lamps clean."), ("-", "- Two")]),
        ("one\n\ntwo\n\nthree", [("", "one", "two", "three")]),
        ("one,\n\ntwo", [("", "one,", "two")]),
        ("one\n\nTwo", [("", "one"), ("", "Two")]),
        ("one\n\n2 of them", [("", "one"), ("", "2 of them")]),
        ("one\n\n- two", [("", "one"), ("-", "- two")]),
        *((f"one{end}\n\ntwo", [("", f"one{end}"), ("", "two")]) for end in ".!?:;"),
    ],
)
def test_page_breaks(text: str, expected: list[tuple[str, ...]]) -> None:
    """Paragraphs are one passage only where the sentence has not ended and goes on in lower case, unmarked."""
    assert drafted(text) == expected


@given(texts)
def test_nothing_lost(text: str) -> None:
    """The drafts of any text are in source order, never overlap, and leave nothing but white space out."""
    source = source_of(text)
    spans = [span for draft in segment(source) for span in draft.spans]
    left_out = "".join(text[gap.start : gap.end] for gap in source.gaps(spans))
    assert (spans, left_out.strip()) == (sorted(spans), "")


@given(texts)
def test_edges(text: str) -> None:
    """No span of any draft is empty, or begins or ends with white space."""
    words = [text[span.start : span.end] for draft in segment(source_of(text)) for span in draft.spans]
    assert words == [word.strip() for word in words if word.strip()]


@given(texts)
@example("-\n▶ Fog")
@example("-\n\n▶ Fog")
def test_markers_stand_inside(text: str) -> None:
    """The marker of a draft stands at the head of its first span, whole."""
    assert [words for marker, words, *_ in drafted(text) if not words.startswith(marker)] == []


def test_miniature(miniature: okb.KnowledgeBase) -> None:
    """The draft of the miniature edition's source is what its editors made of it."""
    drafts = segment(miniature.source("harbour-2030"))
    assert drafts == tuple(Draft(passage.spans, passage.marker) for passage in miniature.passages)

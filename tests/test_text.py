"""Tests of `octopus_kb.text`: the source, spans of it, readings of passages, and quotes found in them."""

import copy
import pickle
from collections.abc import Callable
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import example, given
from hypothesis import strategies as st

from octopus_kb.errors import AmbiguousQuoteError, OctopusError, QuoteError
from octopus_kb.text import Reading, SourceText, Span, fold_space, on_word_boundaries

LETTERS = "abZé9𝄞–▶-.,“”‘’\"'\ufeff"
"""What made-up words are made of: letters of one to four bytes, signs, both shapes of marks, a byte order mark."""
SPACES = " \n\r\t\v\f\x1c\x85\xa0\u2003\u2028\u3000"
"""White space of every kind."""
CURLED = str.maketrans("\"'", "”’")
"""Straight quotation marks to curly ones."""
STRAIGHT = str.maketrans("“”\u201e\u201f‘’\u201a\u201b", "\"\"\"\"''''")
"""Curly quotation marks to straight ones."""

words = st.text(LETTERS, min_size=1, max_size=6)
runs = st.text(SPACES, min_size=1, max_size=3)
outside = st.text(SPACES, max_size=3) | st.builds("{}{}".format, words, runs)


class Laid(NamedTuple):
    """A passage as it was laid out, and what reading it must give."""

    source: SourceText
    spans: tuple[Span, ...]
    marker: str
    words: list[str]
    offsets: list[int]


@st.composite
def passages(draw: st.DrawFn) -> Laid:
    """Lay out a passage: words between runs of white space, cut by page breaks, with a marker or without."""
    pages = draw(st.lists(st.lists(words, min_size=1, max_size=4), min_size=1, max_size=3))
    marker = draw(st.sampled_from(["", "-", "- ▶", "•"]))
    text, spans, offsets = draw(outside), [], []
    for number, page in enumerate(pages):
        if number:
            offsets.append(len(text))
            text += draw(runs)
        start = len(text)
        if not number and marker:
            text += marker + draw(st.just("") | runs)
        for place, word in enumerate(page):
            if place:
                offsets.append(len(text))
                text += draw(runs)
            offsets.extend(range(len(text), len(text) + len(word)))
            text += word
        spans.append(Span(start, len(text)))
    text += draw(st.just("") | st.builds("{}{}".format, runs, words))
    return Laid(source_of(text), tuple(spans), marker, [word for page in pages for word in page], offsets)


def source_of(text: str) -> SourceText:
    """Make a source of a text."""
    return SourceText.from_bytes(text.encode())


def read(laid: Laid) -> Reading:
    """Read a passage that was laid out."""
    return laid.source.reading(laid.spans, laid.marker)


FOG = "Preface. - ▶ Fog – “thick” fog – hides\n\n  ships’ lamps.\n\nFog\xa0lifts: \t the fog, 𝄞 fog. Coda"
PAGES = (Span(9, 38), Span(42, 55), Span(57, 85))


@pytest.fixture(scope="module")
def fog() -> Reading:
    """A passage on three pages that says "fog" five times."""
    return source_of(FOG).reading(PAGES, "- ▶")


class TestSpan:
    """`Span`: a stretch of a source."""

    def test_length(self) -> None:
        """A span is as long as the words it stands for."""
        assert len(Span(2, 6)) == len("abcdefgh"[2:6])

    def test_order(self) -> None:
        """Spans sort by where they begin, then by where they end."""
        assert sorted([Span(3, 4), Span(1, 9), Span(1, 2)]) == [Span(1, 2), Span(1, 9), Span(3, 4)]


class TestSourceText:
    """`SourceText`: a decoded file and its hash."""

    @given(st.text())
    @example("\ufeffa byte order mark")
    @example("lines\r\nof\rthree\nsystems")
    @example("beyond the BMP: 𝄞 🐙")
    @example("")
    def test_round_trip(self, text: str) -> None:
        """A source gives the bytes back that it was decoded from, and changes nothing in between."""
        data = text.encode()
        source = SourceText.from_bytes(data)
        assert (source.text, source.to_bytes(), source.sha256) == (text, data, sha256(data).hexdigest())

    def test_code_points(self) -> None:
        """The length is counted in code points, neither in bytes nor in UTF-16 units."""
        text = "\ufeffé𝄞\r\n"
        assert (source_of(text).code_points, len(text.encode()), len(text.encode("utf-16-le")) // 2) == (5, 11, 6)

    @pytest.mark.parametrize("data", [b"\xff", b"caf\xe9", b"\xed\xa0\x80", b"\xc0\x80"])
    def test_not_utf8(self, data: bytes) -> None:
        """Bytes that are not UTF-8 are refused, not mended."""
        with pytest.raises(UnicodeDecodeError):
            SourceText.from_bytes(data)

    def test_repr(self) -> None:
        """The text, which may be long, is not in the `repr`; the hash is."""
        source = source_of("some long text")
        assert ("long" in repr(source), source.sha256 in repr(source)) == (False, True)

    @pytest.mark.parametrize("spoil", [pickle.loads, None], ids=["pickle", "deepcopy"])
    @pytest.mark.parametrize(
        "value", [Span(1, 2), source_of("a b"), source_of("- a\n\nb").reading([Span(0, 3), Span(5, 6)], "-")]
    )
    def test_values(self, value: object, spoil: Callable[[bytes], object] | None) -> None:
        """Spans, sources and readings survive pickle and deepcopy, equal and with an equal hash."""
        twin = spoil(pickle.dumps(value)) if spoil else copy.deepcopy(value)
        assert (twin, hash(twin)) == (value, hash(value))

    @pytest.mark.parametrize(("value", "name"), [(Span(1, 2), "start"), (source_of("a"), "text")])
    def test_frozen(self, value: object, name: str) -> None:
        """Neither a span nor a source can be changed."""
        with pytest.raises(FrozenInstanceError):
            setattr(value, name, 0)

    @given(passages())
    def test_words(self, laid: Laid) -> None:
        """The words of spans are read with white space folded and spans joined by one space."""
        pages = [fold_space(laid.source.text[span.start : span.end]) for span in laid.spans]
        assert laid.source.words(laid.spans) == " ".join(pages)


class TestGaps:
    """`SourceText.gaps`: what the passages leave out."""

    @given(passages())
    def test_tiles(self, laid: Laid) -> None:
        """Passages and gaps, put in order and joined, are the file byte for byte."""
        tiles = sorted([*laid.spans, *laid.source.gaps(laid.spans)])
        joined = "".join(laid.source.text[tile.start : tile.end] for tile in tiles)
        assert joined.encode() == laid.source.to_bytes()

    @pytest.mark.parametrize(
        ("spans", "expected"),
        [
            ([], [Span(0, 6)]),
            ([Span(0, 6)], []),
            ([Span(0, 2), Span(2, 6)], []),
            ([Span(4, 5), Span(1, 2)], [Span(0, 1), Span(2, 4), Span(5, 6)]),
            ([Span(3, 3)], [Span(0, 3), Span(3, 6)]),
        ],
    )
    def test_gaps(self, spans: list[Span], expected: list[Span]) -> None:
        """Gaps come in source order, in whatever order the spans are given, and none is empty."""
        assert source_of("abcdef").gaps(spans) == tuple(expected)

    def test_empty(self) -> None:
        """An empty source has no gap."""
        assert source_of("").gaps([]) == ()

    @pytest.mark.parametrize(
        "spans", [[Span(0, 3), Span(2, 4)], [Span(-1, 2)], [Span(2, 7)], [Span(4, 2)], [Span(1, 5), Span(2, 3)]]
    )
    def test_refuses(self, spans: list[Span]) -> None:
        """Spans that overlap, run backwards or reach outside the source are refused."""
        with pytest.raises(ValueError, match=r"overlaps another span or lies outside 0 to 6"):
            source_of("abcdef").gaps(spans)


class TestReading:
    """`Reading`: a passage as it is read, and the way back to the source."""

    @given(passages())
    def test_text(self, laid: Laid) -> None:
        """A reading is the words joined by single spaces: no marker, no other white space, no page break."""
        assert read(laid).text == str(read(laid)) == " ".join(laid.words)

    @given(passages())
    def test_offsets(self, laid: Laid) -> None:
        """Every character of a reading maps back to its own offset in the source, a space to where its run begins."""
        reading = read(laid)
        assert [reading.offset(position) for position in range(len(reading.text))] == laid.offsets

    @given(passages())
    def test_nothing_lost(self, laid: Laid) -> None:
        """The offsets of a reading's words are those of every non-space character of the passage but the marker."""
        text, reading = laid.source.text, read(laid)
        head = laid.spans[0].start + len(laid.marker)
        inside = [at for span in laid.spans for at in range(max(span.start, head), span.end)]
        mapped = [reading.offset(at) for at, sign in enumerate(reading.text) if sign != " "]
        assert mapped == [at for at in inside if not text[at].isspace()]

    @given(passages(), st.data())
    def test_spans(self, laid: Laid, data: st.DataObject) -> None:
        """The spans of any stretch are its characters' places, cut where the page breaks."""
        start = data.draw(st.integers(0, len(laid.offsets) - 1))
        end = data.draw(st.integers(start + 1, len(laid.offsets)))
        places = [[at for at in laid.offsets[start:end] if page.start <= at < page.end] for page in laid.spans]
        expected = tuple(Span(page[0], page[-1] + 1) for page in places if page)
        assert read(laid).spans(start, end) == expected

    @pytest.mark.parametrize("position", [-1, 3, 99])
    def test_no_such_position(self, position: int) -> None:
        """A position outside the reading is an IndexError: none counts from the end."""
        with pytest.raises(IndexError, match=f"position {position} is outside a reading text of 3 characters"):
            source_of("abc").reading([Span(0, 3)]).offset(position)

    @pytest.mark.parametrize("marker", ["►", "--", "Fog"])
    def test_wrong_marker(self, marker: str) -> None:
        """A marker that does not stand at the head of the passage is refused."""
        with pytest.raises(ValueError, match=f"no marker '{marker}' at 0"):
            source_of("- Fog").reading([Span(0, 5)], marker)

    def test_marker_alone(self) -> None:
        """A passage of nothing but its marker reads as nothing."""
        assert source_of("- ").reading([Span(0, 1)], "-").text == ""

    def test_passage_spans(self, fog: Reading) -> None:
        """A reading knows where its passage stands, marker included."""
        assert fog.passage_spans == PAGES


class TestLocate:
    """`Reading.locate`: where a quote stands."""

    @given(passages(), st.data())
    def test_every_stretch(self, laid: Laid, data: st.DataObject) -> None:
        """Any words of a passage are found at their offset, however they are spaced and whatever their marks."""
        first = data.draw(st.integers(0, len(laid.words) - 1))
        last = data.draw(st.integers(first + 1, len(laid.words)))
        start = len(" ".join([*laid.words[:first], ""]))
        end = start + len(" ".join(laid.words[first:last]))
        shape = data.draw(st.sampled_from([{}, CURLED, STRAIGHT]))
        quote = data.draw(runs).join(laid.words[first:last]).translate(shape)
        reading = read(laid)
        assert reading.locate(f" {quote}\n", start=laid.offsets[start]) == reading.spans(start, end)

    @pytest.mark.parametrize(
        ("quote", "context", "expected"),
        [
            ("hides ships", {}, ["hides", "ships"]),
            ("hides\n ships’ lamps. Fog lifts", {}, ["hides", "ships’ lamps.", "Fog\xa0lifts"]),
            ('"thick"', {}, ["“thick”"]),
            ("“thick”", {}, ["“thick”"]),
            ("ships' lamps", {}, ["ships’ lamps"]),
            ("lifts: the fog", {}, ["lifts: \t the fog"]),
            ("𝄞", {}, ["𝄞"]),
            ("Fog", {"suffix": "lifts"}, ["Fog"]),
            ("Fog", {"prefix": "lamps."}, ["Fog"]),
            ("fog", {"prefix": '– "thick"'}, ["fog"]),
            ("fog", {"prefix": "the"}, ["fog"]),
            ("fog", {"prefix": "𝄞", "suffix": "."}, ["fog"]),
            ("fog", {"start": 74}, ["fog"]),
        ],
    )
    def test_found(self, fog: Reading, quote: str, context: dict[str, str], expected: list[str]) -> None:
        """Words are found across page breaks and in any marks; what stands around them tells which are meant."""
        assert [FOG[span.start : span.end] for span in fog.locate(quote, **context)] == expected

    @pytest.mark.parametrize(
        ("context", "expected"),
        [
            ({"suffix": "–"}, 27),
            ({"prefix": "the"}, 74),
            ({"prefix": "the", "suffix": ","}, 74),
            ({"suffix": "."}, 81),
            ({"start": 81}, 81),
        ],
    )
    def test_which(self, fog: Reading, context: dict[str, str], expected: int) -> None:
        """A prefix, a suffix or a start tells apart words that occur three times."""
        (span,) = fog.locate("fog", **context)
        assert span == Span(expected, expected + 3)

    @pytest.mark.parametrize("quote", ["og", "fo", "hide", "lamp", "ifts", "hip", "Fog lift"])
    def test_whole_words(self, fog: Reading, quote: str) -> None:
        """Words that begin or end in the middle of a word are not found."""
        with pytest.raises(QuoteError, match="the words do not stand in the passage"):
            fog.locate(quote)

    @pytest.mark.parametrize(
        ("quote", "context"),
        [
            ("rain", {}),
            ("FOG", {}),
            ("Preface", {}),
            ("Coda", {}),
            ("▶ Fog", {}),
            ("hidesships", {}),
            ("Fog", {"prefix": "rain"}),
            ("Fog", {"suffix": "rain"}),
            ("Fog", {"start": 14}),
            ("Fog", {"start": 0}),
            ("hides", {"start": 57}),
        ],
    )
    def test_absent(self, fog: Reading, quote: str, context: dict[str, str]) -> None:
        """Words that stand outside the passage, in its marker, elsewhere or nowhere are not found."""
        with pytest.raises(QuoteError, match="the words do not stand in the passage") as caught:
            fog.locate(quote, **context)
        assert (type(caught.value), caught.value.quote) == (QuoteError, quote)

    @pytest.mark.parametrize("quote", ["", " ", "\n\t\xa0"])
    def test_empty(self, fog: Reading, quote: str) -> None:
        """A quote without words is refused, not found everywhere."""
        with pytest.raises(QuoteError, match="there are no words to look for"):
            fog.locate(quote)

    def test_ambiguous(self, fog: Reading) -> None:
        """Words that occur more than once are refused with the offsets of each, and with what to give."""
        with pytest.raises(AmbiguousQuoteError) as caught:
            fog.locate("fog")
        expected = (
            "'fog': the words occur 3 times, at 27, 74, 81;"
            " add a prefix or a suffix, or give start as one of these offsets"
        )
        assert (caught.value.starts, str(caught.value)) == ((27, 74, 81), expected)

    def test_overlapping(self) -> None:
        """Occurrences that overlap are each an occurrence."""
        with pytest.raises(AmbiguousQuoteError) as caught:
            source_of("no no no").reading([Span(0, 8)]).locate("no no")
        assert caught.value.starts == (0, 3)

    def test_errors(self) -> None:
        """An ambiguous quote is a quote error, and that is a LookupError of this package."""
        assert AmbiguousQuoteError.__mro__[1:4] == (QuoteError, OctopusError, LookupError)


@given(st.text(LETTERS + SPACES))
def test_fold_space(text: str) -> None:
    """Folding turns each run of white space into one space, and nothing else."""
    expected = "".join(" " if space else "".join(run) for space, run in groupby(text, str.isspace))
    assert fold_space(text) == expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 3, True),  # a whole word at the start
        (0, 2, False),  # cut behind
        (1, 3, False),  # cut before
        (4, 7, True),  # a whole word at the end
        (5, 7, False),
        (3, 4, True),  # a sign
        (0, 4, True),
        (2, 5, False),
        (0, 7, True),
    ],
)
def test_on_word_boundaries(start: int, end: int, expected: bool) -> None:
    """A stretch stands on word boundaries when no letter or digit touches another across either edge."""
    assert on_word_boundaries("fog-été", start, end) is expected

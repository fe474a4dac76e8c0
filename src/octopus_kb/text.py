"""The source text, spans of it, and the reading text of a passage with its way back to the source."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from attrs import field, frozen

from octopus_kb.errors import AmbiguousQuoteError, QuoteError

# Only quotation marks are folded, one code point for one, so that offsets survive the folding.
_QUOTATION_MARKS = str.maketrans("\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b", "\"\"\"\"''''")
_FOLDED = re.compile(r"[^\S ]\s*| \s+")


@frozen(order=True)
class Span:
    """A stretch of a source text: `source.text[span.start:span.end]` are its words."""

    start: int
    """The offset of the first code point."""
    end: int
    """The offset after the last code point."""

    def __len__(self) -> int:
        """Give the length in code points."""
        return self.end - self.start


@frozen
class SourceText:
    """A source as it was decoded, with the hash of the bytes it was decoded from."""

    text: str = field(repr=False)
    """The whole text; offsets are positions in it, in code points."""
    sha256: str
    """The SHA-256 of the encoded file, in lower-case hexadecimal."""

    @classmethod
    def from_bytes(cls, data: bytes) -> "SourceText":
        """Decode a file's bytes, changing nothing: neither line ends nor a byte order mark.

        Raises:
            UnicodeDecodeError: If the bytes are not UTF-8.

        """
        from hashlib import sha256

        return cls(data.decode("utf-8"), sha256(data).hexdigest())

    @property
    def code_points(self) -> int:
        """The length of the text in code points (not bytes, not UTF-16 units)."""
        return len(self.text)

    def to_bytes(self) -> bytes:
        """Give the file's bytes back."""
        return self.text.encode("utf-8")

    def words(self, spans: Iterable[Span]) -> str:
        """Give the words of spans as they are read: white space folded, spans joined by one space."""
        text = self.text
        return " ".join([fold_space(text[span.start : span.end]) for span in spans])

    def gaps(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Give what the spans leave out, in source order; together they tile the source.

        Raises:
            ValueError: If two spans overlap, or one reaches outside the source.

        """
        gaps, at = [], 0
        for span in sorted(spans):
            if not at <= span.start <= span.end <= len(self.text):
                raise ValueError(f"{span} overlaps another span or lies outside 0 to {len(self.text)}")
            if at < span.start:
                gaps.append(Span(at, span.start))
            at = span.end
        if at < len(self.text):
            gaps.append(Span(at, len(self.text)))
        return tuple(gaps)

    def reading(self, spans: Iterable[Span], marker: str = "") -> "Reading":
        """Give the reading text of a passage.

        Args:
            spans: Where the passage stands, in reading order; the marker is inside the first.
            marker: The list marker at the head of the passage, which is not read.

        Raises:
            ValueError: If the first span does not begin with the marker.

        """
        passage = tuple(spans)
        if marker and not self.text.startswith(marker, passage[0].start):
            raise ValueError(f"no marker {marker!r} at {passage[0].start}")
        pieces = list(_pieces(self.text, passage, len(marker)))
        return Reading("".join(piece for piece, _ in pieces), passage, *_starts(pieces))


@frozen
class Reading:
    """The text of a passage as it is read, each character of which knows its offset in the source."""

    text: str
    """The words: marker left out, white space folded, page breaks turned into one space."""
    passage_spans: tuple[Span, ...]
    """Where the passage stands in the source, marker included."""
    _heads: tuple[int, ...] = field(repr=False)
    _origins: tuple[int, ...] = field(repr=False)

    def __str__(self) -> str:
        """Give the words."""
        return self.text

    def offset(self, position: int) -> int:
        """Give the offset in the source of one character of the reading text.

        A space that stands for a run of white space, or for a page break, maps to where that run begins.

        Raises:
            IndexError: If the reading text has no such position (they count from 0; none is negative).

        """
        if not 0 <= position < len(self.text):
            raise IndexError(f"position {position} is outside a reading text of {len(self.text)} characters")
        piece = bisect_right(self._heads, position) - 1
        return self._origins[piece] + position - self._heads[piece]

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """Give the spans of the source that a stretch of the reading text stands for.

        Args:
            start: The position of the first character, in code points of the reading text.
            end: The position after the last one.

        """
        first, last = self.offset(start), self.offset(end - 1) + 1
        cut = ((max(first, span.start), min(last, span.end)) for span in self.passage_spans)
        return tuple(Span(low, high) for low, high in cut if low < high)

    def locate(self, quote: str, *, prefix: str = "", suffix: str = "", start: int | None = None) -> tuple[Span, ...]:
        """Find words in the passage, across page breaks and whatever the shape of quotation marks.

        Args:
            quote: The words, as whole words; white space is folded, straight and curly marks are alike.
            prefix: Words that stand directly before.
            suffix: Words that stand directly after.
            start: The offset in the source, in code points, at which the words begin.

        Returns:
            Where the words stand: one span, or several if a page break cuts them.

        Raises:
            QuoteError: If the words do not stand there.
            AmbiguousQuoteError: If they stand there more than once and nothing tells which are meant.

        """
        words = _comparable(quote)
        if not words:
            raise QuoteError(quote, "there are no words to look for")
        folded = self.text.translate(_QUOTATION_MARKS)
        found = [
            at
            for at in _occurrences(folded, words)
            if folded[:at].rstrip().endswith(_comparable(prefix))
            and folded[at + len(words) :].lstrip().startswith(_comparable(suffix))
            and start in {None, self.offset(at)}
        ]
        if not found:
            raise QuoteError(quote, "the words do not stand in the passage")
        if len(found) > 1:
            raise AmbiguousQuoteError(quote, tuple(self.offset(at) for at in found))
        return self.spans(found[0], found[0] + len(words))


def fold_space(text: str) -> str:
    """Turn each run of white space into one space."""
    return _FOLDED.sub(" ", text) if _FOLDED.search(text) else text


def on_word_boundaries(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch of a text cuts no word in two at either edge."""
    cut_before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cut_after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not (cut_before or cut_after)


def holds(text: str, words: str) -> bool:
    """Tell whether a text has some words: at least one, none of them cut."""
    at = text.find(words) if words.strip() else -1
    while at >= 0 and not on_word_boundaries(text, at, at + len(words)):
        at = text.find(words, at + 1)
    return at >= 0


def _comparable(words: str) -> str:
    return fold_space(words).strip().translate(_QUOTATION_MARKS)


def _occurrences(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        if on_word_boundaries(text, at, at + len(words)):
            yield at
        at = text.find(words, at + 1)


def _pieces(text: str, spans: tuple[Span, ...], marker: int) -> Iterator[tuple[str, int]]:
    """Yield stretches of reading text, each with the offset in the source of its first character."""
    for number, span in enumerate(spans):
        at = span.start if number else span.start + marker
        while at < span.end and text[at].isspace():
            at += 1
        if number:
            yield " ", spans[number - 1].end
        for fold in _FOLDED.finditer(text, at, span.end):
            yield text[at : fold.start()], at
            yield " ", fold.start()
            at = fold.end()
        yield text[at : span.end], at


def _starts(pieces: list[tuple[str, int]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Split pieces into where each begins in the reading text and where in the source."""
    heads, origins, at = [], [], 0
    for piece, origin in pieces:
        if piece:
            heads.append(at)
            origins.append(origin)
            at += len(piece)
    return tuple(heads), tuple(origins)

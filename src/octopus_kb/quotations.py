"""The quotations of a longer text: what stands between quotation marks or in Markdown block quotes."""

import re
from bisect import bisect_right
from collections.abc import Iterator

_MARKED = r"^[ ]{0,3}>[^\S\n]*+"
_GOES_ON = r"^(?![ ]{0,3}(?:[>#]|[-*+]\s|\d{1,9}[.)]\s|```|~~~|(?:[-*_][ ]*){3,}$))[^\S\n]*+\S.*(?:\n|\Z)"
_BLOCK = re.compile(rf"(?:{_MARKED}\S.*(?:\n|\Z)(?:{_GOES_ON})*|{_MARKED}(?:\n|\Z))+", re.MULTILINE)
_FENCE = re.compile(r"^[ ]{0,3}(```|~~~).*?(?:^[ ]{0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_PARAGRAPH = re.compile(r"(?:^[^\S\n]*+\S.*(?:\n|\Z))+", re.MULTILINE)  # begun at the starts of lines only
_CLOSING = {
    "\u201c": "\u201d",
    "\u201e": "\u201c\u201d",
    "\u00ab": "\u00bb",
    "\u00bb": "\u00ab",
    "\u2039": "\u203a",
    "\u203a": "\u2039",
    "\u2018": "\u2019",
    '"': '"',
}
# A curly single mark beside a letter on its outer side is an apostrophe.
_MARK = re.compile('["\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a]|(?<![^\\W_])\u2018|\u2019(?![^\\W_])')


def quotations(text: str) -> list[tuple[str, int, int]]:
    """Give the quotations of a text in order, each with the offsets, in code points, between which it stands.

    Marks are double or single, but for the straight single one, which is an apostrophe too. Code in fences is passed
    over. A quotation between marks ends in its paragraph. A block quote goes on, as Markdown has it, in lines without
    the mark until an empty one; in it, a line that begins with a dash names the source, and an empty line parts two
    quotations.
    """
    blanked = _FENCE.sub(_blank, text)
    found = [one for block in _BLOCK.finditer(blanked) for one in _of_block(block)]
    for paragraph in _PARAGRAPH.finditer(_BLOCK.sub(_blank, blanked)):
        found += [(text[start:end], start, end) for start, end in _between_marks(paragraph)]
    return sorted(found, key=lambda one: one[1])


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _of_block(block: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    at, lines, start = block.start(), list[str](), block.start()
    for line in [*block[0].splitlines(keepends=True), ">"]:
        words = re.sub(r"^[ ]{0,3}>", "", line).strip()
        if words and not words.startswith(("\u2014", "\u2013 ", "--")):
            start = start if lines else at
            lines.append(words)
        elif lines:
            yield "\n".join(lines), start, at
            lines = []
        at += len(line)


def _between_marks(paragraph: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield what stands between an opening mark and the next mark that closes it."""
    places: dict[str, list[int]] = {}
    for found in _MARK.finditer(paragraph[0]):
        places.setdefault(found[0], []).append(found.start())
    done = -1
    for at, mark in sorted((at, mark) for mark, starts in places.items() for at in starts):
        if at <= done or mark not in _CLOSING:
            continue
        closing = [places[one] for one in _CLOSING[mark] if one in places]
        ends = [starts[after] for starts in closing if (after := bisect_right(starts, at)) < len(starts)]
        if ends:
            done = min(ends)
            yield paragraph.start() + at + 1, paragraph.start() + done

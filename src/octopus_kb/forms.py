"""Texts brought into a form in which they can be compared, each character with its way back to the source."""

import unicodedata
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from attrs import frozen

_LOOSE = frozenset(
    "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212()[]{}<>\"'\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a"
)
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_MEANINGFUL = frozenset("%\u2030&@#\u00a7")
_SIGNS = frozenset({"Cc", "Co", "Cs", "Sc", "Sm", "So"})  # all but punctuation and accents, such as a currency's
_BULLETS = frozenset(map(chr, range(0x25A0, 0x2600)))  # geometric shapes


@frozen
class Form:
    """A text brought into a comparable form, each character of which knows its offset in the source."""

    text: str
    offsets: Sequence[int]

    def find(self, words: str) -> Iterator[int]:
        """Yield the positions at which words of the same form stand."""
        at = self.text.find(words)
        while at >= 0:
            yield at
            at = self.text.find(words, at + 1)


def joined(forms: Iterable[Form]) -> Form:
    """Put the forms of passages together, with a line break between them that no form holds."""
    texts, offsets = [], array("L")
    for form in forms:
        texts.append(form.text)
        offsets.extend(form.offsets)
        offsets.append(0)
    return Form("\n".join(texts), offsets)


def spaced_form(text: str, start: int, end: int) -> Form:
    """Fold white space; beside a dash, a bracket or a quotation mark it is dropped."""
    kept: list[str] = []
    offsets, space = array("L"), -1
    for at in range(start, end):
        character = text[at]
        if character.isspace():
            space = at if space < 0 else space
            continue
        if space >= 0 and kept and character not in _LOOSE and kept[-1] not in _LOOSE:
            kept.append(" ")
            offsets.append(space)
        space = -1
        kept.append(character)
        offsets.append(at)
    return Form("".join(kept), offsets)


def plain_form(text: str, start: int, end: int) -> Form:
    """Give the words alone, case and ligatures folded, each between single spaces."""
    kept: list[str] = [" "]
    offsets = array("L", [start])
    for at in range(start, end):
        if text[at] in _INVISIBLE:
            continue
        letters = letters_of(text[at])
        if not letters and kept[-1] != " ":
            kept.append(" ")
            offsets.append(at)
        kept.extend(letters)
        offsets.extend([at] * len(letters))
    if kept[-1] != " ":
        kept.append(" ")
        offsets.append(end)
    return Form("".join(kept), offsets)


@cache
def letters_of(character: str) -> str:
    """Give what a character stands for in a word: its letters without ligature or case, a telling sign, or nothing."""
    found = unicodedata.normalize("NFKD", character).casefold()
    return "".join(one for one in found if one.isalnum() or one in _MEANINGFUL or _tells(one))


def _tells(sign: str) -> bool:
    told = unicodedata.category(sign) in _SIGNS and not sign.isspace() and sign not in _LOOSE | _BULLETS
    return told or bool(unicodedata.combining(sign))


def plain_words(form: Form) -> list[tuple[str, int, int]]:
    """Cut a plain form into words, each with its place in the text."""
    found, at = [], 0
    for word in form.text.split():
        at = form.text.index(word, at)
        found.append((word, form.offsets[at], form.offsets[at + len(word) - 1] + 1))
        at += len(word)
    return found


def best_window(quoted: list[str], words: list[str]) -> tuple[float, int, int]:
    """Find the stretch of words that is most like those quoted, the longest of them, and how like it is.

    The likeness is 1 less the changes for each word of the longer side: 1 is the same, 0 has no word in common.
    """
    # Edit distance with free ends: each cell holds the cost and the place where its stretch begins.
    row = [(0, at) for at in range(len(words) + 1)]
    for number, wanted in enumerate(quoted, 1):
        above, row = row, [(number, 0)]
        for at, word in enumerate(words, 1):
            same = above[at - 1]
            row.append(
                min(
                    (same[0] + (word != wanted), same[1]),
                    (above[at][0] + 1, above[at][1]),
                    (row[-1][0] + 1, row[-1][1]),
                )
            )
    ends = [(1 - cost / max(len(quoted), at - first), at - first, -at) for at, (cost, first) in enumerate(row)]
    likeness, length, end = max(ends)
    return (likeness, -end - length, -end) if length else (0.0, 0, 0)

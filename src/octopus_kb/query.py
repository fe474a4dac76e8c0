"""What is typed into a search: words, phrases, beginnings of words, words to leave out; as SQLite's FTS5 reads it."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from attrs import frozen

_MOST_WORDS = 64  # terms in a query, and words in a phrase
_MOST_BEGUN = 500  # words that one beginning stands for
_TERM = re.compile(r'(?:(?<!\S)(-))?(?:"([^"]*)"?|([^\s"*]+)(\*?))')
_WORD = re.compile(r"[^\W_]+")

Begun = Callable[[str], Sequence[str]]
"""What gives the words that begin with some letters."""


@frozen
class Term:
    """A word, a phrase or the beginning of a word that a query asks for, or asks to be absent."""

    words: tuple[str, ...]
    """The words; of a beginning, the last is not whole."""
    prefix: bool
    """Whether it is a beginning."""
    without: bool
    """Whether it is to be absent."""
    phrase: bool
    """Whether the words were given as a phrase."""

    def written(self, begun: Begun) -> str:
        """Write the term as FTS5 reads it."""
        forms = [*self._forms(self.words, begun)]
        if len(self.words) > 1 and not self.phrase:  # "cyber-crime" finds "cybercrime" too
            forms += self._forms(("".join(self.words),), begun)
        return forms[0] if len(forms) == 1 else f"({' OR '.join(forms)})"

    def _forms(self, words: tuple[str, ...], begun: Begun) -> Iterable[str]:
        # Quoted, so that no word is an operator; a word of letters and digits holds no quotation mark.
        together = f'"{" ".join(words)}"'
        if not self.prefix:
            return [together]
        # FTS5 holds stems against the beginning, and "cooperation" is longer than its stem: the words are named.
        ends = begun(words[-1])
        named = [f'"{" ".join([*words[:-1], end])}"' for end in ends[:_MOST_BEGUN]]
        return named if 0 < len(ends) <= _MOST_BEGUN else [*named, f"{together}*"]


def terms(text: str) -> list[Term]:
    """Read a query; whatever is no word is passed over, and so is what follows the first 64 terms."""
    found: dict[Term, None] = {}
    for match in _TERM.finditer(unicodedata.normalize("NFC", text)):
        without, phrase, word = match[1] == "-", match[2], match[3]
        words = tuple(_WORD.findall(phrase if word is None else word)[:_MOST_WORDS])
        if words:
            found[Term(words, prefix=bool(match[4]), without=without, phrase=word is None)] = None
        if len(found) == _MOST_WORDS:
            break
    return list(found)


def expression(asked: list[Term], begun: Begun, *, relaxed: bool) -> str:
    """Write terms as FTS5 reads them; nothing if no term says what is to be there."""
    wanted = [term for term in asked if not term.without]
    if not wanted or (relaxed and len(wanted) == 1):
        return ""
    alternatives = [term.written(begun) for term in wanted]
    # "cyber crime" finds "cybercrime" too: neighbours may be one word.
    plain = [len(one.words) == 1 and not one.prefix for one in wanted]
    together = [
        f'"{wanted[n].words[0]}{wanted[n + 1].words[0]}"' if plain[n] and plain[n + 1] else None
        for n in range(len(wanted) - 1)
    ]
    if relaxed:
        parts = " OR ".join([*alternatives, *filter(None, together)])
    else:
        beside = [None, *together, None]
        near = [" OR ".join(filter(None, [one, *beside[n : n + 2]])) for n, one in enumerate(alternatives)]
        parts = " AND ".join(f"({one})" for one in near)
    without = "".join(f" NOT {term.written(begun)}" for term in asked if term.without)
    return f"({parts}){without}"


class Words:
    """The words of some texts, found by how they begin, whatever their case and diacritics."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Take the texts."""
        words = {word for text in {*texts} for word in _WORD.findall(text)}
        self._words = sorted((squeezed(word), word) for word in words)

    def begun(self, letters: str) -> list[str]:
        """Give the words that begin with some letters."""
        wanted = squeezed(letters)
        start = bisect_left(self._words, (wanted, ""))
        end = bisect_left(self._words, (f"{wanted}\U0010ffff", ""))
        return [word for _, word in self._words[start:end]]


def squeezed(text: str) -> str:
    """Give the letters and digits of a text alone, without case or diacritics."""
    return "".join(one for one in unicodedata.normalize("NFKD", text).casefold() if one.isalnum())

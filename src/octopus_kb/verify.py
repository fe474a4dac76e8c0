"""Quotations graded against the sources: where they stand, how exactly, and what they leave out."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from functools import cache, cached_property, lru_cache, partial

from attrs import evolve

from octopus_kb.cautions import cautions, touches
from octopus_kb.edition import Bundle
from octopus_kb.forms import Form, best_window, joined, letters_of, plain_form, plain_words, spaced_form
from octopus_kb.model import Passage, Statement
from octopus_kb.quotations import quotations
from octopus_kb.quotecheck import Change, FoundQuotation, Grade, QuoteCheck, QuoteMatch
from octopus_kb.text import Span, on_word_boundaries

_DOTS = r"(?:\.{3,}|\u2026\.?|\.(?:\s\.){2,})"
_ELLIPSIS = re.compile(rf"\[\s*{_DOTS}\s*\]|\(\s*{_DOTS}\s*\)|{_DOTS}")
_LEAST_SIMILARITY = 0.75
_GRADES = list(Grade)
_Place = tuple[int, int, Grade]
_Places = Callable[[str], list[_Place]]


class _EditionVerifier:
    """One edition, in the forms in which quotations are compared with it."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.id = bundle.edition.id
        self.text = bundle.source.text
        self.passages = sorted(bundle.passages, key=lambda passage: passage.spans[0])
        self.starts = [passage.spans[0].start for passage in self.passages]
        # The marker is left out, and whatever lies between passages: words of two of them never touch.
        self.stretches = [(one.spans[0].start + len(one.marker), one.spans[-1].end) for one in self.passages]
        # A draft may quote the same words in many spellings: what is found at a place is worked out once.
        self.match = lru_cache(maxsize=4096)(partial(_plain_match, self))

    @cached_property
    def raw(self) -> Form:
        """The text as it stands."""
        return Form(self.text, range(len(self.text)))

    @cached_property
    def spaced(self) -> Form:
        """The text with white space folded, passages apart."""
        return joined(spaced_form(self.text, start, end) for start, end in self.stretches)

    @cached_property
    def plain(self) -> Form:
        """The text as plain words, each between single spaces, passages apart."""
        return joined(plain_form(self.text, start, end) for start, end in self.stretches)

    @cached_property
    def running(self) -> str:
        """The plain words of all passages, as if nothing parted them."""
        return f" {' '.join(self.plain.text.split())} "

    @cached_property
    def words(self) -> list[list[tuple[str, int, int]]]:
        """The plain words of each passage, each with its place in the source."""
        return [plain_words(plain_form(self.text, start, end)) for start, end in self.stretches]

    @cached_property
    def holders(self) -> dict[str, list[tuple[int, int]]]:
        """The passages that have a plain word, by number, each with how often it has it."""
        found: dict[str, list[tuple[int, int]]] = {}
        for number, words in enumerate(self.words):
            for word, count in Counter(word for word, _, _ in words).items():
                found.setdefault(word, []).append((number, count))
        return found

    @cached_property
    def statements(self) -> dict[str, list[Statement]]:
        """The statements of each passage, by the passage's id."""
        found: dict[str, list[Statement]] = {}
        for statement in self.bundle.statements:
            found.setdefault(statement.passage, []).append(statement)
        return found

    def passage(self, start: int, end: int) -> Passage | None:
        """Give the one passage in which a stretch of the source stands."""
        number = bisect_right(self.starts, start) - 1
        inside = number >= 0 and end <= self.stretches[number][1]
        return self.passages[number] if inside else None

    def places(self, piece: str) -> list[_Place]:
        """Give each place where a piece stands but for typography, in order, with the best grade of each."""
        found: dict[int, _Place] = {}
        plain = plain_form(piece, 0, len(piece)).text
        if plain not in self.plain.text:
            return []
        spaced = spaced_form(piece, 0, len(piece)).text
        for grade, form, words in (
            (Grade.EXACT, self.raw, piece),
            (Grade.SPACING, self.spaced, spaced),
            (Grade.TYPOGRAPHY, self.plain, plain),
        ):
            lead = next(n for n, character in enumerate(words) if letters_of(character))
            edge = 1 if grade is Grade.TYPOGRAPHY else 0
            for at in form.find(words):
                start, end = form.offsets[at + edge], form.offsets[at + len(words) - 1 - edge] + 1
                if on_word_boundaries(self.text, start, end) and self.passage(start, end):
                    # The first letter tells that a looser form has found the same place again.
                    found.setdefault(form.offsets[at + lead], (start, end, grade))
        return [found[at] for at in sorted(found)]

    def nearest(self, piece: str) -> tuple[int, int, tuple[Change, ...]] | None:
        """Give the stretch of one passage that is most like a piece, with what differs, if it is like enough."""
        form = plain_form(piece, 0, len(piece))
        if form.text in self.running and form.text not in self.plain.text:
            return None  # it runs across two passages
        quoted = plain_words(form)
        common: Counter[int] = Counter()
        for word, wanted in Counter(word for word, _, _ in quoted).items():
            for number, count in self.holders.get(word, ()):
                common[number] += min(wanted, count)
        best: tuple[float, int, int, int] = (_LEAST_SIMILARITY, 0, 0, 0)
        least = 0.6 * len(quoted)  # fewer words in common cannot reach the least similarity
        for number in sorted(common):
            if common[number] >= least:
                theirs = [one[0] for one in self.words[number]]
                similarity, first, last = best_window([one[0] for one in quoted], theirs)
                if last and (similarity > best[0] or (similarity == best[0] and not best[3])):
                    best = (similarity, number, first, last)
        _, number, first, last = best
        if not last:
            return None
        window = self.words[number][first:last]
        return window[0][1], window[-1][2], tuple(_changes(self.text, window, piece, quoted))


class Verifier:
    """Checks quotations against editions."""

    def __init__(self, bundles: Iterable[Bundle]) -> None:
        """Take the editions."""
        self._editions = [_EditionVerifier(bundle) for bundle in bundles]

    def verify(self, quote: str, *, edition: str | None) -> QuoteCheck:
        """Grade a quotation; an ellipsis joins pieces that must follow one another."""
        pieces = [piece.strip() for piece in _ELLIPSIS.split(quote) if any(map(str.isalnum, piece))]
        editions = [(one, cache(one.places)) for one in self._editions if edition in {None, one.id}]
        matches = [match for one, places in editions for match in _chains(one, pieces, places)] if pieces else []
        if not matches and pieces:
            altered = [match for one, places in editions if (match := _altered(one, pieces, places))]
            matches = altered[:1]
        grade = min((match.grade for match in matches), key=_GRADES.index, default=Grade.ABSENT)
        return QuoteCheck(quote=quote, grade=grade, matches=tuple(matches))

    def verify_all(self, text: str, *, edition: str | None) -> tuple[FoundQuotation, ...]:
        """Check every quotation of a longer text."""
        check = cache(partial(self.verify, edition=edition))
        heads = [0, *(found.end() for found in re.finditer("\n", text))]
        return tuple(
            FoundQuotation(
                check=check(quote),
                start=start,
                end=end,
                line=(line := bisect_right(heads, start)),
                column=start - heads[line - 1] + 1,
            )
            for quote, start, end in quotations(text)
        )


def _chains(edition: _EditionVerifier, pieces: list[str], places: _Places) -> Iterator[QuoteMatch]:
    """Yield each place of the first piece from which the others follow, as exactly as they do."""
    for first in places(pieces[0]):
        for grade in _GRADES[_GRADES.index(first[2]) : _GRADES.index(Grade.ALTERED)]:
            chain = _chain(first, pieces[1:], places, grade)
            if chain:
                yield _match(edition, grade, chain)
                break


def _chain(first: _Place, pieces: list[str], places: _Places, grade: Grade) -> list[tuple[int, int]] | None:
    """Give the place of a piece with the next place of each of the others, none of them of a worse grade."""
    chain, worst = [first[:2]], _GRADES.index(grade)
    for piece in pieces:
        following = places(piece)
        after = bisect_right(following, chain[-1][1] - 1, key=lambda place: place[0])
        found = next((place for place in following[after:] if _GRADES.index(place[2]) <= worst), None)
        if not found:
            return None
        chain.append(found[:2])
    return chain


def _altered(edition: _EditionVerifier, pieces: list[str], places: _Places) -> QuoteMatch | None:
    """Give the best place of pieces of which some are altered; they need to follow one another too."""
    chain: list[tuple[int, int]] = []
    changes: list[Change] = []
    for piece in pieces:
        at = chain[-1][1] if chain else 0
        sure = next(((start, end) for start, end, _ in places(piece) if start >= at), None)
        near = None if sure else edition.nearest(piece)
        if near and near[0] >= at:
            chain.append(near[:2])
            changes += near[2]
        elif sure:
            chain.append(sure)
        else:
            return None
    return _match(edition, Grade.ALTERED, chain, tuple(changes))


def _match(
    edition: _EditionVerifier, grade: Grade, chain: list[tuple[int, int]], changes: tuple[Change, ...] = ()
) -> QuoteMatch:
    return evolve(edition.match(tuple(chain)), grade=grade, changes=changes)


def _plain_match(edition: _EditionVerifier, chain: tuple[tuple[int, int], ...]) -> QuoteMatch:
    """Give what is found at a chain of places, however exactly a quotation agrees with it."""
    spans = tuple(Span(start, end) for start, end in chain)
    passages = [passage for start, end in chain if (passage := edition.passage(start, end))]
    touched = [
        statement
        for passage in dict.fromkeys(passages)
        for statement in edition.statements.get(passage.id, ())
        if touches(spans, statement.evidence)
    ]
    return QuoteMatch(
        grade=Grade.EXACT,
        edition=edition.id,
        passages=tuple(passage.id for passage in passages),
        spans=spans,
        words=" [...] ".join(" ".join(edition.text[start:end].split()) for start, end in chain),
        statements=tuple(statement.id for statement in touched),
        cautions=tuple(cautions(edition.text, spans, touched)),
    )


def _changes(
    text: str, window: list[tuple[str, int, int]], piece: str, quoted: list[tuple[str, int, int]]
) -> Iterator[Change]:
    matcher = SequenceMatcher(None, [one[0] for one in window], [one[0] for one in quoted], autojunk=False)
    for kind, low, high, start, end in matcher.get_opcodes():
        if kind != "equal":
            yield Change(source=_stretch(text, window[low:high]), quote=_stretch(piece, quoted[start:end]))


def _stretch(text: str, words: list[tuple[str, int, int]]) -> str:
    return " ".join(text[words[0][1] : words[-1][2]].split()) if words else ""

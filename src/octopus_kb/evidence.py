"""Proof that quotes stand in the source where the records say, and in the evidence where they must."""

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import TypeVar

import attrs

from octopus_kb.errors import AmbiguousQuoteError, Problem, QuoteError
from octopus_kb.model import Passage, Quote, Relation, Statement
from octopus_kb.parts import Entries, Entry, Parts
from octopus_kb.text import Reading, SourceText, Span, on_word_boundaries

_SPANS = attrgetter("spans")
_Stretches = list[tuple[int, int]]
_NOWHERE: tuple[_Stretches, bool] = ([], False)
T = TypeVar("T")
Q = TypeVar("Q", Passage, Statement, Relation)


def quotes_of(record: Passage | Statement | Relation) -> Iterator[tuple[str, Quote]]:
    """Yield every quote of a record with its path below the record."""
    if isinstance(record, Passage):
        yield from ((f".misprints[{n}].quote", slip.quote) for n, slip in enumerate(record.misprints))
    elif isinstance(record, Relation):
        yield ".cue", record.cue
    else:
        yield from ((f".evidence[{n}]", quote) for n, quote in enumerate(record.evidence))
        yield from named_quotes(record)


def named_quotes(statement: Statement) -> Iterator[tuple[str, Quote]]:
    """Yield the quotes of a statement that must lie inside its evidence."""
    yield from ((f".items[{n}].quote", item.quote) for n, item in enumerate(statement.items))
    yield from ((f".examples[{n}].quote", item.quote) for n, item in enumerate(statement.examples))
    if statement.attribution and statement.attribution.cue:
        yield ".attribution.cue", statement.attribution.cue
    if directive := statement.directive:
        for name in ("action", "condition", "timeframe"):
            clause = getattr(directive, name)
            for n, quote in enumerate(clause.quotes if clause else ()):
                yield f".directive.{name}.quotes[{n}]", quote


def named_quotes_alone(statement: Statement) -> list[Quote]:
    """Give the quotes of `named_quotes` without their paths, in the same order."""
    items = (*statement.items, *statement.examples)
    found = [item.quote for item in items] if items else []
    if statement.attribution and statement.attribution.cue:
        found.append(statement.attribution.cue)
    if directive := statement.directive:
        for clause in (directive.action, directive.condition, directive.timeframe):
            found += clause.quotes if clause else ()
    return found


def place_quotes(parts: Parts, entries: Entries[Q], n: int, passage: str) -> Iterator[Problem]:
    """Give each quote of a record that has no spans those of the one place in its passage where its words stand."""
    entry, found = entries[n], parts.sound.get(passage)
    if found is None or parts.source is None or all(quote.spans for _, quote in quotes_of(entry.record)):
        return
    reading, problems = parts.source.reading(found.spans, found.marker), list[Problem]()

    def place(path: str, quote: Quote) -> Quote:
        if quote.spans:
            return quote
        try:
            return attrs.evolve(quote, spans=reading.locate(quote.text))
        except QuoteError as error:
            problems.append(_misquoted(entry, path, quote, reading, error))
            return quote

    entries.replace(n, _with_quotes(entry.record, "", place))
    yield from problems


def _with_quotes(value: T, path: str, place: Callable[[str, Quote], Quote]) -> T:
    """Rebuild a record with each quote in it replaced."""
    found: object = value
    if isinstance(value, Quote):
        found = place(path, value)
    elif isinstance(value, tuple):
        found = tuple([_with_quotes(member, f"{path}[{n}]", place) for n, member in enumerate(value)])
    elif type(value).__module__ == Quote.__module__ and attrs.has(type(value)):
        names = [field.name for field in attrs.fields(type(value))]  # type: ignore[arg-type]  # attrs.has says that it is one
        parts = {name: _with_quotes(getattr(value, name), f"{path}.{name}", place) for name in names}
        found = type(value)(**parts)
    return found  # type: ignore[return-value]  # each branch keeps the type it was given


def _misquoted(entry: Entry[Q], path: str, quote: Quote, reading: Reading, error: QuoteError) -> Problem:
    if isinstance(error, AmbiguousQuoteError):
        hint = "give spans; the words begin at " + " or ".join(map(str, error.starts))
        return entry.problem(path, "the words stand in the passage more than once", found=quote.text, hint=hint)
    return entry.problem(
        path, "the words do not stand in the passage", found=quote.text, hint=_nearest(quote.text, reading)
    )


def _nearest(words: str, reading: Reading) -> str:
    """Show what the passage says, in whole words, where it comes nearest to some words."""
    from difflib import SequenceMatcher

    words = words[: 2 * len(reading.text)]  # what is longer by far is no misspelling, and takes long to compare
    match = SequenceMatcher(None, reading.text, words, autojunk=False).find_longest_match()
    start = max(0, match.a - match.b)
    end = min(len(reading.text), start + len(words))
    while start > 0 and reading.text[start - 1 : start + 1].isalnum():
        start -= 1
    while end < len(reading.text) and reading.text[end - 1 : end + 1].isalnum():
        end += 1
    return f"the nearest words of the passage are {reading.text[start:end].strip()!r}"


def check_quotes(parts: Parts) -> Iterator[Problem]:
    """Prove that each quote stands at its spans, inside its passage, and cuts no word in two.

    The words of quotes that were written without spans are looked for first: the records get the spans.
    """
    if parts.source is None:
        return
    source, text = parts.source, parts.source.text
    places = {id: _place(passage, text) for id, passage in parts.sound.items()}
    for n, passage in enumerate(parts.passages.records):
        if passage.misprints:
            inside, even = places.get(passage.id, _NOWHERE)
            if not _stand([slip.quote for slip in passage.misprints], inside, inside, text, even=even):
                yield from place_quotes(parts, parts.passages, n, passage.id)
                yield from _quote_faults(parts.passages[n], inside, source)
    for n, relation in enumerate(parts.relations.records):
        inside, even = places.get(relation.passage, _NOWHERE)
        if not _stand((relation.cue,), inside, inside, text, even=even):
            yield from place_quotes(parts, parts.relations, n, relation.passage)
            yield from _quote_faults(parts.relations[n], inside, source)
    for n, statement in enumerate(parts.statements.records):
        inside, even = places.get(statement.passage, _NOWHERE)
        if not _proved(statement, inside, text, even=even):
            yield from place_quotes(parts, parts.statements, n, statement.passage)
            yield from _statement_faults(parts.statements[n], inside, parts, source)


def _proved(statement: Statement, inside: _Stretches, text: str, *, even: bool) -> bool:
    """Tell of most statements that nothing is wrong with their quotes."""
    evidence, named = statement.evidence, named_quotes_alone(statement)
    if not evidence or not _stand(evidence, inside, inside, text, even=even):
        return False
    for n in range(1, len(evidence)):
        if not text[evidence[n - 1].spans[-1].end : evidence[n].spans[0].start].strip():  # they overlap, or touch
            return False
    if not named:
        return True
    held = [(span.start, span.end) for quote in evidence for span in quote.spans]
    return _stand(named, held, inside, text, even=even)


def _statement_faults(
    statement: Entry[Statement], inside: _Stretches, parts: Parts, source: SourceText
) -> Iterator[Problem]:
    faults = list(_quote_faults(statement, inside, source))
    yield from faults
    unsure = not all(map(_SPANS, statement.record.evidence))
    if unsure or any(fault.path.startswith(f"{statement.path}.evidence") for fault in faults):
        # Neither its items nor its passage are to blame for evidence that stands nowhere.
        parts.doubtful.add(statement.record.passage)
    else:
        yield from _outside_evidence(statement)
        yield from _out_of_order(statement, source)


def _place(passage: Passage, text: str) -> tuple[_Stretches, bool]:
    """Give the stretches in which the words of a passage stand, and whether no white space in them is to be folded."""
    inside = _pairs(passage.spans)
    start = inside[0][0] + len(passage.marker)
    while start < inside[0][1] and text[start].isspace():
        start += 1
    inside[0] = (start, inside[0][1])
    words = " ".join([text[start:end] for start, end in inside])
    return inside, words.isprintable() and "  " not in words  # no white space but the space is printable


def _quote_faults(
    entry: Entry[Passage | Statement | Relation], inside: _Stretches, source: SourceText
) -> Iterator[Problem]:
    for path, quote in quotes_of(entry.record) if inside else ():
        if quote.spans and (fault := _quote_fault(quote, inside, source)):
            message, details = fault
            yield entry.problem(path, message, **details)


def _stand(quotes: Iterable[Quote], where: _Stretches, inside: _Stretches, text: str, *, even: bool) -> bool:
    """Tell of most quotes that they are right: of those in whose words no white space had to be folded.

    Args:
        quotes: The quotes, all of one passage.
        where: The stretches of the passage in which they must lie.
        inside: All stretches of the passage.
        text: The source.
        even: Whether no white space in the passage is to be folded.

    """
    for quote in quotes:
        words, spans = quote.text, quote.spans
        if len(spans) != 1:
            if not _runs_on(quote, where, inside, text):
                return False
            start, end = spans[0].start, spans[-1].end
        else:
            span = spans[0]
            start, end = span.start, span.end
            for low, high in where:
                if low <= start < end <= high:
                    break
            else:
                return False
            if text[start:end] != words:
                return False
        head, last = words[0], words[-1]
        if (
            (not even and (not words.isprintable() or "  " in words))
            or head == " "
            or last == " "
            or (head.isalnum() and text[start - 1].isalnum())
            or (last.isalnum() and text[end : end + 1].isalnum())
        ):
            return False
    return True


def _runs_on(quote: Quote, where: _Stretches, inside: _Stretches, text: str) -> bool:
    """Tell whether a quote has spans, and is all that the passage says from the first of them to the last."""
    pairs = _pairs(quote.spans)
    if not pairs or not _cut(pairs, where) == pairs == _cut(pairs, inside):
        return False
    return quote.text == " ".join([text[start:end] for start, end in pairs])


def _quote_fault(quote: Quote, inside: _Stretches, source: SourceText) -> tuple[str, dict[str, str | None]] | None:
    """Tell what is wrong with a quote, if anything is, and the details of the problem."""
    pairs = _pairs(quote.spans)
    if not all(any(low <= start < end <= high for low, high in inside) for start, end in pairs):
        return "a span lies outside the passage, or in its marker", {"expected": str(inside), "found": str(pairs)}
    if len(pairs) > 1 and pairs != _cut(pairs, inside):
        return "words are left out between spans", {"found": str(pairs), "hint": "make it two quotes"}
    if (words := source.words(quote.spans)) != quote.text:
        return "the quote is not what stands at its spans", {"expected": words, "found": quote.text}
    if quote.text != quote.text.strip():
        return "the quote begins or ends with white space", {"found": quote.text}
    if not on_word_boundaries(source.text, pairs[0][0], pairs[-1][1]):
        return "the quote cuts a word in two", {"found": quote.text}
    return None


def _cut(pairs: _Stretches, inside: _Stretches) -> _Stretches:
    """Give what lies between the first and the last of some offsets as the stretches of a passage cut it."""
    start, end = pairs[0][0], pairs[-1][1]
    return [(max(start, low), min(end, high)) for low, high in inside if start < high and low < end]


def _pairs(spans: Iterable[Span]) -> _Stretches:
    return [(span.start, span.end) for span in spans]


def _outside_evidence(entry: Entry[Statement]) -> Iterator[Problem]:
    held = [(span.start, span.end) for quote in entry.record.evidence for span in quote.spans]
    for path, quote in named_quotes(entry.record):
        if not all(any(low <= span.start and span.end <= high for low, high in held) for span in quote.spans):
            yield entry.problem(path, "the words lie outside the statement's evidence", found=quote.text)


def _out_of_order(entry: Entry[Statement], source: SourceText) -> Iterator[Problem]:
    pieces = entry.record.evidence
    for n in range(1, len(pieces)):
        if pieces[n - 1].spans and pieces[n].spans:
            end, start = pieces[n - 1].spans[-1].end, pieces[n].spans[0].start
            if start < end:
                yield entry.problem(f".evidence[{n}]", "the pieces of evidence overlap, or are not in source order")
            elif not source.text[end:start].strip():
                hint = "write them as one"
                yield entry.problem(
                    f".evidence[{n}]", "nothing stands between this piece and the one before", hint=hint
                )

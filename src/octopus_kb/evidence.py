"""Proof that words stand in the source where the records say: passages, quotes, and what no quote covers."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from operator import attrgetter
from typing import TypeVar

import attrs

from octopus_kb.errors import AmbiguousQuoteError, Problem, QuoteError
from octopus_kb.model import Passage, Quote, Relation, Statement
from octopus_kb.parts import Entry, Parts
from octopus_kb.text import Reading, SourceText, Span, on_word_boundaries

_SPANS = attrgetter("spans")
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


def quotes_in(record: Passage | Statement | Relation) -> list[Quote]:
    """Give the quotes of a record alone: the same, in the same order, as `quotes_of` gives with their paths."""
    if isinstance(record, Passage):
        return [slip.quote for slip in record.misprints]
    return [record.cue] if isinstance(record, Relation) else [*record.evidence, *_named_in(record)]


def _named_in(statement: Statement) -> list[Quote]:
    found = [item.quote for item in (*statement.items, *statement.examples)]
    if statement.attribution and statement.attribution.cue:
        found.append(statement.attribution.cue)
    if directive := statement.directive:
        for clause in (directive.action, directive.condition, directive.timeframe):
            found += clause.quotes if clause else ()
    return found


def placed(records: Iterable[Passage | Statement | Relation]) -> bool:
    """Tell whether all quotes of some records have spans."""
    return all(map(_SPANS, chain.from_iterable(map(quotes_in, records))))


def place_quotes(entry: Entry[Q], reading: Reading, problems: list[Problem]) -> Entry[Q]:
    """Give each quote that has no spans those of the one place where its words stand."""

    def place(path: str, quote: Quote) -> Quote:
        if quote.spans:
            return quote
        try:
            return attrs.evolve(quote, spans=reading.locate(quote.text))
        except QuoteError as error:
            problems.append(_misquoted(entry, path, quote, reading, error))
            return quote

    return attrs.evolve(entry, record=_with_quotes(entry.record, "", place))


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
    """Prove that each quote stands at its spans, inside its passage, and cuts no word in two."""
    if parts.source is None:
        return
    source = parts.source
    inside = {id: _inside(passage, source.text) for id, passage in parts.sound.items()}
    for passage in parts.passages:
        yield from _quote_faults(passage, inside.get(passage.record.id, []), source)
    for relation in parts.relations:
        yield from _quote_faults(relation, inside.get(relation.record.passage, []), source)
    for statement in parts.statements:
        stretches = inside.get(statement.record.passage, [])
        if not _proved(statement.record, stretches, source.text):
            yield from _statement_faults(statement, stretches, parts, source)


def _proved(statement: Statement, inside: list[tuple[int, int]], text: str) -> bool:
    """Tell of most statements that nothing is wrong with their quotes."""
    evidence = statement.evidence
    if not evidence or not _stand(inside, text, evidence):
        return False
    held = [(quote.spans[0].start, quote.spans[0].end) for quote in evidence]
    for n in range(1, len(held)):
        if not text[held[n - 1][1] : held[n][0]].strip():  # it overlaps the one before, or touches it
            return False
    # What lies in the evidence lies in the passage.
    return _stand(held, text, _named_in(statement))


def _statement_faults(
    statement: Entry[Statement], inside: list[tuple[int, int]], parts: Parts, source: SourceText
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


def _inside(passage: Passage, text: str) -> list[tuple[int, int]]:
    """Give the stretches of a passage in which its words stand, without its marker."""
    inside = [(span.start, span.end) for span in passage.spans]
    start = inside[0][0] + len(passage.marker)
    while start < inside[0][1] and text[start].isspace():
        start += 1
    inside[0] = (start, inside[0][1])
    return inside


def _quote_faults(
    entry: Entry[Passage | Statement | Relation], inside: list[tuple[int, int]], source: SourceText
) -> Iterator[Problem]:
    if not inside or _stand(inside, source.text, quotes_in(entry.record)):
        return
    for path, quote in quotes_of(entry.record):
        if quote.spans and (fault := _quote_fault(quote, inside, source)):
            message, details = fault
            yield entry.problem(path, message, **details)


def _stand(inside: list[tuple[int, int]], text: str, quotes: Iterable[Quote]) -> bool:
    """Tell of most quotes that they are right: those of one span, without folded white space, inside the source."""
    for quote in quotes:
        if len(quote.spans) != 1:
            return False
        words, span = quote.text, quote.spans[0]
        start, end = span.start, span.end
        for low, high in inside:
            if low <= start < end <= high:
                break
        else:
            return False
        if (
            text[start:end] != words
            or not words.isprintable()  # the space is the only white space that is
            or "  " in words
            or words[0] == " "
            or words[-1] == " "
            or text[start - 1 : start + 1].isalnum()
            or text[end - 1 : end + 1].isalnum()
        ):
            return False
    return True


def _quote_fault(
    quote: Quote, inside: list[tuple[int, int]], source: SourceText
) -> tuple[str, dict[str, str | None]] | None:
    """Tell what is wrong with a quote, if anything is, and the details of the problem."""
    spans = quote.spans
    if not all(any(low <= span.start < span.end <= high for low, high in inside) for span in spans):
        return "a span lies outside the passage, or in its marker", {"expected": str(inside), "found": _shown(spans)}
    start, end = spans[0].start, spans[-1].end
    if len(spans) > 1 and _shown(spans) != _shown(_cut(start, end, inside)):
        return "words are left out between spans", {"found": _shown(spans), "hint": "make it two quotes"}
    if (words := source.words(spans)) != quote.text:
        return "the quote is not what stands at its spans", {"expected": words, "found": quote.text}
    if quote.text != quote.text.strip():
        return "the quote begins or ends with white space", {"found": quote.text}
    if not on_word_boundaries(source.text, start, end):
        return "the quote cuts a word in two", {"found": quote.text}
    return None


def _cut(start: int, end: int, inside: list[tuple[int, int]]) -> list[Span]:
    """Give a stretch of a passage as the page breaks cut it."""
    return [Span(max(start, low), min(end, high)) for low, high in inside if start < high and low < end]


def _shown(spans: Iterable[Span]) -> str:
    return str([(span.start, span.end) for span in spans])


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


def check_coverage(parts: Parts) -> Iterator[Problem]:
    """Prove that each word of each passage, its marker aside, is evidence of some statement."""
    if parts.source is None or parts.unread & {"edition.json", "statements.json"}:
        return
    evidence: dict[str, list[tuple[int, int]]] = {entry.record.id: [] for entry in parts.passages}
    if any(entry.record.passage not in evidence for entry in parts.statements):
        return  # a statement that has lost its passage is a fault of its own
    for statement in parts.statements:
        evidence[statement.record.passage] += [
            (span.start, span.end) for quote in statement.record.evidence for span in quote.spans
        ]
    for entry in parts.passages:
        if entry.record.id in parts.sound and entry.record.id not in parts.doubtful:
            spans = sorted(evidence[entry.record.id])
            for start, words in _uncovered(entry.record, parts.source.text, spans):
                yield entry.problem("", f"no statement covers the words at {start}", found=words)


def _uncovered(passage: Passage, text: str, evidence: list[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """Yield each stretch of a passage that no evidence covers, with its offset in the source."""
    for n, span in enumerate(passage.spans):
        at = span.start if n else span.start + len(passage.marker)
        for start, end in [*evidence, (span.end, span.end)]:
            if start <= span.end:
                if words := text[at:start].strip():
                    yield at + len(text[at:start]) - len(text[at:start].lstrip()), words
                at = max(at, end)

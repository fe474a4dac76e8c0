"""Proof that the source is the one on record, that the passages tile it, and that evidence covers the passages."""

import re
from collections.abc import Iterator

from octopus_kb.errors import Problem
from octopus_kb.model import Passage
from octopus_kb.parts import Entries, Fault, Parts
from octopus_kb.text import Span

_MARKER = re.compile(r"[^\w\n]*(?:\d{1,3}(?:\.\d{1,3})*|[ivxlcdmIVXLCDM]{1,6}(?=[.)])|[^\W\d_])?[^\w\n]*")


def check_source(parts: Parts) -> Iterator[Problem]:
    """Prove that the source is the file that the edition names."""
    if parts.edition and parts.source:
        declared = parts.edition.record.document.sha256
        if declared != parts.source.sha256:
            yield parts.edition.problem(
                ".document.sha256",
                "source.txt is not the file that was annotated",
                expected=declared,
                found=parts.source.sha256,
                hint="restore the file byte for byte (line ends too), or annotate the new one as a new edition",
            )


def check_passages(parts: Parts) -> Iterator[Problem]:
    """Prove that the passages tile the source: none overlaps, and only white space lies between.

    Those whose own place is right, whatever is wrong around them, are noted as sound.
    """
    if parts.source is None:
        return
    text, at = parts.source.text, 0
    for n, passage in enumerate(parts.passages.records):
        faults = [*_head_faults(passage, text), *_span_faults(passage, at, text)]
        for span in passage.spans:
            at = max(at, span.end)
        if not faults or _is_sound(passage, text):
            parts.sound[passage.id] = passage
        if faults:
            parts.doubtful.add(passage.id)
            yield from parts.passages.problems(n, faults)
    if not parts.doubtful and "edition.json" not in parts.unread:
        yield from _left_between(parts.passages, text)


def _left_between(passages: Entries[Passage], text: str) -> Iterator[Problem]:
    """Yield the words that belong to no passage."""
    at = 0
    for m, passage in enumerate(passages.records):
        for n, span in enumerate(passage.spans):
            if left_out := text[at : span.start].strip():
                message = "words before the span belong to no passage"
                yield passages[m].problem(f".spans[{n}]", message, found=left_out)
            at = span.end
    if left_out := text[at:].strip():
        if passages.records:
            yield passages[-1].problem(".spans", "words after the last passage belong to none", found=left_out)
        else:
            yield Problem("edition.json", "$.passages", "the words of the source belong to no passage")


def _is_sound(passage: Passage, text: str) -> bool:
    """Tell whether the place of a passage is right, whatever the passages around it are."""
    return not _head_faults(passage, text) and not any(_span_fault(span, 0, text) for span in passage.spans)


def _span_faults(passage: Passage, at: int, text: str) -> list[Fault]:
    """Give what is wrong with the spans of a passage; those before it end at an offset."""
    faults: list[Fault] = []
    for n, span in enumerate(passage.spans):
        fault = _span_fault(span, at, text)
        if n and span.start == at:
            fault = fault or "the span goes on where the one before it ends: make them one"
        if fault:
            faults.append((f".spans[{n}]", fault, {"found": (span.start, span.end)}))
        at = max(at, span.end)
    return faults


def _span_fault(span: Span, at: int, text: str) -> str | None:
    if not 0 <= span.start < span.end <= len(text):
        return f"the span is empty or reaches outside the source, which has {len(text)} code points"
    if span.start < at:
        return f"the span overlaps one before it, or the passages are not in source order (expected {at} or more)"
    if text[span.start].isspace() or text[span.end - 1].isspace():
        return "the span begins or ends with white space"
    if text[max(0, span.start - 1) : span.start + 1].isalnum() and span.start > 0:
        return "the span cuts a word in two"
    return None


def _head_faults(passage: Passage, text: str) -> list[Fault]:
    """Give what is wrong with the head of a passage."""
    if not passage.spans:
        return [(".spans", "a passage needs at least one span", {})]
    if not passage.marker:
        return []
    start = max(0, passage.spans[0].start)
    head = text[start : start + len(passage.marker)]
    if head != passage.marker:
        details = {"expected": passage.marker, "found": head}
        return [(".marker", "the passage does not begin with its marker", details)]
    if not _MARKER.fullmatch(head) or text[start + len(head) - 1 : start + len(head) + 1].isalnum():
        hint = "a marker is of signs, a number or a single letter"
        return [(".marker", "the marker holds words", {"found": head, "hint": hint})]
    return []


def check_coverage(parts: Parts) -> Iterator[Problem]:
    """Prove that each word of each passage, its marker aside, is evidence of some statement."""
    if parts.source is None or parts.unread & {"edition.json", "statements.json"}:
        return
    evidence: dict[str, list[Span]] = {passage.id: [] for passage in parts.passages.records}
    try:
        for statement in parts.statements.records:
            held = evidence[statement.passage]
            for quote in statement.evidence:
                held += quote.spans
    except KeyError:
        return  # a statement that has lost its passage is a fault of its own
    for n, passage in enumerate(parts.passages.records):
        if passage.id in parts.sound and passage.id not in parts.doubtful:
            for start, words in _uncovered(passage, parts.source.text, evidence[passage.id]):
                yield parts.passages[n].problem("", f"no statement covers the words at {start}", found=words)


def _uncovered(passage: Passage, text: str, evidence: list[Span]) -> Iterator[tuple[int, str]]:
    """Yield each stretch of a passage that no evidence covers, with its offset in the source."""
    held = sorted([(span.start, span.end) for span in evidence])
    for n, span in enumerate(passage.spans):
        at = span.start if n else span.start + len(passage.marker)
        for start, end in [*held, (span.end, span.end)]:
            if start <= span.end:
                if at < start and (words := text[at:start].strip()):
                    yield at + len(text[at:start]) - len(text[at:start].lstrip()), words
                if at < end:
                    at = end

"""Proof that the source is the one on record, and that the passages tile it."""

import re
from collections.abc import Iterator

from octopus_kb.errors import Problem
from octopus_kb.model import Passage
from octopus_kb.parts import Entry, Parts
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
    """Prove that the passages tile the source: none overlaps, and only white space lies between."""
    if parts.source is None:
        return
    text, at = parts.source.text, 0
    for entry in parts.passages:
        faults = list(_head_faults(entry, text))
        for n, span in enumerate(entry.record.spans):
            fault = _span_fault(span, at, text)
            if n and span.start == at:
                fault = fault or "the span goes on where the one before it ends: make them one"
            if fault:
                faults.append(entry.problem(f".spans[{n}]", fault, found=(span.start, span.end)))
            at = max(at, span.end)
        if faults:
            parts.doubtful.add(entry.record.id)
        yield from faults
    if not parts.doubtful and "edition.json" not in parts.unread:
        yield from _left_between(parts.passages, text)


def _left_between(passages: list[Entry[Passage]], text: str) -> Iterator[Problem]:
    """Yield the words that belong to no passage."""
    at = 0
    for entry in passages:
        for n, span in enumerate(entry.record.spans):
            if left_out := text[at : span.start].strip():
                yield entry.problem(f".spans[{n}]", "words before the span belong to no passage", found=left_out)
            at = span.end
    if left_out := text[at:].strip():
        if passages:
            yield passages[-1].problem(".spans", "words after the last passage belong to none", found=left_out)
        else:
            yield Problem("edition.json", "$.passages", "the words of the source belong to no passage")


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


def _head_faults(entry: Entry[Passage], text: str) -> Iterator[Problem]:
    passage = entry.record
    if not passage.spans:
        yield entry.problem(".spans", "a passage needs at least one span")
    elif passage.marker:
        start = max(0, passage.spans[0].start)
        head = text[start : start + len(passage.marker)]
        if head != passage.marker:
            message = "the passage does not begin with its marker"
            yield entry.problem(".marker", message, expected=passage.marker, found=head)
        elif not _MARKER.fullmatch(head) or text[start + len(head) - 1 : start + len(head) + 1].isalnum():
            hint = "a marker is of signs, a number or a single letter"
            yield entry.problem(".marker", "the marker holds words", found=head, hint=hint)


def sound_passages(parts: Parts) -> dict[str, Passage]:
    """Give the passages whose place in the source is right, by id."""
    found: dict[str, Passage] = {}
    if parts.source is not None:
        text = parts.source.text
        for entry in parts.passages:
            passage = entry.record
            sound = all(not _span_fault(span, 0, text) for span in passage.spans)
            if sound and not any(_head_faults(entry, text)):
                found[passage.id] = passage
    return found

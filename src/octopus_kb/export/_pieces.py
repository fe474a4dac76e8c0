"""Stretches of the source that are read in one go: a page break does not part them, left-out words do."""

from collections.abc import Iterable

from octopus_kb.text import SourceText, Span


def pieces(source: SourceText, spans: Iterable[Span]) -> list[Span]:
    """Join spans between which nothing but white space stands, as where a page ends; their order is kept."""
    found: list[Span] = []
    for span in spans:
        at = found[-1].end if found else 0
        if found and at <= span.start and not source.text[at : span.start].strip():
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found

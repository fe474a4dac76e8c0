"""Stretches of the source: those that are read in one go, and what stands around one so that it stands there alone."""

from collections.abc import Iterable

from octopus_kb.text import SourceText, Span

_LEAST_CONTEXT = 32


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


def context(text: str, span: Span) -> tuple[str, str]:
    """Give what stands before and after a span: 32 code points or more, so that the text has the whole only once."""
    reach = _LEAST_CONTEXT
    while True:
        before, after = max(0, span.start - reach), min(len(text), span.end + reach)
        # At the latest the whole text is unique.
        if text.find(text[before:after]) == before and text.find(text[before:after], before + 1) < 0:
            return text[before : span.start], text[span.end : after]
        reach *= 2

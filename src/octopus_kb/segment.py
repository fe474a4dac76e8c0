"""Raw text cut into passages: a first draft for whoever writes a bundle; loading never guesses."""

import re
from collections.abc import Iterator

from attrs import frozen

from octopus_kb.text import SourceText, Span

_MARKER = re.compile(r"(?:[-*\u2022][^\S\n]*)?[\u25b6\u25ba]|[-*\u2022](?=\s|$)")
_LINE = re.compile(r"\S[^\n]*")
_SENTENCE_ENDS = tuple(".!?:;")


@frozen
class Draft:
    """The place of a passage: what the text shows of it, before anybody has given it an id."""

    spans: tuple[Span, ...]
    """Where it stands, marker included; several spans where a page break cuts it."""
    marker: str
    """The list marker at its head, or nothing."""


def segment(source: SourceText) -> tuple[Draft, ...]:
    """Cut a source into passages: one a paragraph, and one a marked list item.

    A paragraph without a marker that begins in lower case goes on with the passage before it, if that has not come
    to the end of a sentence: a page break has cut it.
    """
    drafts: list[Draft] = []
    for block in _blocks(source.text):
        if drafts and _goes_on(source.text, drafts[-1], block):
            drafts[-1] = Draft(drafts[-1].spans + block.spans, drafts[-1].marker)
        else:
            drafts.append(block)
    return tuple(drafts)


def _blocks(text: str) -> Iterator[Draft]:
    """Yield each run of lines that no blank line and no marker divides."""
    start = end = -1
    for line in _LINE.finditer(text):
        fresh = start < 0 or text.count("\n", end, line.start()) > 1 or _MARKER.match(line[0])
        if fresh and start >= 0:
            yield _draft(text, start, end)
        start = line.start() if fresh else start
        end = line.start() + len(line[0].rstrip())
    if start >= 0:
        yield _draft(text, start, end)


def _draft(text: str, start: int, end: int) -> Draft:
    marker = _MARKER.match(text, start)
    return Draft((Span(start, end),), marker[0] if marker else "")


def _goes_on(text: str, before: Draft, after: Draft) -> bool:
    return (
        not after.marker
        and text[after.spans[0].start].islower()
        and not text[: before.spans[-1].end].endswith(_SENTENCE_ENDS)
    )

"""Where words stand in a document, and when things were, as people say it: locators, code points, dates, credit."""

import re
from collections.abc import Iterable

from octopus_kb.edition import Document, Edition
from octopus_kb.holdings import AnyRecord, Holdings
from octopus_kb.model import Passage, Relation, Statement
from octopus_kb.text import Span
from octopus_kb.uncertain import PartialDate
from octopus_kb.vocabulary import PassageKind

_HOLDER = re.compile("\u00a9 ([^\\d\u00a9]+?),? \\d{4}\\b")
_PLAIN_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SEASONS = {"21": "Spring", "22": "Summer", "23": "Autumn", "24": "Winter"}


def edition_of(kb: Holdings, record: AnyRecord) -> Edition:
    """Give the edition that a record of a document belongs to."""
    return kb.editions[record.id.partition(":")[0]]


def locator(kb: Holdings, passage: Passage) -> str:
    """Give the place of a passage in its document: `key message 4, item 5`, `opening, paragraph 2`, `slogan`.

    The document itself numbers nothing: key messages have the editors' numbers, all else is counted.
    """
    if passage.number is not None:
        return f"key message {passage.number}"
    name = "lead-in" if passage.kind is PassageKind.LEAD_IN else passage.kind.value.replace("_", " ")
    if passage.parent:
        place = kb.items(passage.parent).filter(kind=passage.kind).ids.index(passage.id) + 1
        return f"{locator(kb, kb.passages[passage.parent])}, {name} {place}"
    part = _part(kb, passage)
    alike = kb.passages.filter(edition=edition_of(kb, passage), kind=passage.kind)
    alike = alike.where(lambda one: not one.parent and _part(kb, one) == part)
    if len(alike) == 1:
        return f"{part} {name}".strip()
    return f"{part}, {name} {alike.ids.index(passage.id) + 1}".removeprefix(", ")


def _part(kb: Holdings, passage: Passage) -> str:
    """Tell a paragraph before the key messages from one after them; no other passage needs it."""
    if passage.kind is not PassageKind.PARAGRAPH:
        return ""
    messages = [one.spans[0] for one in kb.key_messages.filter(edition=edition_of(kb, passage))]
    if messages and passage.spans[0] < messages[0]:
        return "opening"
    return "closing" if messages and passage.spans[0] > messages[-1] else ""


def pieces(kb: Holdings, record: Passage | Statement | Relation) -> tuple[tuple[Span, ...], ...]:
    """Give where the words of a record stand: a piece for each quote, several spans where a page break cuts it."""
    if isinstance(record, Passage):
        reading = kb.reading(record)
        return (reading.spans(0, len(reading.text)),)
    quotes = record.evidence if isinstance(record, Statement) else (record.cue,)
    return tuple(quote.spans for quote in quotes)


def words(kb: Holdings, record: Passage | Statement | Relation) -> str:
    """Give the words of a record as they are read; ` [...] ` stands where words between them are left out."""
    source = kb.source(edition_of(kb, record))
    return " [...] ".join(source.words(spans) for spans in pieces(kb, record))


def code_points(spans: Iterable[Span]) -> str:
    """Give spans of a source in words: offsets in code points from 0, the last one not included."""
    return f"code points {' and '.join(f'{span.start}-{span.end}' for span in spans)}"


def place(kb: Holdings, record: Passage | Statement | Relation) -> str:
    """Give the passage in which the words of a record stand, in words."""
    return locator(kb, record if isinstance(record, Passage) else kb.passages[record.passage])


def title(edition: Edition) -> str:
    """Give the title of a document with that of its conference."""
    return f"{edition.document.title}, {edition.conference.title}"


def holder(document: Document) -> str | None:
    """Give who holds the rights in a document, if its rights say so in the form `© Holder 2021`."""
    found = _HOLDER.search(document.rights)
    return found[1] if found else None


def credit(edition: Edition) -> str:
    """Give the credit line: document, conference and its days, and the holder of the rights, or the rights as told."""
    held = holder(edition.document)
    rights = f"\u00a9 {held}" if held else edition.document.rights
    return f"{title(edition)}, {date_in_words(edition.conference.dates)}. {rights}"


def plain_date(date: PartialDate) -> tuple[int, ...]:
    """Give year, month and day, as far as they are known, of a date that is exact; nothing for any other date."""
    found = _PLAIN_DATE.fullmatch(date.edtf)
    return tuple(int(part) for part in found.groups() if part) if found else ()


def date_in_words(date: PartialDate) -> str:
    """Give a date in words: `16-18 November 2021`, `Spring 2022`, `about 2021`; nothing is made more exact."""
    first, slash, last = date.edtf.partition("/")
    if not slash:
        return _in_words(first)
    if ".." in {first, last}:
        return f"until {_in_words(last)}" if first == ".." else f"from {_in_words(first)}"
    if len(first) == len(last) == 10 and first[:7] == last[:7]:
        return f"{int(first[8:])}-{_in_words(last)}"
    return f"{_in_words(first)} to {_in_words(last)}"


def _in_words(part: str) -> str:
    exact, sign = part.rstrip("~?%"), part[-1]
    year, _, rest = exact.partition("-")
    month, _, day = rest.partition("-")
    names = [str(int(day)) if day else "", _SEASONS.get(month) or (_MONTHS[int(month) - 1] if month else ""), year]
    told = " ".join(name for name in names if name)
    told = f"about {told}" if sign in "~%" else told
    return f"{told} (uncertain)" if sign in "?%" else told

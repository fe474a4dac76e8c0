"""`octopus-kb verify` and `octopus-kb cite`: quotations checked before they are published, and where they are from."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import fields

from octopus_kb.cli.fields import listed
from octopus_kb.cli.loaded import knowledge, short
from octopus_kb.cli.page import Answer, Page, counted, quoted, visible
from octopus_kb.codec import unstructure
from octopus_kb.errors import OctopusError
from octopus_kb.knowledge import KnowledgeBase
from octopus_kb.quotecheck import FoundQuotation, Grade, QuoteCheck, QuoteMatch

_GRADES = {
    Grade.EXACT: ("good", "character for character"),
    Grade.SPACING: ("good", "only white space differs"),
    Grade.TYPOGRAPHY: ("good", "only case, punctuation or white space differs"),
    Grade.ALTERED: ("bad", "words differ"),
    Grade.ABSENT: ("bad", "it does not stand in the source"),
}


class UnreadableTextError(OctopusError, ValueError):
    """A text to check is not UTF-8."""


def verify(options: argparse.Namespace) -> Answer:
    """Check one quotation, or all of some files."""
    if (options.quote is None) == (not options.file):
        options.parser.error("give either a QUOTE or --file")
    return _of_files(options) if options.file else _of_one(options)


def _of_one(options: argparse.Namespace) -> Answer:
    quote = _read("-") if options.quote == "-" else options.quote
    kb = knowledge(options)
    check = kb.verify(quote, edition=options.edition)
    return Answer(
        lines=lambda page: _lines(kb, check, page),
        data=lambda: _data(check),
        status=0 if _passes(check, strict=options.strict) else 1,
    )


def _passes(check: QuoteCheck, *, strict: bool) -> bool:
    return bool(check) and not (strict and check.cautions)


def _data(check: QuoteCheck) -> dict[str, Any]:
    return {
        "quote": check.quote,
        "grade": check.grade.value,
        "found": bool(check),
        "matches": [_match(match) for match in check.matches],
        "cautions": unstructure(check.cautions),
    }


def _match(match: QuoteMatch) -> dict[str, Any]:
    """Give a match as plain data, empty lists too: a program finds each key each time."""
    data: dict[str, Any] = {field.name: unstructure(getattr(match, field.name)) for field in fields(QuoteMatch)}
    return data | {"changes": [{"source": one.source, "quote": one.quote} for one in match.changes]}


def _lines(kb: KnowledgeBase, check: QuoteCheck, page: Page) -> Iterator[str]:
    style, meaning = _GRADES[check.grade]
    places = f" in {counted(len(check.matches), 'place')}" if len(check.matches) > 1 else ""
    yield f"{page.styled(style, check.grade.value)}: {meaning}{places}"
    for match in check.matches:
        yield from _place(kb, match, page)
    for caution in check.cautions:
        yield from page.wrapped(f"caution: {caution}", "", "  ", style="doubtful")


def _place(kb: KnowledgeBase, match: QuoteMatch, page: Page) -> Iterator[str]:
    spans = ", ".join(f"{span.start} to {span.end}" for span in match.spans)
    yield from page.row("words", quoted(match.words))
    for change in match.changes:
        yield from page.row("change", str(change))
    yield from page.row("passage", ", ".join(short(kb, id) for id in dict.fromkeys(match.passages)) or "none")
    yield from page.row("offsets", spans)
    for name, id in listed("statements", [short(kb, id) for id in match.statements]):
        yield from page.row(name, id)


def _of_files(options: argparse.Namespace) -> Answer:
    texts = [(name, _read(name)) for name in options.file]
    kb = knowledge(options)
    found = [(name, one) for name, text in texts for one in kb.verify_all(text, edition=options.edition)]
    passing = [_passes(one.check, strict=options.strict) for _, one in found]

    def lines(page: Page) -> Iterator[str]:
        for name, one in found:
            yield from _told(kb, name, one, page)
        failing = len(passing) - sum(passing)
        yield f"{counted(len(found), 'quotation')}, {failing or 'none'} to mend"

    def data() -> dict[str, Any]:
        return {"passed": all(passing), "quotations": [_place_of(name, one) for name, one in found]}

    return Answer(lines=lines, data=data, status=0 if all(passing) else 1)


def _told(kb: KnowledgeBase, name: str, one: FoundQuotation, page: Page) -> Iterator[str]:
    """Tell of a quotation in the form that editors and compilers share, on one line however wide the terminal is."""
    place = visible(f"{name}:{one.line}:{one.column}")
    style, _ = _GRADES[one.check.grade]
    passages = dict.fromkeys(short(kb, id) for match in one.check.matches for id in match.passages)
    where = f" ({', '.join(passages)})" if passages else ""
    words = visible(" ".join(one.check.quote.split()))
    yield f"{place}: {page.styled(style, one.check.grade.value)}{where}: {quoted(words)}"
    for match in one.check.matches:
        for change in match.changes:
            yield f"{place}: {page.styled('bad', 'change')}: {visible(str(change))}"
    for caution in one.check.cautions:
        yield f"{place}: {page.styled('doubtful', 'caution')}: {visible(str(caution))}"


def _place_of(name: str, one: FoundQuotation) -> dict[str, Any]:
    place = {"file": name, "line": one.line, "column": one.column, "start": one.start, "end": one.end}
    return {**place, **_data(one.check)}


def _read(name: str) -> str:
    """Read a text: a file, or standard input for `-`."""
    if name == "-":
        data = sys.stdin.buffer.read() if hasattr(sys.stdin, "buffer") else sys.stdin.read().encode()
    else:
        data = Path(name).read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place = "standard input" if name == "-" else name
        raise UnreadableTextError(f"{place}:{line}: this is not UTF-8: save the text as UTF-8") from None


def cite(options: argparse.Namespace) -> Answer:
    """Cite the document, a passage or a statement."""
    kb = knowledge(options)
    from octopus_kb.export import citations

    record = None if options.id is None else kb[options.id]
    text = citations.cite(kb, record, style=options.style, edition=options.edition)
    about = {"id": record.id if record else None, "style": options.style, "citation": text}
    return Answer(lines=lambda _: (), content=f"{text.rstrip()}\n", data=lambda: about)

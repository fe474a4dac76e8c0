"""The fields of a record as rows of text: ids with their labels, words quoted, editors' words marked."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any

from octopus_kb.cli.loaded import named
from octopus_kb.cli.page import quoted
from octopus_kb.concepts import Link, origin
from octopus_kb.display import told_fields
from octopus_kb.knowledge import KnowledgeBase
from octopus_kb.model import Attribution, Clause, Directive, Item, Misprint, Participant, Quote, StatedDate
from octopus_kb.text import Span
from octopus_kb.uncertain import PartialDate, Quantity
from octopus_kb.vocabulary import Origin

_SHOWN_ELSEWHERE = {"id", "evidence", "preferred_label", "claim", "kind", "source", "target", "number", "heading"}
_NAMES = {"holders": "view of", "statement": "ascribed in", "spans": "offsets"}


def rows(kb: KnowledgeBase, record: object) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each field that says something and stands in no headline."""
    for name, value in told_fields(record):
        if name in _SHOWN_ELSEWHERE:
            continue
        if isinstance(value, Directive | Attribution):
            yield from rows(kb, value)
            continue
        editorial = " (editors)" if origin(type(record), name) is Origin.EDITORIAL else ""
        values = value or ("not stated",) if isinstance(value, tuple) else (value,)
        texts = [_text(kb, one) for one in values]
        yield from listed(f"{_NAMES.get(name, name).replace('_', ' ')}{editorial}", texts)


def listed(name: str, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield a row for each text, the first with the name that all have."""
    for number, text in enumerate(texts):
        yield "" if number else name, text


def _text(kb: KnowledgeBase, value: object) -> str:
    for kind, write in _WRITERS.items():
        if isinstance(value, kind):
            return write(kb, value)
    return named(kb, value) if isinstance(value, str) and value in kb else str(value)


def _clause(_: KnowledgeBase, clause: Clause) -> str:
    words = quoted(" [...] ".join(quote.text for quote in clause.quotes))
    return f"{words}, that is, as the editors read it: {clause.paraphrase}" if clause.paraphrase else words


def _date(_: KnowledgeBase, date: StatedDate) -> str:
    note = f"; note of the editors: {date.note}" if date.note else ""
    return f"{date.value} ({quoted(date.words)}{note})"


_WRITERS: dict[type, Callable[[KnowledgeBase, Any], str]] = {
    StrEnum: lambda _, member: member.value.replace("_", " "),
    PartialDate: lambda _, date: str(date),
    Quantity: lambda _, amount: f"{quoted(amount.words)}, of {amount.unit}",
    Quote: lambda _, quote: quoted(quote.text),
    Span: lambda _, span: f"{span.start} to {span.end}",
    Clause: _clause,
    StatedDate: _date,
    Participant: lambda kb, one: f"{one.role.value.replace('_', ' ')}: {named(kb, one.actor)}",
    Item: lambda kb, one: f"{quoted(one.quote.text)}: {named(kb, one.concept)}",
    Link: lambda _, link: f"{link.url} ({link.publisher})",
    Misprint: lambda _, slip: f"{quoted(slip.quote.text)}, read by the editors as {quoted(slip.reading)}: {slip.note}",
}

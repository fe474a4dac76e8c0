"""How records look in a notebook or a rich terminal: plain tables, everything escaped, editors' words marked."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import attrs

_MOST_ROWS = 20
_MOST_MEMBERS = 8


def escape(text: str) -> str:
    """Escape a text for HTML."""
    from html import escape  # which is slow to import, and only notebooks need it

    return escape(text)


class Shown:
    """What shows itself: the base of records; it adds no attribute."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """Give the record as an HTML table of the fields that say something."""
        return record_table(self)

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        """Yield the fields that say something, for `rich`."""
        yield from told_fields(self)


def told_fields(record: Any) -> Iterator[tuple[str, object]]:
    """Yield the name and the value of each public field that differs from its default."""
    for field in attrs.fields(type(record)):
        value = getattr(record, field.name)
        if not field.name.startswith("_") and value != field.default:
            yield field.name, value


def record_table(record: Any) -> str:
    """Give a record as an HTML table; the words of the source, where it has any, stand above as a quotation."""
    origins = {field.name: str(field.metadata.get("origin", "")) for field in attrs.fields(type(record))}
    quote = None if "quote" in origins else getattr(record, "quote", None)  # a quotation to check is not the source's
    words = f"<blockquote>{escape(quote)}</blockquote>" if isinstance(quote, str) else ""
    rows = "".join(
        f'<tr><th scope="row" style="text-align: left">{escape(name)}{_mark(origins[name])}</th>'
        f'<td style="text-align: left">{_cell(value)}</td></tr>'
        for name, value in told_fields(record)
    )
    return f"{words}<table><caption>{escape(type(record).__name__)}</caption><tbody>{rows}</tbody></table>"


def list_table(caption: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]], count: int) -> str:
    """Give the first rows of a list as an HTML table, and say how many more there are.

    Args:
        caption: What the table holds.
        columns: The heads of the columns.
        rows: The rows, of which the first twenty are shown.
        count: How many there are in all.

    """
    head = "".join(f'<th scope="col" style="text-align: left">{escape(name)}</th>' for name in columns)
    shown = [row for _, row in zip(range(_MOST_ROWS), rows, strict=False)]
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align: left">{_cell(value)}</td>' for value in row) + "</tr>"
        for row in shown
    )
    more = f"<p>... and {count - len(shown)} more</p>" if count > len(shown) else ""
    table = f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return table + more


class Marked(str):
    """A text in which the words that were found stand between `**`; in HTML they are bold instead."""

    __slots__ = ()


def summary(record: object) -> str:
    """Give the telling words of a record, whatever it is: its proposition, label, claim, heading or kind."""
    for name in ("proposition", "preferred_label", "claim", "heading", "kind"):
        if text := getattr(record, name, None):
            return str(text)
    return ""


def _mark(origin: str) -> str:
    return " <small>(editorial)</small>" if origin == "editorial" else ""


def _cell(value: object, between: str = "<br>") -> str:
    if isinstance(value, tuple):
        cells = [_cell(member) for member in value[:_MOST_MEMBERS]]
        more = [f"... and {len(value) - _MOST_MEMBERS} more"] if len(value) > _MOST_MEMBERS else []
        return between.join(cells + more)
    if isinstance(value, Shown):
        if type(value).__str__ is not object.__str__:
            return escape(str(value))
        text = getattr(value, "text", None)
        if isinstance(text, str):
            return f"<q>{escape(text)}</q>"
        id = getattr(value, "id", None)
        if isinstance(id, str):
            return f"<code>{escape(id)}</code>"
        return "; ".join(f"{escape(name)}: {_cell(member, ', ')}" for name, member in told_fields(value))
    text = escape(str(value))
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text) if isinstance(value, Marked) else text

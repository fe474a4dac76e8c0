"""Rows as CSV and back: every cell as text that no spreadsheet runs, and from which the same value is read.

- A null is an empty cell. The empty text is a lone apostrophe, so that no reader takes the one for the other.
- A text that begins with `= + - @` (or the full-width forms of these), with white space, or with an apostrophe, gets an
  apostrophe before it; reading takes one away.
- A list is a JSON array, `true` and `false` are booleans, whole numbers are digits.
- Lines end with LF; CRLF, and a byte order mark, are read too, as a spreadsheet may leave them.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from octopus_kb.codec import parse
from octopus_kb.codec import shown as as_json
from octopus_kb.errors import BundleError, Problem
from octopus_kb.export._table_columns import Column, ColumnType, Row, Value

_FORMULA = "=+-@\uff1d\uff0b\uff0d\uff20"  # with the full-width forms, which some programs take for the same
_QUOTED = re.compile(r'[",\r\n]')
_CELL = re.compile(r'(?:"((?:[^"]|"")*+)"|([^",\r\n]*))(,|\r\n|\n|\Z)')
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,999})")  # Python reads no number of any length


def write_rows(columns: Sequence[Column], rows: Iterable[Row]) -> str:
    """Write rows as CSV, the names of the columns first."""
    lines = [[column.name for column in columns]]
    lines += [[_cell(row[column.name]) for column in columns] for row in rows]
    return "".join(",".join(map(_quoted, line)) + "\n" for line in lines)


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value[:1] in ("", "'", *_FORMULA) or value[0].isspace() else value
    return json.dumps(value, ensure_ascii=False)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell


def read_rows(columns: Sequence[Column], text: str, *, file: str) -> list[Row]:
    """Read rows that were written so.

    Raises:
        BundleError: If the text is no such table; every fault is listed with its row (the names of the columns are
            row 1) and its column.

    """
    names = [column.name for column in columns]
    problems: list[Problem] = []
    head, *lines = list(_split(text.removeprefix("\ufeff"), file)) or [[]]
    if head != names:
        hint = "cells are parted by commas, and the columns keep their names and their order"
        sides = {"expected": ",".join(names), "found": as_json(",".join(head))}
        raise BundleError(file, (Problem(file, "row 1", "wrong columns", **sides, hint=hint),))
    rows = [_row(columns, cells, f"row {number}", file, problems) for number, cells in enumerate(lines, 2)]
    if problems:
        raise BundleError(file, tuple(problems))
    return rows


def _split(text: str, file: str) -> Iterator[list[str]]:
    """Split CSV into lines of cells, as RFC 4180 has it.

    The reader of the standard library has a limit on the length of a cell, and keeps no stray quotation mark out.
    """
    at, row, cells = 0, 1, list[str]()
    while at < len(text):
        found = _CELL.match(text, at)
        if not found:
            message = "a quotation mark or a line break stands where none may"
            hint = 'a cell that holds one is put between quotation marks (""), and each of its own is doubled'
            raise BundleError(file, (Problem(file, f"row {row}", message, hint=hint),))
        cells.append(found[2] if found[1] is None else found[1].replace('""', '"'))
        at = found.end()
        if found[3] != ",":
            yield cells
            row, cells = row + 1, []
    if cells:  # the last comma was the end of the text: an empty cell follows it
        yield [*cells, ""]


def _row(columns: Sequence[Column], cells: list[str], path: str, file: str, problems: list[Problem]) -> Row:
    if len(cells) != len(columns):
        expected, found = f"{len(columns)} cells", str(len(cells))
        problems.append(Problem(file, path, "wrong number of cells", expected=expected, found=found))
        return {}
    row: Row = {}
    for column, cell in zip(columns, cells, strict=True):
        try:
            row[column.name] = _value(column, cell)
        except ValueError as error:
            where = f"{path}, column {column.name}"
            problems.append(Problem(file, where, "wrong value", expected=str(error), found=as_json(cell)))
    return row


def _value(column: Column, cell: str) -> Value:
    """Read a cell, or raise a ValueError that says what should stand there."""
    if not cell:
        if not column.nullable:
            raise ValueError("a value: the column has no nulls")
        return None
    value = _READ[column.type](cell)
    if column.choices and value not in [member.value for member in column.choices]:
        raise ValueError(f"one of {', '.join(column.choices)}")
    return value


def _string(cell: str) -> str:
    text = cell.removeprefix("'")
    if _cell(text) != cell:
        raise ValueError("a text that has an apostrophe before `= + - @`, white space or an apostrophe, and only there")
    return text


def _integer(cell: str) -> int:
    if not _INTEGER.fullmatch(cell):
        raise ValueError("a whole number")
    return int(cell)


def _boolean(cell: str) -> bool:
    if cell not in ("true", "false"):
        raise ValueError("true or false")
    return cell == "true"


def _strings(cell: str) -> list[str]:
    return _array(cell, lambda one: type(one) is str, "a JSON array of texts")


def _spans(cell: str) -> list[dict[str, int]]:
    return _array(cell, _is_span, 'a JSON array of spans: {"start": 0, "end": 1}')


def _is_span(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() != {"start", "end"}:
        return False
    return all(type(one) is int for one in value.values())


def _array(cell: str, fits: Callable[[Any], bool], expected: str) -> list[Any]:
    try:
        found = parse(cell, file="")
    except BundleError:
        found = None
    if type(found) is not list or not all(map(fits, found)):
        raise ValueError(expected)
    return found


_READ: dict[ColumnType, Callable[[str], Value]] = {
    "string": _string,
    "integer": _integer,
    "boolean": _boolean,
    "strings": _strings,
    "spans": _spans,
}

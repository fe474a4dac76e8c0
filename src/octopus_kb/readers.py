"""Plain data into records by the shortest way: what is wrong is refused, and the converter says what it was."""

from collections.abc import Callable
from enum import StrEnum
from functools import cache
from sys import intern
from types import UnionType
from typing import Any, get_args

import attrs

from octopus_kb.model import Quote
from octopus_kb.text import Span
from octopus_kb.uncertain import PartialDate

@cache
def reader(kind: Any) -> Callable[[Any], Any]:
    """Give the function that makes a value of a type out of plain data.

    It coerces nothing. What makes no such value raises an error, of whatever type: it may come from a key that no field
    bears, from a field that no key gives, or from a value of another type.
    """
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if isinstance(kind, UnionType):
        return _optional(get_args(kind)[0])
    if get_args(kind):
        return _array(get_args(kind)[0])
    return _object(kind) if attrs.has(kind) else _member(kind)


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError
    # An id occurs many times: one string for all of them halves the memory of an edition.
    return intern(value) if len(value) < 80 else value


def _exact(kind: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError
        return value

    return read


def _member(kind: type[StrEnum]) -> Callable[[Any], Any]:
    members = {member.value: member for member in kind}

    def read(value: Any) -> Any:
        return members[_text(value)]

    return read


def _optional(kind: Any) -> Callable[[Any], Any]:
    some = reader(kind)

    def read(value: Any) -> Any:
        return None if value is None else some(value)

    return read


def _array(kind: Any) -> Callable[[Any], Any]:
    # What stands in an array of strings is an id, or as short as one; what is no string cannot be interned.
    member = intern if kind is str else reader(kind)

    def read(value: Any) -> Any:
        if type(value) is not list:
            raise TypeError
        return tuple([member(one) for one in value])

    return read


def _object(kind: type) -> Callable[[Any], Any]:
    # The names are those of the parameters, and the same objects: Python then passes them twice as quickly.
    fields = {field.name: (intern(field.name), reader(field.type)) for field in attrs.fields(kind)}

    def read(value: Any) -> Any:
        if type(value) is not dict:
            raise TypeError
        found = {}
        for key, given in value.items():
            name, field = fields[key]
            found[name] = field(given)
        return kind(**found)

    return read


def _span(value: Any) -> Span:
    start, end = value["start"], value["end"]
    if type(value) is not dict or len(value) != 2 or type(start) is not int or type(end) is not int:
        raise TypeError
    return Span(start, end)


def _quote(value: Any) -> Quote:
    text = value["text"]
    if type(value) is not dict or type(text) is not str:
        raise TypeError
    if len(value) == 1:
        return Quote(text=text)
    spans = value["spans"]
    if len(value) != 2 or type(spans) is not list:
        raise TypeError
    return Quote(text=text, spans=tuple([_span(span) for span in spans]))


_SIMPLE: dict[Any, Callable[[Any], Any]] = {
    str: _text,
    int: _exact(int),
    bool: _exact(bool),
    PartialDate: lambda value: PartialDate(_text(value)),
    # The records of which there are most: written out, they take half the time.
    Span: _span,
    Quote: _quote,
}

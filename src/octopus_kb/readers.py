"""Plain data into records by the shortest way: what is wrong is refused, and the converter says what it was."""

from collections.abc import Callable
from functools import cache
from sys import intern
from types import UnionType
from typing import Any, get_args

import attrs

from octopus_kb.concepts import origin
from octopus_kb.model import Attribution, Item, Participant, Quote, Relation, Statement
from octopus_kb.text import Span
from octopus_kb.uncertain import PartialDate
from octopus_kb.vocabulary import Origin

_Reader = Callable[[Any], Any]

_OFTEN = {Attribution, Item, Participant, Quote, Relation, Span, Statement}
"""The records of which an edition has most: a function is written for each, which takes half the time."""


@cache
def reader(kind: Any) -> _Reader:
    """Give the function that makes a value of a type out of plain data.

    It coerces nothing. What makes no such value raises an error, of whatever type: it may come from a key that no field
    bears, from a field that no key gives, or from a value of another type.
    """
    if kind is str:
        return _text
    if kind is PartialDate:
        return lambda value: PartialDate(_text(value))
    if isinstance(kind, UnionType):
        return _optional(reader(get_args(kind)[0]))
    if get_args(kind):
        # What stands in an array of strings is an id.
        return _array(intern if get_args(kind)[0] is str else reader(get_args(kind)[0]))
    if attrs.has(kind):
        return _written(kind) if kind in _OFTEN else _object(kind)
    return _exact(kind) if kind in {int, bool} else _member(kind)


def _text(value: Any) -> str:
    if type(value) is not str:
        raise TypeError
    # Ids and short quotes occur many times: one string for all that are equal halves the memory.
    return intern(value) if len(value) < 80 else value


def _exact(kind: type) -> _Reader:
    def read(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError
        return value

    return read


def _member(kind: Any) -> _Reader:
    members = {member.value: member for member in kind}

    def read(value: Any) -> Any:
        if type(value) is not str:
            raise TypeError
        return members[value]

    return read


def _optional(some: _Reader) -> _Reader:
    def read(value: Any) -> Any:
        return None if value is None else some(value)

    return read


def _array(member: _Reader) -> _Reader:
    def read(value: Any) -> Any:
        if type(value) is not list:
            raise TypeError
        return tuple([member(one) for one in value])

    return read


def _fields(kind: type) -> dict[str, _Reader]:
    """Give the reader of each field of a record."""
    found = {field.name: reader(field.type) for field in attrs.fields(kind)}
    for field in attrs.fields(kind):
        if field.type is str and origin(kind, field.name) is Origin.CODED:
            found[field.name] = intern  # which takes strings alone
    return found


def _object(kind: type) -> _Reader:
    fields = _fields(kind)

    def read(value: Any) -> Any:
        if type(value) is not dict:
            raise TypeError
        return kind(**{key: fields[key](given) for key, given in value.items()})

    return read


def _written(kind: type) -> _Reader:
    """Write the function that makes a record, as attrs writes `__init__`.

    A frozen record looks up each field when its `__init__` sets it. This function sets the slots themselves.
    """
    fields = _fields(kind)
    names: dict[str, Any] = {"kind": kind, "new": object.__new__, "known": frozenset(fields)}
    lines = ["def read(value):", " if type(value) is not dict or not known.issuperset(value): raise TypeError"]
    lines.append(" made = new(kind)")
    for field in attrs.fields(kind):
        name = field.name
        names |= {
            f"put_{name}": getattr(kind, name).__set__,
            f"read_{name}": fields[name],
            f"else_{name}": field.default,
        }
        otherwise = "" if field.default is attrs.NOTHING else f" if '{name}' in value else else_{name}"
        lines.append(f" put_{name}(made, read_{name}(value['{name}']){otherwise})")
    exec("\n".join([*lines, " return made"]), names)  # noqa: S102 - the names are those of the fields alone
    read: _Reader = names["read"]
    return read

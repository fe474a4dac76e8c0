"""Plain data into records by the shortest way: what is wrong is refused, and the converter says what it was."""

from collections.abc import Callable
from functools import cache
from sys import intern
from types import UnionType
from typing import Any, NoReturn, get_args

import attrs

from octopus_kb.concepts import origin
from octopus_kb.uncertain import PartialDate
from octopus_kb.vocabulary import Origin

_Reader = Callable[[Any], Any]


@cache
def reader(kind: Any) -> _Reader:
    """Give the function that makes a record of a type out of plain data.

    It coerces nothing. What makes no such record raises an error, of whatever type: it may come from a key that no
    field bears, from a field that no key gives, or from a value of another type.

    The function is written from the fields of the record, as attrs writes `__init__`: that takes less time than to ask
    at each record what its fields are. It fills a draft, which is not frozen, and makes the record of it at the end.
    """
    names: dict[str, Any] = {"kind": kind, "draft": _draft(kind), "intern": intern, "refuse": _refuse}
    required = sum(field.default is attrs.NOTHING for field in attrs.fields(kind))
    lines = ["def read(value):", " if value.__class__ is not dict: refuse()"]
    lines += [" made = draft()", f" known = {required}"]
    for field in attrs.fields(kind):
        name, coded = field.name, origin(kind, field.name) is Origin.CODED
        names[f"default_{name}"] = field.default
        read = _expression(field.type, f"value['{name}']", names, coded=coded)
        if field.default is attrs.NOTHING:
            lines += [f" made.{name} = {read}"]
        else:
            lines += [f" if '{name}' in value:", f"  known += 1; made.{name} = {read}"]
            lines += [" else:", f"  made.{name} = default_{name}"]
    lines += [" if known != len(value): refuse()", " made.__class__ = kind"]
    lines += [" made.__attrs_post_init__()"] if hasattr(kind, "__attrs_post_init__") else []
    lines += [" return made"]
    exec("\n".join(lines), names)  # noqa: S102 - the names are those of the fields alone
    read_record: _Reader = names["read"]
    return read_record


def _draft(kind: type) -> type:
    """Make a type that is laid out as a record's, but begins empty and can be filled."""
    plain = {name: getattr(object, name) for name in ("__init__", "__setattr__", "__delattr__")}
    return type("_Draft", (kind,), {"__slots__": (), **plain})


def _expression(kind: Any, value: str, names: dict[str, Any], *, coded: bool) -> str:
    """Write the expression that makes a value of a type out of plain data; `names` takes what the expression calls."""
    if isinstance(kind, UnionType):
        return f"None if (v := {value}) is None else {_expression(get_args(kind)[0], 'v', names, coded=coded)}"
    if get_args(kind):
        member = get_args(kind)[0]
        make = "intern" if member is str else _name(member, reader(member), names)  # an array of strings is one of ids
        made = f"(({make}(v[0]),) if len(v) == 1 else tuple(map({make}, v)))"  # most arrays have one member
        return f"{made} if (v := {value}).__class__ is list else refuse()"
    if kind is str:
        # Ids and short quotes occur many times: one string for all that are equal halves the memory.
        short = f"(intern(v) if len(v) < 80 else v) if (v := {value}).__class__ is str else refuse()"
        return f"intern({value})" if coded else short
    if kind is PartialDate:
        return f"{_name(kind, PartialDate, names)}({value})"
    if kind in {int, bool}:
        return f"v if (v := {value}).__class__ is {kind.__name__} else refuse()"
    if attrs.has(kind):
        return f"{_name(kind, reader(kind), names)}({value})"
    return f"{_name(kind, {member.value: member for member in kind}, names)}[{value}]"


def _name(kind: type, thing: object, names: dict[str, Any]) -> str:
    names[name := f"of_{kind.__name__}"] = thing
    return name


def _refuse() -> NoReturn:
    raise TypeError

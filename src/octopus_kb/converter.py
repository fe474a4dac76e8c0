"""The one converter, of cattrs: records into plain data, and, of plain data that makes no record, every fault."""

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, get_args

import attrs
from cattrs import Converter
from cattrs.errors import (
    AttributeValidationNote,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn

from octopus_kb import vocabulary
from octopus_kb.errors import DateError, Problem
from octopus_kb.jsontext import json_step, shown
from octopus_kb.uncertain import PartialDate

_NAMES = {str: "a string", int: "a whole number", bool: "true or false", dict: "an object", list: "an array"}


class _RefusedError(ValueError):
    """A value is not of the type it should be."""

    def __init__(self, expected: str, value: object, hint: str | None = None) -> None:
        super().__init__(expected)
        self.expected, self.found, self.hint = expected, shown(value), hint


def unstructure(record: object) -> Any:
    """Make plain data of a record: what it takes by default is left out, keys keep the order of its fields."""
    return _CONVERTER.unstructure(record)


def explain(data: object, record: type, file: str, path: str) -> tuple[Problem, ...]:
    """Give every fault for which plain data makes no record."""
    try:
        _CONVERTER.structure(data, record)
    except Exception as fault:  # noqa: BLE001 - it may be a group or a single one
        return tuple(_problems(fault, file, path))
    return ()


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, omit_if_default=True, unstruct_collection_overrides={tuple: list})
    for plain in (str, int, bool):
        converter.register_structure_hook(plain, _exact(plain))
    # A hook on str would serve its subclasses too, so that each list of members needs its own.
    for members in _closed_lists():
        converter.register_structure_hook(members, _member(members))
        converter.register_unstructure_hook(members, lambda member: member.value)
    converter.register_structure_hook_factory(
        lambda kind: getattr(kind, "__origin__", None) is tuple, lambda kind: _array(kind, converter)
    )
    converter.register_structure_hook_factory(attrs.has, lambda kind: _object(kind, converter))
    converter.register_structure_hook(PartialDate, lambda value, _: PartialDate(_exact(str)(value, str)))
    converter.register_unstructure_hook(PartialDate, str)
    return converter


def _exact(plain: type) -> Callable[[Any, Any], Any]:
    def hook(value: Any, _: Any) -> Any:
        if type(value) is not plain:
            raise _RefusedError(_NAMES[plain], value)
        return value

    return hook


def _closed_lists() -> list[type[StrEnum]]:
    listed = [value for value in vars(vocabulary).values() if isinstance(value, type)]
    return [kind for kind in listed if issubclass(kind, StrEnum) and kind is not StrEnum]


def _member(kind: type[StrEnum]) -> Callable[[Any, Any], Any]:
    members = {member.value: member for member in kind}

    def hook(value: Any, _: Any) -> Any:
        if type(value) is str and value in members:
            return members[value]
        near = get_close_matches(value, members, 1) if type(value) is str else []
        hint = f"did you mean {shown(near[0])}?" if near else None
        raise _RefusedError(f"one of {', '.join(members)}", value, hint)

    return hook


def _array(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    whole: Any = list[get_args(kind)[0]]  # type: ignore[misc]  # the type of an item is known only at run time

    def hook(value: Any, _: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise _RefusedError(_NAMES[list], value)
        return tuple(converter.structure(value, whole))

    return hook


def _object(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    make: Callable[[Any, Any], Any] = make_dict_structure_fn(kind, converter)

    def hook(value: Any, _: Any) -> Any:
        if type(value) is not dict:
            raise _RefusedError(_NAMES[dict], value)
        return make(value, kind)

    return hook


def _problems(fault: BaseException, file: str, path: str) -> Iterator[Problem]:
    """Turn a tree of exceptions into a flat list of problems, each with its path."""
    if isinstance(fault, ClassValidationError | IterableValidationError):
        for inner in fault.exceptions:
            yield from _problems(inner, file, path + _step(inner))
    elif isinstance(fault, ForbiddenExtraKeysError):
        known = [attribute.name for attribute in attrs.fields(fault.cl)]
        for key in sorted(fault.extra_fields):
            near = get_close_matches(key, known, 1)
            hint = f"did you mean {shown(near[0])}?" if near else f"known keys: {', '.join(known)}"
            yield Problem(file, path + json_step(key), "no such key is known", hint=hint)
    elif isinstance(fault, KeyError):
        yield Problem(file, path, "a required key is missing")
    elif isinstance(fault, _RefusedError):
        yield Problem(file, path, "wrong value", expected=fault.expected, found=fault.found, hint=fault.hint)
    elif isinstance(fault, DateError):
        yield Problem(file, path, "wrong date", found=shown(fault.text), hint=fault.reason)
    else:
        yield Problem(file, path, f"wrong value: {fault}")


def _step(fault: BaseException) -> str:
    """Give the step of the JSON path that a note of cattrs records."""
    for note in getattr(fault, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return f".{note.name}"
        if isinstance(note, IterableValidationNote):
            return f"[{note.index}]"
    return ""


_CONVERTER = _converter()

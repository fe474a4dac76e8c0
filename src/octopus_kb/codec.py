"""The one converter: records to plain data and back, coercing nothing; and the canonical JSON of plain data."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from enum import StrEnum
from sys import intern
from typing import Any, TypeVar, get_args

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
from octopus_kb.errors import BundleError, DateError, Problem
from octopus_kb.model import Quote
from octopus_kb.text import Span
from octopus_kb.uncertain import PartialDate

SCHEMA_VERSION = 1
"""The version of the file format; it rises when a file of an older version can no longer be read."""

T = TypeVar("T")
_LINE_WIDTH = 110
_NAMES = {str: "a string", int: "a whole number", bool: "true or false", dict: "an object", list: "an array"}


class _RefusedError(ValueError):
    """A value is not of the type it should be."""

    def __init__(self, expected: str, value: object, hint: str | None = None) -> None:
        super().__init__(expected)
        self.expected, self.found, self.hint = expected, shown(value), hint


def shown(value: object) -> str:
    """Give a value of plain data as short JSON, for a message."""
    text = json.dumps(value, ensure_ascii=True, default=repr)
    return text if len(text) <= 80 else f"{text[:76]} ..."


def structure(data: object, record: type[T], *, file: str, path: str = "$") -> T:
    """Make a record of plain data.

    Args:
        data: Plain data, as JSON gives it.
        record: The type to make.
        file: The name of the file that the data comes from, for messages.
        path: The JSON path of the data in that file, for messages.

    Raises:
        BundleError: If the data does not make such a record; every fault that prevents it is listed.

    """
    try:
        return _FAST.structure(data, record)
    except Exception as fault:  # noqa: BLE001 - whatever went wrong, the slow converter says what and where
        problems = _explain(data, record, file, path)
        raise BundleError(file, problems or (Problem(file, path, str(fault)),)) from None


def unstructure(record: object) -> Any:
    """Make plain data of a record: what it takes by default is left out, keys keep the order of its fields."""
    return _FAST.unstructure(record)


def parse(text: str, *, file: str) -> Any:
    """Read JSON, refusing what the standard library lets pass: repeated keys, NaN, half a surrogate pair.

    Raises:
        BundleError: If the text is not such JSON.

    """
    repeated: list[str] = []

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            repeated.extend(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return found

    try:
        data = json.loads(text, object_pairs_hook=unique, parse_constant=_no_constant)
        if "\\ud" in text.lower():
            json.dumps(data, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        message = f"malformed JSON at line {error.lineno}, column {error.colno}: {error.msg}"
        raise BundleError(file, (Problem(file, "$", message),)) from None
    except UnicodeEncodeError:
        message = "malformed JSON: half a surrogate pair stands for no character"
        raise BundleError(file, (Problem(file, "$", message),)) from None
    except (ValueError, RecursionError) as error:
        raise BundleError(file, (Problem(file, "$", f"malformed JSON: {error}"),)) from None
    if repeated:
        messages = [f"the key {shown(key)} stands twice in one object" for key in repeated]
        raise BundleError(file, tuple(Problem(file, "$", message) for message in messages))
    return data


def dumps(data: object) -> str:
    """Write plain data as canonical JSON: two-space indent, and what fits into a line on one line."""
    return f"{_written(data, 0)}\n"


def _written(data: object, indent: int) -> str:
    flat = json.dumps(data, ensure_ascii=False)
    if not data or not isinstance(data, dict | list) or len(flat) + indent <= _LINE_WIDTH:
        return flat
    pad = " " * (indent + 2)
    if isinstance(data, dict):
        inner = [f"{json.dumps(key, ensure_ascii=False)}: {_written(data[key], indent + 2)}" for key in data]
    else:
        inner = [_written(value, indent + 2) for value in data]
    opening, closing = "{}" if isinstance(data, dict) else "[]"
    return f"{opening}\n{pad}" + f",\n{pad}".join(inner) + f"\n{' ' * indent}{closing}"


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _converter(*, explain: bool) -> Converter:
    """Make a converter; the explaining one gathers every fault, and takes longer."""
    converter = Converter(
        forbid_extra_keys=True,
        detailed_validation=explain,
        omit_if_default=True,
        unstruct_collection_overrides={tuple: list},
    )
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
    if not explain:
        # The records of which there are most: written out, they take a third of the time.
        converter.register_structure_hook(Span, _span)
        converter.register_structure_hook(Quote, _quote)
    converter.register_structure_hook(PartialDate, lambda value, _: PartialDate(_text(value, str)))
    converter.register_unstructure_hook(PartialDate, str)
    return converter


def _exact(plain: type) -> Callable[[Any, Any], Any]:
    def hook(value: Any, _: Any) -> Any:
        if type(value) is not plain:
            raise _RefusedError(_NAMES[plain], value)
        return value

    return _text if plain is str else hook


def _text(value: Any, _: Any) -> str:
    if type(value) is not str:
        raise _RefusedError(_NAMES[str], value)
    # An id occurs many times: one string for all of them halves the memory of an edition.
    return intern(value) if len(value) < 80 else value


def _span(value: Any, _: Any) -> Span:
    start, end = value["start"], value["end"]
    if len(value) != 2 or type(start) is not int or type(end) is not int:
        raise _RefusedError(_NAMES[dict], value)
    return Span(start, end)


def _quote(value: Any, _: Any) -> Quote:
    spans = value.get("spans", [])
    if type(spans) is not list or len(value) != 1 + ("spans" in value):
        raise _RefusedError(_NAMES[dict], value)
    return Quote(text=_text(value["text"], str), spans=tuple([_span(span, Span) for span in spans]))


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
    item = get_args(kind)[0]
    hook = converter.get_structure_hook(item)
    whole: Any = list[item]  # type: ignore[valid-type]  # the type of an item is known only at run time

    def fast(value: Any, _: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise _RefusedError(_NAMES[list], value)
        return tuple([hook(member, item) for member in value])

    def explaining(value: Any, _: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise _RefusedError(_NAMES[list], value)
        return tuple(converter.structure(value, whole))

    return explaining if converter.detailed_validation else fast


def _object(kind: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    make: Callable[[Any, Any], Any] = make_dict_structure_fn(kind, converter)
    if not converter.detailed_validation:
        return make  # what is no object has no keys to look up, and fails there

    def hook(value: Any, _: Any) -> Any:
        if type(value) is not dict:
            raise _RefusedError(_NAMES[dict], value)
        return make(value, kind)

    return hook


def _explain(data: object, record: type, file: str, path: str) -> tuple[Problem, ...]:
    try:
        _EXPLAINING.structure(data, record)
    except Exception as fault:  # noqa: BLE001 - it may be a group or a single one
        return tuple(_problems(fault, file, path))
    return ()


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


def json_step(key: str) -> str:
    """Give a step of a JSON path: `.key`, or `["a key"]` where the key is no plain name."""
    return f".{key}" if key.isidentifier() else f"[{json.dumps(key)}]"


def _step(fault: BaseException) -> str:
    """Give the step of the JSON path that a note of cattrs records."""
    for note in getattr(fault, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            return f".{note.name}"
        if isinstance(note, IterableValidationNote):
            return f"[{note.index}]"
    return ""


_FAST = _converter(explain=False)
_EXPLAINING = _converter(explain=True)

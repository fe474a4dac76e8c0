"""JSON as text: read without letting anything pass that is doubtful, written in one canonical way."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from octopus_kb.errors import BundleError, Problem

_LINE_WIDTH = 110
_PIECE = 1 << 16
_HINTS = {"\ufeff": "save it without a byte order mark"}
_ESCAPE = re.compile(r'\\(?:\\|":|u[dD])')  # no other escape matters, but a backslash that is one begins none
_GAP = r"[ \t\n\r]*"
_key = re.compile(rf'{_GAP}([{{,]){_GAP}"([^"\\\x00-\x1f]*)"{_GAP}:{_GAP}').match
_array_of_objects = re.compile(rf"\[{_GAP}(?=\{{)").match
_comma = re.compile(rf"{_GAP},{_GAP}").match
_bracket = re.compile(rf"{_GAP}\]").match
_end = re.compile(rf"{_GAP}\}}{_GAP}").fullmatch

Make = Callable[[Any], Any]


def parse(written: str | bytes, *, file: str, make: Mapping[str, Make] | None = None) -> Any:
    """Read JSON, refusing what the standard library lets pass: repeated keys, NaN, half a surrogate pair.

    Args:
        written: The text, or its bytes in UTF-8.
        file: The name of the file that it comes from, for messages.
        make: For keys of the object that the text is, what to make of each member of the array there. A member is made
            as soon as it is read; one that it raises an error for stays as it was read, and so may any other.

    Raises:
        BundleError: If the text is not such JSON.
        UnicodeDecodeError: If it is given as bytes that are not UTF-8.

    """
    text = written if isinstance(written, str) else written.decode("utf-8")
    try:
        return _read(text, text.encode() if isinstance(written, str) else written, make or {})
    except json.JSONDecodeError as error:
        message = f"malformed JSON at line {error.lineno}, column {error.colno}: {error.msg}"
        raise BundleError(file, (Problem(file, "$", message, hint=_HINTS.get(text[:1])),)) from None
    except UnicodeEncodeError:
        message = "malformed JSON: half a surrogate pair stands for no character"
        raise BundleError(file, (Problem(file, "$", message),)) from None
    except _RepeatedError as error:
        messages = [f"the key {shown(key)} stands twice in one object" for key in error.keys]
        raise BundleError(file, tuple(Problem(file, "$", message) for message in messages)) from None
    except (ValueError, RecursionError) as error:
        raise BundleError(file, (Problem(file, "$", f"malformed JSON: {error}"),)) from None


class _RepeatedError(ValueError):
    """Keys stand more than once in one object."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__(keys)
        self.keys = keys


def _read(text: str, encoded: bytes, make: Mapping[str, Make]) -> Any:
    """Read JSON whose keys are not repeated and whose strings can be written.

    A key that is repeated is one in the object that is made, and two in the text. To be given the pairs of each object
    takes longer than all else: they are asked for only where the text may have more keys than the objects.
    """
    held = 0

    def count(made: dict[str, Any]) -> dict[str, Any]:
        nonlocal held
        held += len(made)
        return made

    try:
        data = _by_members(text, json.JSONDecoder(object_hook=count, parse_constant=_no_constant), make)
        held += len(data)
    except ValueError:  # what is wrong, if anything is, is said by who reads the whole
        held = 0
        data = json.loads(text, object_hook=count, parse_constant=_no_constant)
    escapes = _ESCAPE.findall(text) if "\\" in text else []
    # A colon after a quotation mark is that of a key, unless the mark opens a string or is itself part of one.
    if _colons(encoded) - escapes.count('\\":') != held:
        _refuse_repeated(text)
    if "\\ud" in escapes or "\\uD" in escapes:
        json.dumps(json.loads(text), ensure_ascii=False).encode()
    return data


def _by_members(text: str, decoder: json.JSONDecoder, make: Mapping[str, Make]) -> dict[str, Any]:
    """Read an object, making of its arrays what is wanted member by member: so their JSON is never held whole.

    Raises:
        ValueError: If the text is no such object, or if nothing is to be made.

    """
    data, before, at = dict[str, Any](), "{", 0
    while make and (key := _key(text, at)) and key[1] == before:
        before, at = ",", key.end()
        if key[2] in make and (opening := _array_of_objects(text, at)):
            data[key[2]], at = _members(text, opening.end(), decoder, make[key[2]])
        else:
            data[key[2]], at = decoder.raw_decode(text, at)
    if before != "," or not _end(text, at):
        raise ValueError
    return data


def _members(text: str, at: int, decoder: json.JSONDecoder, make: Make) -> tuple[list[Any], int]:
    """Read the members of an array, the first of which begins at an offset, and give the offset after its bracket."""
    members = list[Any]()
    while True:
        member, at = decoder.raw_decode(text, at)
        try:
            members.append(make(member))
        except Exception:  # noqa: BLE001 - whoever wants to know why makes it again
            members.append(member)
        if not (comma := _comma(text, at)):
            break
        at = comma.end()
    if not (bracket := _bracket(text, at)):
        raise ValueError
    return members, bracket.end()


def _colons(encoded: bytes) -> int:
    """Count the colons that follow a quotation mark, whatever white space stands between."""
    seen, last = 0, b""
    for start in range(0, len(encoded), _PIECE):  # a copy of the whole would double what a large file takes
        piece = last + encoded[start : start + _PIECE].translate(None, b" \t\r\n")
        seen, last = seen + piece.count(b'":'), piece[-1:]
    return seen


def _refuse_repeated(text: str) -> None:
    from collections import Counter

    repeated: list[str] = []

    def unique(pairs: list[tuple[str, Any]]) -> None:
        if len(dict(pairs)) < len(pairs):
            repeated.extend(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)

    json.loads(text, object_pairs_hook=unique)
    if repeated:
        raise _RepeatedError(repeated)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


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


def shown(value: object) -> str:
    """Give a value of plain data as short JSON, for a message."""
    text = json.dumps(value, ensure_ascii=True, default=repr)
    return text if len(text) <= 80 else f"{text[:76]} ..."


def json_step(key: str) -> str:
    """Give a step of a JSON path: `.key`, or `["a key"]` where the key is no plain name."""
    return f".{key}" if key.isidentifier() else f"[{json.dumps(key)}]"

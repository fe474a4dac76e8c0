"""Records to plain data and back, coercing nothing; and the canonical JSON of plain data."""

from typing import Any, TypeVar

from octopus_kb.errors import BundleError, Problem
from octopus_kb.jsontext import dumps, json_step, parse, shown
from octopus_kb.readers import reader

__all__ = ["SCHEMA_VERSION", "dumps", "json_step", "parse", "shown", "structure", "unstructure"]

SCHEMA_VERSION = 1
"""The version of the file format; it rises when a file of an older version can no longer be read."""

T = TypeVar("T")


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
    kind: Any = record
    try:
        made: T = reader(kind)(data)
    except Exception as fault:  # noqa: BLE001 - whatever went wrong, the converter says what and where
        from octopus_kb.converter import explain

        problems = explain(data, record, file, path)
        raise BundleError(file, problems or (Problem(file, path, str(fault)),)) from None
    return made


def unstructure(record: object) -> Any:
    """Make plain data of a record: what it takes by default is left out, keys keep the order of its fields."""
    # cattrs takes as long to import as all records to load: whoever only reads does without.
    from octopus_kb.converter import unstructure

    return unstructure(record)

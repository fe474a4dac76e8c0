"""A folder in, a checked bundle out; every fault that can be found is told at once, and nothing is half loaded."""

import os
from collections.abc import Callable, Iterable
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar

from octopus_kb.checks import check
from octopus_kb.codec import SCHEMA_VERSION, json_step, parse, shown, structure
from octopus_kb.concepts import RECORD_OF_SCHEME, Concept
from octopus_kb.edition import Bundle, ContextFact, Edition
from octopus_kb.errors import BundleError, Problem
from octopus_kb.evidence import place_quotes, quotes_of
from octopus_kb.graph import near_matches
from octopus_kb.model import Passage, Relation, Statement
from octopus_kb.parts import Entry, Parts
from octopus_kb.references import check_circles, check_ids, check_references
from octopus_kb.text import SourceText
from octopus_kb.tiling import check_source, readings
from octopus_kb.vocabulary import Scheme

EDITIONS = ("octopus-2021",)
"""The ids of the editions that are shipped."""

_OPTIONAL = {"relations.json", "context.json", *(f"vocabularies/{scheme}.json" for scheme in Scheme)}
_JSON_FILES = {"edition.json", "statements.json", *_OPTIONAL}
_DATA = f"{os.path.dirname(__file__)}/data"  # noqa: PTH120 - a path inside a zip archive is no path of the file system

T = TypeVar("T")
_Read = Callable[[str], bytes]


def load_folder(folder: str | os.PathLike[str]) -> Bundle:
    """Load a bundle from a folder of files.

    Args:
        folder: The folder that holds `source.txt`, `edition.json`, `statements.json` and, if there are any,
            `relations.json`, `context.json` and `vocabularies/<scheme>.json`.

    Raises:
        BundleError: If anything is wrong with it; every fault that can be found is listed.

    """
    root = Path(folder)
    if not os.path.isdir(root):  # noqa: PTH112 - a name that no file can have is not there, rather than an error
        state = "this is a file, not a folder" if os.path.exists(root) else "the folder is not there"  # noqa: PTH110 - as above
        raise BundleError(str(root), (Problem(".", "$", state, hint="give the folder of a bundle"),))
    try:
        present = _present(str(root))
    except OSError as error:
        raise BundleError(str(root), (Problem(".", "$", f"the folder cannot be read: {error.strerror}"),)) from None
    return _Loader(str(root), partial(_from_folder, str(root), present), _strays(present)).bundle()


@cache
def load_shipped(edition: str) -> Bundle:
    """Load a shipped edition, once; the same proof is run on it as on any other folder.

    Raises:
        BundleError: If the installed files were altered.

    """
    return _Loader(edition, lambda name: read_packaged(f"editions/{edition}/{name}")).bundle()


@cache
def shared_concepts() -> dict[str, Concept]:
    """Give the packaged concepts by id, checked once."""
    loader = _Loader("packaged vocabularies", read_packaged)
    loader.read_concepts()
    parts = loader.parts
    loader.refuse([*check_ids(parts), *check_references(parts), *check_circles(parts)])
    return {entry.record.id: entry.record for entry in parts.concepts}


def read_packaged(name: str) -> bytes:
    """Read a file of the package's data, by its path below `data`."""
    # The loader reads from a zip archive too, and takes no time to import.
    data: bytes = __spec__.loader.get_data(f"{_DATA}/{name}")  # type: ignore[union-attr]  # set by the import system
    return data


def _present(root: str) -> set[str]:
    """Give the names of what is in a folder and in its folder of vocabularies."""
    names = set(os.listdir(root))  # noqa: PTH208 - quicker by far, and it counts here
    if "vocabularies" in names and os.path.isdir(f"{root}/vocabularies"):  # noqa: PTH112 - as above
        names |= {f"vocabularies/{name}" for name in os.listdir(f"{root}/vocabularies")}  # noqa: PTH208 - as above
    return names


def _from_folder(root: str, present: set[str], name: str) -> bytes:
    if name not in present:
        raise FileNotFoundError(name)
    with open(f"{root}/{name}", "rb") as file:  # noqa: PTH123 - as above
        return file.read()


def _strays(present: set[str]) -> list[Problem]:
    """Find JSON files that a bundle has no place for: a misspelt name must not go unseen."""
    found = {name for name in present if name.endswith(".json")}
    return [
        Problem(name, "$", "no such file belongs to a bundle", hint=_meant(name))
        for name in sorted(found - _JSON_FILES)
    ]


def _meant(name: str) -> str:
    near = near_matches(name, sorted(_JSON_FILES))
    return f"did you mean {' or '.join(near)}?" if near else f"files of a bundle: {', '.join(sorted(_JSON_FILES))}"


class _Loader:
    """Reads the files of one bundle, gathering problems as it goes."""

    def __init__(self, name: str, read: _Read, problems: Iterable[Problem] = ()) -> None:
        self.name, self.read, self.problems, self.parts = name, read, list(problems), Parts()

    def bundle(self) -> Bundle:
        """Read everything, prove it, and put it together."""
        parts = self.parts
        parts.shared = shared_concepts()
        self.read_source()
        self.read_edition()
        parts.statements = self.records("statements.json", "statements", Statement)
        parts.relations = self.records("relations.json", "relations", Relation)
        parts.context = self.records("context.json", "facts", ContextFact)
        self.read_concepts()
        self.place()
        self.refuse(check(parts))
        if parts.edition is None or parts.source is None:  # pragma: no cover - without them there was a problem
            raise AssertionError
        return Bundle(
            edition=parts.edition.record,
            source=parts.source,
            passages=_records(parts.passages),
            statements=_records(parts.statements),
            relations=_records(parts.relations),
            context=_records(parts.context),
            concepts=(*parts.shared.values(), *_records(parts.concepts)),
        )

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Raise what was found, if anything was."""
        if found := (*self.problems, *problems):
            raise BundleError(self.name, found)

    def read_source(self) -> None:
        """Read the source text."""
        data = self.bytes_of("source.txt")
        if data is not None:
            try:
                self.parts.source = SourceText.from_bytes(data)
            except UnicodeDecodeError as error:
                self.problems.append(_not_utf8("source.txt", error))

    def read_edition(self) -> None:
        """Read the edition and its passages."""
        data = self.object_of("edition.json", {"edition", "passages"})
        if data is not None and "edition" in data:
            edition = self.record(data["edition"], Edition, "edition.json", "$.edition")
            if edition is not None:
                self.parts.edition = Entry(edition, "edition.json", "$.edition")
        self.parts.passages = self.array(data, "edition.json", "passages", Passage)

    def read_concepts(self) -> None:
        """Read the vocabularies of the bundle's own."""
        for scheme in Scheme:
            file = f"vocabularies/{scheme}.json"
            self.parts.concepts += self.records(file, "concepts", RECORD_OF_SCHEME[scheme])

    def place(self) -> None:
        """Find the words of quotes that were written without spans."""
        parts = self.parts
        self.problems += check_source(parts)
        parts.readings = readings(parts)
        for n, passage in enumerate(parts.passages):
            if passage.record.id in parts.readings and _unplaced(passage.record):
                reading = parts.readings[passage.record.id]
                parts.passages[n] = place_quotes(passage, reading, self.problems)
        for entries in (parts.statements, parts.relations):
            self.place_located(entries)

    def place_located(self, entries: list[Entry[Any]]) -> None:
        """Find the words of statements or relations in their passages."""
        for n, entry in enumerate(entries):
            found = self.parts.readings.get(entry.record.passage)
            if found is not None and _unplaced(entry.record):
                entries[n] = place_quotes(entry, found, self.problems)

    def records(self, file: str, key: str, record: type[T]) -> list[Entry[T]]:
        """Read a file that holds one array of records."""
        return self.array(self.object_of(file, {key}), file, key, record)

    def array(self, data: dict[str, Any] | None, file: str, key: str, record: type[T]) -> list[Entry[T]]:
        """Make records of an array, keeping those that can be made."""
        if data is None or key not in data:
            return []
        if type(data[key]) is not list:
            self.problems.append(Problem(file, f"$.{key}", "wrong value", expected="an array", found=shown(data[key])))
            self.lose(file)
            return []
        made = ((n, self.record(member, record, file, f"$.{key}[{n}]")) for n, member in enumerate(data[key]))
        return [Entry(one, file, f"$.{key}[{n}]") for n, one in made if one is not None]

    def record(self, data: object, record: type[T], file: str, path: str) -> T | None:
        """Make one record, or note what prevents it and what must not be missed on its account."""
        try:
            return structure(data, record, file=file, path=path)
        except BundleError as error:
            self.problems.extend(error.problems)
            self.parts.unread.add(file)
            id = data.get("id") if isinstance(data, dict) else None
            if isinstance(id, str):
                self.parts.unread.add(id)
            else:
                self.parts.lost.add(file)
            return None

    def object_of(self, file: str, keys: set[str]) -> dict[str, Any] | None:
        """Read a JSON file and check its head: its version, and no key but those it may have."""
        data = self.bytes_of(file)
        if data is None:
            return None
        try:
            found = parse(data.decode("utf-8"), file=file)
        except UnicodeDecodeError as error:
            self.problems.append(_not_utf8(file, error))
        except BundleError as error:
            self.problems.extend(error.problems)
        else:
            if type(found) is dict:
                self.problems.extend(_head_problems(found, file, keys))
                if keys - found.keys():
                    self.lose(file)
                return found
            self.problems.append(Problem(file, "$", "wrong value", expected="an object", found=shown(found)))
        self.lose(file)
        return None

    def lose(self, file: str) -> None:
        """Note that what a file holds is not known, so that no other fault is told on its account."""
        self.parts.unread.add(file)
        self.parts.lost.add(file)

    def bytes_of(self, file: str) -> bytes | None:
        """Read a file; a missing one is a problem unless a bundle can do without."""
        try:
            return self.read(file)
        except FileNotFoundError:
            if file in _OPTIONAL:
                return None
            self.problems.append(Problem(file, "$", "the file is not there"))
        except OSError as error:
            self.problems.append(Problem(file, "$", f"the file cannot be read: {error.strerror}"))
        self.lose(file)
        return None


def _head_problems(data: dict[str, Any], file: str, keys: set[str]) -> list[Problem]:
    version = data.get("schema_version")
    problems = [
        Problem(file, f"$.{key}", "a required key is missing")
        for key in sorted({"schema_version", *keys} - data.keys())
    ]
    if "schema_version" in data and (type(version) is not int or version != SCHEMA_VERSION):
        hint = "load it with the version of octopus-kb that it was written for"
        expected, found = str(SCHEMA_VERSION), shown(version)
        problems.append(
            Problem(
                file,
                "$.schema_version",
                "unknown version of the format",
                expected=expected,
                found=found,
                hint=hint,
            )
        )
    if "$schema" in data and type(data["$schema"]) is not str:
        problems.append(Problem(file, "$" + json_step("$schema"), "wrong value", expected="a string"))
    for key in sorted(data.keys() - keys - {"schema_version", "$schema"}):
        near = near_matches(key, ["schema_version", *sorted(keys)])
        hint = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(sorted(keys))}"
        problems.append(Problem(file, "$" + json_step(key), "no such key is known", hint=hint))
    return problems


def _not_utf8(file: str, error: UnicodeDecodeError) -> Problem:
    message = f"the file is not UTF-8: byte {error.start} ({error.reason})"
    return Problem(file, "$", message, found=f"0x{error.object[error.start]:02x}", hint="save it as UTF-8")


def _unplaced(record: Passage | Statement | Relation) -> bool:
    return any(not quote.spans for _, quote in quotes_of(record))


def _records(entries: Iterable[Entry[T]]) -> tuple[T, ...]:
    return tuple([entry.record for entry in entries])

"""Plain data in, a checked bundle out: the records of a bundle, with every problem that stands in their way."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeVar

from octopus_kb.checks import check
from octopus_kb.codec import SCHEMA_VERSION, json_step, parse, shown, structure
from octopus_kb.concepts import RECORD_OF_SCHEME
from octopus_kb.edition import Bundle, ContextFact, Edition
from octopus_kb.errors import BundleError, Problem
from octopus_kb.graph import near_matches
from octopus_kb.model import Passage, Relation, Statement
from octopus_kb.parts import Entries, Entry, Parts
from octopus_kb.readers import reader
from octopus_kb.text import SourceText
from octopus_kb.vocabulary import Scheme

HINT_OF_VERSION = "load it with the version of octopus-kb that it was written for"

T = TypeVar("T")


class Gatherer:
    """Makes the records of one bundle out of plain data, gathering problems as it goes.

    It reads no file: whoever has read one, or a part of one, hands it over under the name that it has in a folder.
    """

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        """Take the problems that are known already."""
        self.problems: list[Problem] = list(problems)
        self.parts: Parts = Parts()

    def take_source(self, data: bytes | None) -> None:
        """Take the bytes of the source."""
        if data is not None:
            try:
                self.parts.source = SourceText.from_bytes(data)
            except UnicodeDecodeError as error:
                self.problems.append(not_utf8("source.txt", error))

    def take_edition(self, data: dict[str, Any] | None) -> None:
        """Take the object that holds the edition and its passages."""
        if data is not None and "edition" in data:
            edition = self._record(data["edition"], Edition, "edition.json", "$.edition")
            if edition is not None:
                self.parts.edition = Entry(edition, "edition.json", "$.edition")
        self.parts.passages = self._array(data, "edition.json", "passages", Passage)

    def take_statements(self, data: dict[str, Any] | None) -> None:
        """Take the object that holds the statements."""
        self.parts.statements = self._array(data, "statements.json", "statements", Statement)

    def take_relations(self, data: dict[str, Any] | None) -> None:
        """Take the object that holds the relations."""
        self.parts.relations = self._array(data, "relations.json", "relations", Relation)

    def take_context(self, data: dict[str, Any] | None) -> None:
        """Take the object that holds the facts from outside."""
        self.parts.context = self._array(data, "context.json", "facts", ContextFact)

    def take_concepts(self, data: dict[str, Any] | None, scheme: Scheme) -> None:
        """Take the object that holds the concepts of a scheme."""
        found = self._array(data, f"vocabularies/{scheme}.json", "concepts", RECORD_OF_SCHEME[scheme])
        if found.records:
            self.parts.vocabularies.append(found)

    def faults(self) -> list[Problem]:
        """Find the words of quotes that were written without spans, prove the whole, and give every problem."""
        return [*self.problems, *check(self.parts)]

    def bundle(self) -> Bundle:
        """Put together what has no faults."""
        parts = self.parts
        if parts.edition is None or parts.source is None:  # pragma: no cover - without them there was a problem
            raise AssertionError
        return Bundle(
            edition=parts.edition.record,
            source=parts.source,
            passages=tuple(parts.passages.records),
            statements=tuple(parts.statements.records),
            relations=tuple(parts.relations.records),
            context=tuple(parts.context.records),
            concepts=(*parts.shared.values(), *(entry.record for entry in parts.concepts)),
        )

    def lose(self, file: str) -> None:
        """Note that what a file holds is not known, so that no other fault is told on its account."""
        self.parts.unread.add(file)
        self.parts.lost.add(file)

    def _array(self, data: dict[str, Any] | None, file: str, key: str, record: type[T]) -> Entries[T]:
        """Take the records of an array, and make those that are still to be made; the array is empty afterwards."""
        if data is None or key not in data:
            return Entries()
        members, path = data[key], f"$.{key}"
        if type(members) is not list:
            self.problems.append(Problem(file, path, "wrong value", expected="an array", found=shown(members)))
            self.lose(file)
            return Entries()
        records, numbers, count = list[T](), list[int](), len(members)
        members.reverse()
        for n in range(count):
            member = members.pop()  # so that the memory of what was read serves the records
            made = member if type(member) is record else self._record(member, record, file, f"{path}[{n}]")
            if made is not None:
                records.append(made)
                numbers.append(n)
        return Entries(records, file, path, numbers)

    def _record(self, data: object, record: type[T], file: str, path: str) -> T | None:
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


def read_object(data: bytes, *, file: str, arrays: Mapping[str, type] | None = None) -> dict[str, Any]:
    """Read the bytes of a JSON file that holds an object.

    Args:
        data: The bytes.
        file: The name of the file, for messages.
        arrays: The keys under which there should be arrays, with the type of record that is made of their members. A
            member that makes no such record is left as it is.

    Raises:
        BundleError: If they are not UTF-8, not JSON, or no object.

    """
    try:
        found = parse(data, file=file, make={key: reader(kind) for key, kind in (arrays or {}).items()})
    except UnicodeDecodeError as error:
        raise BundleError(file, (not_utf8(file, error),)) from None
    if type(found) is not dict:
        raise BundleError(file, (Problem(file, "$", "wrong value", expected="an object", found=shown(found)),))
    return found


def head_problems(
    data: dict[str, Any], file: str, keys: Collection[str], *, optional: Collection[str] = ()
) -> list[Problem]:
    """Check the head of a JSON file: its version, and no key but those it may have.

    Args:
        data: The object in the file.
        file: The name of the file, for messages.
        keys: The keys that it must have, besides its version.
        optional: The keys that it may have, besides the name of a schema.

    """
    problems = key_problems(data, file, "$", {"schema_version", *keys}, {"$schema", *optional})
    version = data.get("schema_version")
    if "schema_version" in data and (type(version) is not int or version != SCHEMA_VERSION):
        message, expected = "unknown version of the format", str(SCHEMA_VERSION)
        problems.append(
            Problem(file, "$.schema_version", message, expected=expected, found=shown(version), hint=HINT_OF_VERSION)
        )
    if "$schema" in data and type(data["$schema"]) is not str:
        problems.append(Problem(file, "$" + json_step("$schema"), "wrong value", expected="a string"))
    return problems


def key_problems(
    data: dict[str, Any], file: str, path: str, keys: Collection[str], optional: Collection[str]
) -> list[Problem]:
    """Find the keys that an object misses, and those that it may not have."""
    missing, unknown = sorted({*keys} - data.keys()), sorted(data.keys() - {*keys, *optional})
    problems = [Problem(file, path + json_step(key), "a required key is missing") for key in missing]
    known = sorted({*keys, *optional} - {"$schema"}) if unknown else []
    for key in unknown:
        near = near_matches(key, known)
        hint = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(known)}"
        problems.append(Problem(file, path + json_step(key), "no such key is known", hint=hint))
    return problems


def not_utf8(file: str, error: UnicodeDecodeError) -> Problem:
    """Say where the bytes of a file are not UTF-8."""
    message = f"the file is not UTF-8: byte {error.start} ({error.reason})"
    return Problem(file, "$", message, found=f"0x{error.object[error.start]:02x}", hint="save it as UTF-8")

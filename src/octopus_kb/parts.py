"""The records of a bundle before it is proved, each with the place in the files where it was found."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Generic, TypeVar

from attrs import Factory, define, field, frozen

from octopus_kb.concepts import Concept
from octopus_kb.edition import ContextFact, Edition
from octopus_kb.errors import Problem
from octopus_kb.model import Passage, Relation, Statement
from octopus_kb.text import SourceText

_LONGEST = 1000
Fault = tuple[str, str, dict[str, Any]]
"""What is wrong with a record: a place below its own, the message, and the details of the problem."""
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


def _short(text: str) -> str:
    """Cut what nobody would read to its end."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ..."


@frozen
class Entry(Generic[R_co]):
    """A record and its place."""

    record: R_co
    """The record."""
    file: str
    """The file in which it stands."""
    path: str
    """The JSON path at which it stands there."""

    def problem(
        self,
        where: str,
        message: str,
        *,
        expected: object = None,
        found: object = None,
        hint: str | None = None,
    ) -> Problem:
        """Describe a fault of the record, at a place below its own."""
        sides = [None if side is None else _short(repr(side)) for side in (expected, found)]
        place = f"{self.path}{where}"
        return Problem(self.file, place, message, expected=sides[0], found=sides[1], hint=hint)


@define
class Entries(Generic[R]):
    """The records of one array of a file, each of which has its place there.

    Nearly all records are right: a place is worked out where something is to be said of it.
    """

    records: list[R] = Factory(list)
    """Those of its records that could be made."""
    file: str = ""
    """The file in which the array stands."""
    path: str = ""
    """The JSON path at which it stands there."""
    numbers: Sequence[int] = ()
    """The number of each record in the array, from 0."""
    _by_id: dict[str, R] | None = field(default=None, init=False, repr=False)

    @property
    def by_id(self) -> dict[str, R]:
        """The records by their ids, looked up once; the last of those that share one."""
        if self._by_id is None:
            records: list[Any] = self.records
            self._by_id = {one.id: one for one in records}
        return self._by_id

    def replace(self, n: int, record: R) -> None:
        """Put a record in the place of one that has the same id."""
        self.records[n], self._by_id = record, None

    def __iter__(self) -> Iterator[Entry[R]]:
        """Yield each record with its place."""
        return map(self.__getitem__, range(len(self.records)))

    def __getitem__(self, n: int) -> Entry[R]:
        """Give a record with its place."""
        return Entry(self.records[n], self.file, f"{self.path}[{self.numbers[n]}]")

    def problems(self, n: int, faults: Iterable[Fault]) -> Iterator[Problem]:
        """Yield what is wrong with a record as problems at its place."""
        for where, message, details in faults:
            yield self[n].problem(where, message, **details)


@define(kw_only=True)
class Parts:
    """What could be read of a bundle, and what could not, so that no fault is told on account of another."""

    edition: Entry[Edition] | None = None
    """The edition."""
    source: SourceText | None = None
    """The source."""
    passages: Entries[Passage] = Factory(Entries)
    """The passages."""
    statements: Entries[Statement] = Factory(Entries)
    """The statements."""
    relations: Entries[Relation] = Factory(Entries)
    """The relations."""
    context: Entries[ContextFact] = Factory(Entries)
    """The facts from outside."""
    vocabularies: list[Entries[Concept]] = Factory(list)
    """The concepts of the bundle's own, those of each scheme apart."""
    shared: dict[str, Concept] = Factory(dict)
    """The packaged concepts, by id."""
    unread: set[str] = Factory(set)
    """The ids of records that could not be read, and the names of files of which some record could not."""
    lost: set[str] = Factory(set)
    """The names of files that hold records whose very ids are not known."""
    doubtful: set[str] = Factory(set)
    """The ids of passages of which it is not known what covers them, because something else is wrong with them."""
    sound: dict[str, Passage] = Factory(dict)
    """The passages whose spans and marker are right, by id: their words can be read."""

    @property
    def concepts(self) -> Iterator[Entry[Concept]]:
        """The concepts of the bundle's own."""
        return chain.from_iterable(self.vocabularies)

    def arrays(self) -> Iterator[Entries[Any]]:
        """Yield the arrays that have a record, each of which has an id of its own."""
        arrays: list[Entries[Any]] = [self.passages, self.statements, self.relations, self.context, *self.vocabularies]
        yield from (entries for entries in arrays if entries.records)

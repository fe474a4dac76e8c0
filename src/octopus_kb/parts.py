"""The records of a bundle before it is proved, each with the place in the files where it was found."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from attrs import Factory, define, frozen

from octopus_kb.concepts import Concept
from octopus_kb.edition import ContextFact, Edition
from octopus_kb.errors import Problem
from octopus_kb.model import Passage, Relation, Statement
from octopus_kb.text import SourceText

_LONGEST = 1000
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


@define(kw_only=True)
class Parts:
    """What could be read of a bundle, and what could not, so that no fault is told on account of another."""

    edition: Entry[Edition] | None = None
    """The edition."""
    source: SourceText | None = None
    """The source."""
    passages: list[Entry[Passage]] = Factory(list)
    """The passages."""
    statements: list[Entry[Statement]] = Factory(list)
    """The statements."""
    relations: list[Entry[Relation]] = Factory(list)
    """The relations."""
    context: list[Entry[ContextFact]] = Factory(list)
    """The facts from outside."""
    concepts: list[Entry[Concept]] = Factory(list)
    """The concepts of the bundle's own."""
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

    def records(self) -> Iterator[Entry[Passage | Statement | Relation | ContextFact | Concept]]:
        """Yield every record that has an id of its own, file by file."""
        yield from self.passages
        yield from self.statements
        yield from self.relations
        yield from self.context
        yield from self.concepts

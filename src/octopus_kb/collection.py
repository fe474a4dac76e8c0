"""Collections of records: immutable sequences that can be looked up, filtered, counted and grouped."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from operator import itemgetter
from typing import Any, ClassVar, Generic, Protocol, Self, TypeAlias, TypeVar, overload

from octopus_kb.codec import unstructure
from octopus_kb.display import list_table, summary
from octopus_kb.edition import Bundle
from octopus_kb.errors import AmbiguousIdError, CriterionError, NotOneError, UnknownIdError
from octopus_kb.graph import Hierarchy, near_matches


class Record(Protocol):
    """A record that has an id."""

    @property
    def id(self) -> str:
        """The id."""


T_co = TypeVar("T_co", bound=Record, covariant=True)

Choice: TypeAlias = str | Record | Iterable[str | Record]
"""A value of a criterion: an id, a record, a member of a closed list; or several, any of which will do."""

Facet: TypeAlias = Callable[[Any], Iterable[str]]
"""What gives the values of one criterion for a record."""


def id_of(asked: object) -> str:
    """Give the id that is asked for: itself, or that of a record.

    Raises:
        TypeError: If it is neither an id nor a record.

    """
    id = asked if isinstance(asked, str) else getattr(asked, "id", None)
    if not isinstance(id, str):
        raise TypeError(f"an id or a record is wanted, not {asked!r}")
    return id


def with_short_forms(ids: Iterable[str], fits: Callable[[str], bool]) -> list[str]:
    """Give ids, and after them their short forms that fit: what stands after the colon."""
    known = dict.fromkeys(ids)
    shorts = dict.fromkeys(id.partition(":")[2] for id in known)
    return [*known, *(short for short in shorts if short and short not in known and fits(short))]


class Collection(Sequence[T_co], Generic[T_co]):
    """An immutable sequence of records, each found by its place or by its id."""

    __slots__ = ("_by_id", "_hierarchy", "_index", "_places", "_records")

    facets: ClassVar[Mapping[str, Facet]] = {}
    """The criteria by which the records can be filtered, counted and grouped: what each gives of a record."""
    lists: ClassVar[Mapping[str, type[StrEnum]]] = {}
    """The closed list that a criterion chooses from; a criterion that has none takes ids."""

    takes: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """What a criterion takes the ids of: concepts of some schemes, or records of some kind."""

    def __init__(self, records: Iterable[T_co], hierarchy: Hierarchy) -> None:
        """Take the records, and the hierarchy that their ids, and the ids they name, belong to."""
        self._records = tuple(records)
        self._hierarchy = hierarchy
        self._index: dict[str, dict[str, frozenset[int]]] = {}
        self._places: list[int] = []
        self._by_id: dict[str, T_co] = {}

    def __len__(self) -> int:
        """Give the number of records."""
        return len(self._records)

    def __iter__(self) -> Iterator[T_co]:
        """Yield the records in order."""
        return iter(self._records)

    @overload
    def __getitem__(self, key: int | str) -> T_co: ...
    @overload
    def __getitem__(self, key: slice) -> Self: ...
    def __getitem__(self, key: int | str | slice) -> T_co | Self:
        """Give the record at a place or with an id (a short form will do), or the records of a slice.

        Raises:
            IndexError: If there is no such place.
            UnknownIdError: If no record of the collection has this id.
            AmbiguousIdError: If a short form fits several records.

        """
        if isinstance(key, slice):
            return type(self)(self._records[key], self._hierarchy)
        if not isinstance(key, str):
            return self._records[key]
        found = self._found(key)
        if len(found) > 1:
            raise AmbiguousIdError(key, found)
        if not found:
            raise UnknownIdError(key, near_matches(key, self._ids))
        return self._ids[found[0]]

    def _found(self, name: str) -> tuple[str, ...]:
        """Give the ids of records here that a name may stand for."""
        return tuple(id for id in self._hierarchy.candidates(name) if id in self._ids)

    @property
    def _ids(self) -> dict[str, T_co]:
        if len(self._by_id) < len(self._records):
            self._by_id = {record.id: record for record in self._records}
        return self._by_id

    def get(self, id: str) -> T_co | None:
        """Give the record with an id (a short form will do), or `None` if there is none.

        Raises:
            AmbiguousIdError: If a short form fits several records.

        """
        try:
            return self[id]
        except UnknownIdError:
            return None

    def __contains__(self, item: object) -> bool:
        """Tell whether a record, or a record with an id, is in the collection."""
        if isinstance(item, str):
            return len(self._found(item)) == 1
        return item in self._records

    def __eq__(self, other: object) -> bool:
        """Tell whether another collection of the same type holds the same records in the same order."""
        if not isinstance(other, Collection):
            return NotImplemented
        return type(other) is type(self) and self._records == other._records

    def __hash__(self) -> int:
        """Give a hash that agrees with equality."""
        return hash(self._records)

    def __add__(self, other: "Collection[T_co]") -> Self:
        """Give the records of both, each once, in order."""
        if type(other) is not type(self):
            return NotImplemented
        return type(self)(dict.fromkeys((*self._records, *other._records)), self._hierarchy)

    def __repr__(self) -> str:
        """Give the type, the number of records, and the ids of the first few."""
        shown = ", ".join(record.id for record in self._records[:3])
        more = ", ..." if len(self._records) > 3 else ""
        return f"<{type(self).__name__} of {len(self)}{': ' if shown else ''}{shown}{more}>"

    def _repr_html_(self) -> str:
        """Give the ids of the first records with their telling words, as an HTML table."""
        rows = ((record.id, summary(record)) for record in self._records)
        return list_table(f"{type(self).__name__}: {len(self)}", ("id", ""), rows, len(self))

    def __rich_repr__(self) -> Iterator[object]:
        """Yield the number of records and the ids of the first few, for `rich`."""
        yield len(self)
        yield list(self.ids[:3])

    def _ipython_key_completions_(self) -> list[str]:
        """Give the ids and the short forms that fit one record, to complete one between square brackets."""
        return with_short_forms(self.ids, lambda short: len(self._found(short)) == 1)

    @property
    def bundles(self) -> tuple[Bundle, ...]:
        """The editions that the knowledge base holds from which the records come."""
        return self._hierarchy.bundles

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the records, in order."""
        return tuple(record.id for record in self._records)

    def where(self, condition: Callable[[T_co], object]) -> Self:
        """Give the records for which a function gives something true."""
        return type(self)(filter(condition, self._records), self._hierarchy)

    def first(self) -> T_co | None:
        """Give the first record, or `None` if there is none."""
        return self._records[0] if self._records else None

    def one(self) -> T_co:
        """Give the only record.

        Raises:
            NotOneError: If there is none, or more than one.

        """
        if len(self._records) != 1:
            raise NotOneError(len(self._records), repr(self))
        return self._records[0]

    def to_dicts(self) -> list[dict[str, Any]]:
        """Give the records as plain data, as they stand in the JSON files."""
        return [unstructure(record) for record in self._records]

    def _count_by(self, facet: str) -> dict[str, int]:
        self._must_have(facet)
        return dict(Counter(value for record in self._records for value in self._values(facet, record)).most_common())

    def _group_by(self, facet: str) -> dict[str, Self]:
        self._must_have(facet)
        groups: dict[str, list[T_co]] = {}
        for record in self._records:
            for value in self._values(facet, record):
                groups.setdefault(value, []).append(record)
        return {value: type(self)(records, self._hierarchy) for value, records in groups.items()}

    def _must_have(self, facet: str) -> None:
        if facet not in self.facets:
            raise CriterionError("facet", facet, near_matches(facet, self.facets) or tuple(self.facets))

    def _values(self, facet: str, record: T_co) -> Iterable[str]:  # type: ignore[misc]  # a covariant argument is safe: it is only read
        return dict.fromkeys(self.facets[facet](record))

    def _filter(
        self, criteria: Mapping[str, Choice | None], *, exact: bool = False, wider: tuple[str, ...] = ()
    ) -> Self:
        """Keep the records that meet each criterion that is given; `wider` names those that take wider ids in."""
        found = [
            self._meeting(name, self._wanted(name, choice, exact=exact, wider=name in wider))
            for name, choice in criteria.items()
            if choice is not None
        ]
        if not found:
            return self
        # Sets of places, smallest first: an order of magnitude quicker than testing each record.
        places = sorted(frozenset.intersection(*sorted(found, key=len)))
        if len(places) < 2:
            return type(self)([self._records[place] for place in places], self._hierarchy)
        return type(self)(itemgetter(*places)(self._records), self._hierarchy)  # in one call, all of them

    def _meeting(self, name: str, values: set[str]) -> frozenset[int]:
        if name not in self._index:
            # The same numbers serve all criteria: sets know one by its identity, twice as quickly as by its value.
            self._places = self._places or list(range(len(self._records)))
            index: dict[str, set[int]] = {}
            for place, record in zip(self._places, self._records, strict=True):
                for value in self.facets[name](record):
                    index.setdefault(value, set()).add(place)
            self._index[name] = {value: frozenset(places) for value, places in index.items()}
        held = [places for value in values if (places := self._index[name].get(value))]
        # A set that is alone is not copied: most criteria have one value, and it may be that of all records.
        return held[0] if len(held) == 1 else frozenset().union(*held)

    def _wanted(self, name: str, choice: Choice, *, exact: bool, wider: bool) -> set[str]:
        several = not isinstance(choice, str) and isinstance(choice, Iterable)
        wanted: set[str] = set()
        for value in choice if several else (choice,):  # type: ignore[union-attr]  # several tells that it is iterable
            key = getattr(value, "id", value)
            if not isinstance(key, str):
                raise TypeError(f"{name} takes an id, a record or a member of a list, or several of them: not {key!r}")
            wanted.update(self._member(name, key) if name in self.lists else self._reach(name, key, exact, wider))
        return wanted

    def _member(self, name: str, value: str) -> tuple[str, ...]:
        try:
            return (self.lists[name](value).value,)
        except ValueError:
            members = [member.value for member in self.lists[name]]
            raise CriterionError(name, value, near_matches(value, members) or tuple(members)) from None

    def _reach(self, name: str, key: str, exact: bool, wider: bool) -> tuple[str, ...]:  # noqa: FBT001 - both are passed by name of the criterion only
        id = self._hierarchy.resolve(key)
        if self._hierarchy.kind(id) not in self.takes[name]:
            right = [one for one in self._hierarchy.parents if self._hierarchy.kind(one) in self.takes[name]]
            raise CriterionError(name, key, near_matches(key, right))
        below = () if exact else self._hierarchy.narrower(id)
        above = self._hierarchy.broader(id) if wider else ()
        return (id, *below, *above)

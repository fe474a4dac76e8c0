"""Values that may not be fully known: `Truth` in three values, `PartialDate` and `Quantity`."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from math import inf, isfinite
from operator import eq, ge, le

from attrs import frozen

from octopus_kb.errors import DateError, UndecidedError


class Truth(StrEnum):
    """An answer that may be unknown; `&`, `|` and `~` follow Kleene's strong logic of three values."""

    YES = "yes"
    """Certainly so."""
    NO = "no"
    """Certainly not so."""
    UNKNOWN = "unknown"
    """What is known decides it neither way."""

    @classmethod
    def of(cls, answer: bool | None) -> "Truth":  # noqa: FBT001 - the boolean is what is converted
        """Turn True, False or None into YES, NO or UNKNOWN; anything else raises a TypeError."""
        if answer is None:
            return cls.UNKNOWN
        if not isinstance(answer, bool):
            raise TypeError(f"Truth.of takes True, False or None, not {answer!r}; for a text use Truth(...)")
        return cls.YES if answer else cls.NO

    def __bool__(self) -> bool:
        """Give True for YES and False for NO; UNKNOWN is neither, and raises an UndecidedError."""
        if self is Truth.UNKNOWN:
            raise UndecidedError("Truth.UNKNOWN is neither true nor false; compare with `is Truth.YES`")
        return self is Truth.YES

    def __and__(self, other: "Truth") -> "Truth":
        """Give NO if either is NO, else UNKNOWN if either is UNKNOWN, else YES."""
        if not isinstance(other, Truth):
            return NotImplemented
        return self if self is Truth.NO or other is Truth.YES else other

    def __or__(self, other: "Truth") -> "Truth":
        """Give YES if either is YES, else UNKNOWN if either is UNKNOWN, else NO."""
        if not isinstance(other, Truth):
            return NotImplemented
        return ~(~self & ~other)

    def __invert__(self) -> "Truth":
        """Turn YES and NO into each other; UNKNOWN stays."""
        return self if self is Truth.UNKNOWN else Truth.of(self is Truth.NO)


@frozen(eq=False)
class _Bounds:
    """Where an extent of whole days may start and end, as ordinals of days; an infinity is no known bound."""

    earliest_start: float
    latest_start: float
    earliest_end: float
    latest_end: float


@frozen(repr=False)
class PartialDate:
    """A date or an interval, known as exactly as the document gives it: a subset of EDTF (ISO 8601-2).

    A value stands for one extent of days, without gaps. It is known within which days the extent starts,
    and within which it ends (never before it starts):

    - a day, `2021-11-18`, starts and ends on that day;
    - a month, `2021-11`, a year, `2021` (0001 to 9999), or a season, `2022-21` (spring) to `2022-24`
      (winter), says only that the extent lies *somewhere within* it;
    - an interval starts within its first date and ends within its second: `2017-09/2021-05` covers
      30 September 2017 to 1 May 2021 for certain, and 1 September 2017 to 31 May 2021 at most;
    - an open end, `2021/..` or `../2021`, may lie anywhere, and so may a date or an end that is marked as
      approximate, `2021~`, uncertain, `2021?/2022`, or both, `2021%`: no bound is invented for "about".
      Still, `2021~/2022-01-01` ends on 1 January 2022, and so covers that day for certain.

    A season's text says neither its months nor its hemisphere. In meteorology and in astronomy, spring and
    autumn lie within their year on both. The south's summer and the north's winter straddle a turn of the
    year, and which turn is not said: they lie from 1 December of the year before to 31 March of the next.

    `before`, `after` and `overlaps` answer YES if it is so for all extents that the two values allow, NO
    if for none, else UNKNOWN. The two are taken to be independent: two things dated `2021-11` need not
    have met, so even equal values may overlap only perhaps. `==` and `hash` go by the text alone.

    Examples:
        >>> conference = PartialDate("2021-11-16/2021-11-18")
        >>> [str(conference.before(PartialDate(text))) for text in ("2022-21", "2021-11", "2021-11-18")]
        ['yes', 'unknown', 'no']

    Raises:
        DateError: If the text is none of these, is not in the calendar, or certainly ends before it begins.

    """

    edtf: str
    """The EDTF text, exactly as it was given."""

    def __attrs_post_init__(self) -> None:
        """Refuse what is not a date."""
        if not isinstance(self.edtf, str):
            raise TypeError(f"a PartialDate takes EDTF text such as '2021-11-18', not {self.edtf!r}")
        _parse(self.edtf)

    def __str__(self) -> str:
        """Give the EDTF text."""
        return self.edtf

    def __repr__(self) -> str:
        """Give the expression that makes an equal value."""
        return f"PartialDate({self.edtf!r})"

    @property
    def earliest(self) -> date | None:
        """The first day that the extent may reach; None if no such bound is known."""
        return _day(_parse(self.edtf).earliest_start)

    @property
    def latest(self) -> date | None:
        """The last day that the extent may reach; None if no such bound is known."""
        return _day(_parse(self.edtf).latest_end)

    @property
    def is_interval(self) -> bool:
        """Whether the text is an interval (`A/B`, `A/..` or `../B`)."""
        return "/" in self.edtf

    @property
    def is_season(self) -> bool:
        """Whether the text is a season; an interval between seasons is none."""
        return not self.is_interval and self.edtf[5:7] in _SEASONS

    @property
    def approximate(self) -> bool:
        """Whether the date, or an end of the interval, is marked as approximate (`~` or `%`)."""
        return "~" in self.edtf or "%" in self.edtf

    @property
    def uncertain(self) -> bool:
        """Whether the date, or an end of the interval, is marked as uncertain (`?` or `%`)."""
        return "?" in self.edtf or "%" in self.edtf

    def before(self, other: "PartialDate | date") -> Truth:
        """Tell whether every day of this extent lies before every day of the other.

        YES if its latest end lies before the other's earliest start; NO if its earliest end does not lie
        before the other's latest start; else UNKNOWN. A text or a `datetime` raises a TypeError.
        """
        return _before(_parse(self.edtf), _bounds(other))

    def after(self, other: "PartialDate | date") -> Truth:
        """Tell whether every day of this extent lies after every day of the other: `before` mirrored."""
        return _before(_bounds(other), _parse(self.edtf))

    def overlaps(self, other: "PartialDate | date") -> Truth:
        """Tell whether the two extents have a day in common.

        Extents have no gaps, so they do unless one lies before the other: YES if `before` and `after` are
        both NO, NO if either is YES, else UNKNOWN.
        """
        return ~(self.before(other) | self.after(other))


@frozen(kw_only=True, repr=False)
class Quantity:
    """A number of things, as the text gives it.

    A comparison of, or with, an approximate quantity is UNKNOWN: no bound is invented for "about".

    Examples:
        >>> Quantity(value=14, unit="workshops", words="14 workshops").at_least(10)
        <Truth.YES: 'yes'>

    """

    value: int
    """The number that the text gives, an int and nothing else: things are counted."""
    unit: str
    """What is counted, such as `participants`."""
    words: str
    """The words of the text, verbatim, such as `About 1200`."""
    approximate: bool = False
    """Whether the text says that the number is not exact ("about", "some")."""

    def __attrs_post_init__(self) -> None:
        """Refuse what only looks like a whole number."""
        if type(self.value) is not int:
            raise TypeError(f"the value of a Quantity is an int, not {self.value!r}")

    def __str__(self) -> str:
        """Give the words of the text."""
        return self.words

    def __repr__(self) -> str:
        """Give the expression that makes an equal value."""
        approximate = ", approximate=True" if self.approximate else ""
        return f"Quantity(value={self.value}, unit={self.unit!r}, words={self.words!r}{approximate})"

    def at_least(self, n: "int | float | Quantity") -> Truth:
        """Tell whether there are `n` or more, `n` being a number or a quantity of the same unit.

        Raises:
            UndecidedError: If `n` is a quantity of another unit, or NaN.
            TypeError: If `n` is anything else, a bool included.

        """
        return self._compare(ge, n)

    def at_most(self, n: "int | float | Quantity") -> Truth:
        """Tell whether there are `n` or fewer; see `at_least`."""
        return self._compare(le, n)

    def equals(self, n: "int | float | Quantity") -> Truth:
        """Tell whether there are exactly `n`; see `at_least`."""
        return self._compare(eq, n)

    def _compare(self, holds: Callable[[float, float], bool], n: "int | float | Quantity") -> Truth:
        if isinstance(n, Quantity):
            if n.unit != self.unit:
                raise UndecidedError(f"{self.unit!r} do not compare with {n.unit!r}")
            return Truth.UNKNOWN if n.approximate else self._compare(holds, n.value)
        if isinstance(n, bool) or not isinstance(n, int | float):
            raise TypeError(f"a Quantity is compared with an int, a float or a Quantity, not {n!r}")
        if n != n:  # only NaN; `math.isnan` fails on large integers
            raise UndecidedError("a Quantity does not compare with NaN, which is no number")
        return Truth.of(None if self.approximate else holds(self.value, n))


_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")
_SEASONS = ("21", "22", "23", "24")
_ACCEPTED = (
    "accepted are a day (2021-11-18), month (2021-11), year (2021), season (2022-21 to 2022-24) or interval "
    "(A/B, A/.., ../B), with ~ (approximate), ? (uncertain) or % (both) after a date or an end of an interval"
)


# A cache, and not fields of the record, holds the bounds: few dates recur often, and records stay one text.
@lru_cache(maxsize=4096)
def _parse(text: str) -> _Bounds:
    first, slash, last = text.partition("/")
    if not slash:
        low, high = _range(text, text)
        return _Bounds(low, high, low, high)
    # With both ends open nothing would be said: that `..` goes on to be refused as a date.
    low, latest_start = (-inf, inf) if first == ".." != last else _range(text, first)
    earliest_end, high = (-inf, inf) if last == ".." else _range(text, last)
    if low > high:
        raise DateError(text, f"the interval ends before it begins; {_ACCEPTED}")
    return _Bounds(low, min(latest_start, high), max(earliest_end, low), high)


def _range(text: str, part: str) -> tuple[float, float]:
    match = _DATE.fullmatch(part)
    if match is None:
        raise DateError(text, f"{part!r} is not written as a date; {_ACCEPTED}")
    year, month, day, qualifier = match.groups()
    try:
        first, last = _days(int(year), month, day)
    except ValueError as error:
        raise DateError(text, f"{part!r} is not in the calendar ({error}); {_ACCEPTED}") from None
    return (-inf, inf) if qualifier else (first.toordinal(), last.toordinal())


def _days(year: int, month: str | None, day: str | None) -> tuple[date, date]:
    if month is not None and day is not None:
        return (only := date(year, int(month), int(day))), only
    if month in ("22", "24"):
        return date(year - 1, 12, 1), date(year + 1, 3, 31)
    if month is None or month in _SEASONS:
        return date(year, 1, 1), date(year, 12, 31)
    first = date(year, int(month), 1)
    return first, date(year, 12, 31) if month == "12" else date(year, int(month) + 1, 1) - timedelta(days=1)


def _bounds(other: object) -> _Bounds:
    if isinstance(other, PartialDate):
        return _parse(other.edtf)
    # A datetime is a date to Python, but its day depends on a time zone: that choice is the caller's.
    if isinstance(other, date) and not isinstance(other, datetime):
        day = other.toordinal()
        return _Bounds(day, day, day, day)
    raise TypeError(f"compare with PartialDate(text), or with a date that has no time, not with {other!r}")


def _before(left: _Bounds, right: _Bounds) -> Truth:
    if left.latest_end < right.earliest_start:
        return Truth.YES
    return Truth.NO if left.earliest_end >= right.latest_start else Truth.UNKNOWN


def _day(ordinal: float) -> date | None:
    return date.fromordinal(int(ordinal)) if isfinite(ordinal) else None

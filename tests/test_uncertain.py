"""Tests of `octopus_kb.uncertain`: three-valued truth, partial dates, quantities."""

import copy
import pickle
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from operator import and_, ge, gt, le, lt, or_
from types import ModuleType
from typing import Any

import pytest
from attrs import frozen
from attrs.exceptions import FrozenInstanceError
from hypothesis import given, settings
from hypothesis import strategies as st

from octopus_kb.errors import DateError, OctopusError, UndecidedError
from octopus_kb.uncertain import PartialDate, Quantity, Truth

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
RANKS = [NO, UNKNOWN, YES]

truths = st.sampled_from(Truth)


class TestTruth:
    """`Truth`: yes, no, unknown."""

    def test_values(self) -> None:
        """The three values are written yes, no and unknown."""
        assert ["yes", "no", "unknown"] == [truth.value for truth in Truth] == [str(truth) for truth in Truth]

    def test_round_trip(self) -> None:
        """A truth is found again by its text, by pickle and by deepcopy."""
        for truth in Truth:
            assert truth is Truth(str(truth)) is pickle.loads(pickle.dumps(truth)) is copy.deepcopy(truth)  # noqa: S301 - pickled here

    def test_bool_of_known(self) -> None:
        """YES is true and NO is false, although NO is a text that is not empty."""
        assert (bool(YES), bool(NO)) == (True, False)

    def test_bool_of_unknown(self) -> None:
        """UNKNOWN is neither true nor false, and the error says what to write instead."""
        with pytest.raises(UndecidedError, match=r"neither true nor false.*`is Truth\.YES`"):
            bool(UNKNOWN)

    def test_undecided_is_value_error(self) -> None:
        """An UndecidedError is caught as an OctopusError and as a ValueError."""
        assert issubclass(UndecidedError, OctopusError)
        assert issubclass(UndecidedError, ValueError)

    @pytest.mark.parametrize(("answer", "expected"), [(True, YES), (False, NO), (None, UNKNOWN)])
    def test_of(self, answer: bool | None, expected: Truth) -> None:
        """True, False and None are YES, NO and UNKNOWN."""
        assert expected is Truth.of(answer)

    @pytest.mark.parametrize("answer", ["no", NO, 1, 0, ""])
    def test_of_refuses(self, answer: Any) -> None:
        """What is not a boolean is never read for its truthiness."""
        with pytest.raises(TypeError, match="takes True, False or None"):
            Truth.of(answer)

    @pytest.mark.parametrize(("left", "right"), [*product(Truth, Truth)])
    def test_tables(self, left: Truth, right: Truth) -> None:
        """In the order NO, UNKNOWN, YES, `&` is the lesser of two and `|` the greater."""
        ranks = sorted([RANKS.index(left), RANKS.index(right)])
        assert RANKS[ranks[0]] is left & right
        assert RANKS[ranks[1]] is left | right

    def test_not(self) -> None:
        """The opposite of unknown is unknown."""
        assert [NO, YES, UNKNOWN] == [~YES, ~NO, ~UNKNOWN]

    @given(truths, truths, truths)
    def test_kleene_laws(self, a: Truth, b: Truth, c: Truth) -> None:
        """Kleene's logic is a distributive lattice with De Morgan's laws, where two negations cancel."""
        assert (a & b, a | b) == (b & a, b | a)
        assert ((a & b) & c, (a | b) | c) == (a & (b & c), a | (b | c))
        assert (a & (b | c), a | (b & c)) == ((a & b) | (a & c), (a | b) & (a | c))
        assert (a & (a | b), a | (a & b)) == (a, a)
        assert (~(a & b), ~(a | b)) == (~a | ~b, ~a & ~b)
        assert a is ~~a
        assert (a & ~a) & (b | ~b) == a & ~a

    @given(st.booleans(), st.booleans())
    def test_classical_logic(self, a: bool, b: bool) -> None:
        """Where all is known, Kleene's logic is the logic of booleans."""
        left, right = Truth.of(a), Truth.of(b)
        assert (a and b, a or b, not a) == (bool(left & right), bool(left | right), bool(~left))

    @pytest.mark.parametrize("operate", [and_, or_])
    @pytest.mark.parametrize("other", [True, "yes", None, 1])
    def test_no_mixing(self, operate: Callable[[Any, Any], Any], other: Any) -> None:
        """A truth combines with truths only, from either side."""
        with pytest.raises(TypeError, match="unsupported operand"):
            operate(YES, other)
        with pytest.raises(TypeError, match="unsupported operand"):
            operate(other, YES)


Day = tuple[int, int, int]


def day_of(day: date | None) -> Day | None:
    """Give year, month and day, if there is a day."""
    return (day.year, day.month, day.day) if day else None


# What is accepted: the text, its outer bounds, and the marks and kinds that are true of it.
ACCEPTED = [
    ("2021-11-18", (2021, 11, 18), (2021, 11, 18), ""),
    ("2020-02-29", (2020, 2, 29), (2020, 2, 29), ""),
    ("2021-11", (2021, 11, 1), (2021, 11, 30), ""),
    ("2021-12", (2021, 12, 1), (2021, 12, 31), ""),
    ("2020-02", (2020, 2, 1), (2020, 2, 29), ""),
    ("1900-02", (1900, 2, 1), (1900, 2, 28), ""),
    ("2021", (2021, 1, 1), (2021, 12, 31), ""),
    ("0001", (1, 1, 1), (1, 12, 31), ""),
    ("9999-12", (9999, 12, 1), (9999, 12, 31), ""),
    ("2022-21", (2022, 1, 1), (2022, 12, 31), "season"),
    ("2022-22", (2021, 12, 1), (2023, 3, 31), "season"),
    ("2022-23", (2022, 1, 1), (2022, 12, 31), "season"),
    ("2022-24", (2021, 12, 1), (2023, 3, 31), "season"),
    ("2022-21~", None, None, "season approximate"),
    ("2021-11-16/2021-11-18", (2021, 11, 16), (2021, 11, 18), "interval"),
    ("2021-11-18/2021-11-18", (2021, 11, 18), (2021, 11, 18), "interval"),
    ("2017-09/2021-05", (2017, 9, 1), (2021, 5, 31), "interval"),
    ("2021-11/2021-11-05", (2021, 11, 1), (2021, 11, 5), "interval"),
    ("2022-21/2022-24", (2022, 1, 1), (2023, 3, 31), "interval"),
    ("2021-11-18/2022-21", (2021, 11, 18), (2022, 12, 31), "interval"),
    ("2021-11-16/..", (2021, 11, 16), None, "interval"),
    ("../2021-11-18", None, (2021, 11, 18), "interval"),
    ("../2022", None, (2022, 12, 31), "interval"),
    ("2021~", None, None, "approximate"),
    ("2021-11?", None, None, "uncertain"),
    ("2021-11-18%", None, None, "approximate uncertain"),
    ("2021~/2022-01-01", None, (2022, 1, 1), "interval approximate"),
    ("2021-11-16/2021-11?", (2021, 11, 16), None, "interval uncertain"),
    ("2021~/2022?", None, None, "interval approximate uncertain"),
    ("2021%/..", None, None, "interval approximate uncertain"),
    ("2022~/2021", None, (2021, 12, 31), "interval approximate"),
]

# What is refused, and the words of the reason that tell why.
REFUSED = [
    ("", "'' is not written as a date"),
    ("Spring 2022", "not written as a date"),
    ("2021-1", "not written as a date"),
    ("21-11-18", "not written as a date"),
    ("20211118", "not written as a date"),
    ("2021-11-18T10:00", "not written as a date"),
    ("2021-11-", "not written as a date"),
    (" 2021", "not written as a date"),
    ("2021\n", "not written as a date"),
    ("-2021", "not written as a date"),
    ("\N{FULLWIDTH DIGIT TWO}021", "not written as a date"),
    ("2021~~", "not written as a date"),
    ("2021~-11", "not written as a date"),
    ("~2021", "not written as a date"),
    ("2021-XX", "not written as a date"),
    ("..", "'..' is not written as a date"),
    ("/", "'' is not written as a date"),
    ("2021/", "'' is not written as a date"),
    ("/2021", "'' is not written as a date"),
    ("../..", "'..' is not written as a date"),
    ("..~/2021", "'..~' is not written as a date"),
    ("2021/2022/2023", "'2022/2023' is not written as a date"),
    ("2021-11-16 / 2021-11-18", "'2021-11-16 ' is not written as a date"),
    ("2021-02-29", "'2021-02-29' is not in the calendar"),
    ("2021-11-31", "'2021-11-31' is not in the calendar"),
    ("2021-11-00", "not in the calendar"),
    ("2021-00", "not in the calendar"),
    ("2021-13", "not in the calendar"),
    ("2021-20", "not in the calendar"),
    ("2021-25", "not in the calendar"),
    ("2021-21-05", "not in the calendar"),
    ("2021-02-30~", "not in the calendar"),
    ("0000", "not in the calendar"),
    ("0001-22", "not in the calendar"),
    ("9999-24", "not in the calendar"),
    ("2021-11-16/2021-11-31", "'2021-11-31' is not in the calendar"),
    ("2021-11-18/2021-11-16", "ends before it begins"),
    ("2022/2021", "ends before it begins"),
    ("2021-11-05/2021-10", "ends before it begins"),
    ("2022-21/2021-21", "ends before it begins"),
]


class TestPartialDate:
    """`PartialDate`: which texts it accepts, and what it says of them."""

    @pytest.mark.parametrize(("text", "earliest", "latest", "kinds"), ACCEPTED)
    def test_accepted(
        self,
        text: str,
        earliest: Day | None,
        latest: Day | None,
        kinds: str,
    ) -> None:
        """A text of the subset keeps its letters and has the bounds, and only those, that it states."""
        value = PartialDate(text)
        assert text == value.edtf == str(value) == f"{value}"
        assert (earliest, latest) == (day_of(value.earliest), day_of(value.latest))
        flags = ["interval", "season", "approximate", "uncertain"]
        found = [value.is_interval, value.is_season, value.approximate, value.uncertain]
        assert [flag in kinds.split() for flag in flags] == found

    @pytest.mark.parametrize(("text", "reason"), REFUSED)
    def test_refused(self, text: str, reason: str) -> None:
        """A text outside the subset is refused with the text, what is wrong, and what is accepted."""
        with pytest.raises(DateError) as caught:
            PartialDate(text)
        assert text == caught.value.text
        assert reason in caught.value.reason
        assert "accepted are a day (2021-11-18)" in caught.value.reason
        assert repr(text) in str(caught.value)

    @pytest.mark.parametrize("wrong", [None, 2021, b"2021", date(2021, 11, 18), ["2021"], PartialDate("2021")])
    def test_made_from_text_only(self, wrong: Any) -> None:
        """Nothing but text is taken for a date."""
        with pytest.raises(TypeError, match="takes EDTF text such as '2021-11-18'"):
            PartialDate(wrong)

    @given(st.text() | st.text("0123456789-/.~?%", max_size=22))
    def test_any_text(self, text: str) -> None:
        """Any text at all is either kept exactly as it is or refused with a DateError."""
        try:
            kept = str(PartialDate(text))
        except DateError as error:
            kept = error.text
        assert text == kept

    def test_repr(self) -> None:
        """The repr is short, and makes an equal value."""
        assert repr(PartialDate("2022-21")) == "PartialDate('2022-21')"

    def test_equality(self) -> None:
        """Dates are equal, with equal hashes, just when their texts are."""
        assert PartialDate("2021-11-18") == PartialDate("2021-11-18")
        assert len({PartialDate("2021-11-18"), PartialDate("2021-11-18")}) == 1
        assert PartialDate("2021-11-18") != PartialDate("2021-11-18/2021-11-18")
        assert PartialDate("2021") not in [date(2021, 1, 1), "2021"]

    @pytest.mark.parametrize("text", [text for text, *_ in ACCEPTED])
    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    def test_copies(self, text: str, protocol: int) -> None:
        """A date survives every protocol of pickle, and deepcopy."""
        value = PartialDate(text)
        pickled = pickle.loads(pickle.dumps(value, protocol))  # noqa: S301 - pickled here
        assert value == pickled == copy.deepcopy(value)
        assert (value.earliest, value.latest) == (pickled.earliest, pickled.latest)

    def test_frozen(self) -> None:
        """A date cannot be changed, nor given attributes."""
        with pytest.raises(FrozenInstanceError):
            PartialDate("2021").edtf = "2022"  # type: ignore[misc]
        assert not hasattr(PartialDate("2021"), "__dict__")


# Two values, and whether the first lies before, lies after, and overlaps the second.
COMPARED = [
    ("2021-11-16", "2021-11-17", YES, NO, NO),
    ("2021-11-17", "2021-11-17", NO, NO, YES),
    ("2021-11-16/2021-11-18", "2021-11-17", NO, NO, YES),
    ("2021-11-16/2021-11-18", "2021-11-18", NO, NO, YES),
    ("2021-11-16/2021-11-18", "2021-11-19", YES, NO, NO),
    ("2021-11-16/2021-11-18", "2021-11-18/2021-11-20", NO, NO, YES),
    ("2021-11-16/2021-11-18", "2021-11-16/2021-11-18", NO, NO, YES),
    # Somewhere within a month, a year or a season.
    ("2021-11", "2021-11-16", UNKNOWN, UNKNOWN, UNKNOWN),
    ("2021-11", "2021-11-01", NO, UNKNOWN, UNKNOWN),
    ("2021-11", "2021-11-30", UNKNOWN, NO, UNKNOWN),
    ("2021-11", "2021-12", YES, NO, NO),
    ("2021-11", "2021-11", UNKNOWN, UNKNOWN, UNKNOWN),
    ("2021-11", "2021", UNKNOWN, UNKNOWN, UNKNOWN),
    ("2021-11", "2021-11-01/2021-11-30", NO, NO, YES),
    ("2021", "2022-21", YES, NO, NO),
    ("2021", "2022-24", UNKNOWN, UNKNOWN, UNKNOWN),
    ("2021-11", "2022-24", YES, NO, NO),
    ("2023-04", "2022-22", NO, YES, NO),
    ("2022-05", "2022-21", UNKNOWN, UNKNOWN, UNKNOWN),
    # Inner and outer extents of intervals with imprecise ends.
    ("2017-09/2021-05", "2017-08-31", NO, YES, NO),
    ("2017-09/2021-05", "2017-09-29", NO, UNKNOWN, UNKNOWN),
    ("2017-09/2021-05", "2017-09-30", NO, NO, YES),
    ("2017-09/2021-05", "2019", NO, NO, YES),
    ("2017-09/2021-05", "2021-05-01", NO, NO, YES),
    ("2017-09/2021-05", "2021-05-02", UNKNOWN, NO, UNKNOWN),
    ("2017-09/2021-05", "2021-06-01", YES, NO, NO),
    ("2021-11/2021-11", "2021-11-16", UNKNOWN, UNKNOWN, UNKNOWN),
    ("2021-11/2021-11-05", "2021-11-05", NO, NO, YES),
    ("2021-11-20/2021-11", "2021-11-20", NO, NO, YES),
    # Ends without a known bound.
    ("2021-11-16/..", "2021-11-15", NO, YES, NO),
    ("2021-11-16/..", "2021-11-16", NO, NO, YES),
    ("2021-11-16/..", "2021-11-17", UNKNOWN, NO, UNKNOWN),
    ("2021-11-16/..", "2021-11-20/..", UNKNOWN, NO, UNKNOWN),
    ("2021-11-16/..", "../2021-11-16", NO, NO, YES),
    ("2021-11-16/..", "../2021-11-20", UNKNOWN, NO, UNKNOWN),
    ("2021-11-16/..", "../2021-11-15", NO, YES, NO),
    ("../2021-11-18", "2021-11-18", NO, NO, YES),
    ("../2021-11-18", "2021-11-17", NO, UNKNOWN, UNKNOWN),
    # Marks take all bounds away, save that an end is never before its start.
    ("2021-11-18~", "2021-11-18", UNKNOWN, UNKNOWN, UNKNOWN),
    ("2021-11-18~", "2021-11-18~", UNKNOWN, UNKNOWN, UNKNOWN),
    ("2021?", "1990", UNKNOWN, UNKNOWN, UNKNOWN),
    ("2021%", "2021-11-16/..", UNKNOWN, UNKNOWN, UNKNOWN),
    ("2021~/2022-01-01", "2022-01-01", NO, NO, YES),
    ("2021~/2022-01-01", "2022-01-02", YES, NO, NO),
    ("2021-11-16/2021-12?", "2021-11-16", NO, NO, YES),
]


@frozen
class Imprecise:
    """A text and, found without the parser, the days on which its extent may start and may end."""

    text: str
    starts: tuple[date, ...]
    ends: tuple[date, ...]

    def extents(self) -> Iterator[tuple[date, date]]:
        """Give every extent that the text allows."""
        return ((start, end) for start in self.starts for end in self.ends if start <= end)


Extent = tuple[date, date]

# Two months, and as many days around them as let an extent without bounds lie before or after all others.
DAYS = tuple(date(2021, 1, 30) + timedelta(days=n) for n in range(63))
MONTHS = {text: tuple(day for day in DAYS if f"{day}".startswith(text)) for text in ("2021-02", "2021-03")}
ends_of_intervals = st.one_of(
    st.sampled_from(DAYS[2:-2]).map(lambda day: (f"{day}", (day,))),
    st.sampled_from([*MONTHS.items()]),
    st.sampled_from(["2021-02~", "2021-03-05?", "2021%"]).map(lambda text: (text, DAYS)),
)


@st.composite
def imprecise_dates(draw: st.DrawFn) -> Imprecise:
    """Draw a day, a month, a marked date, or an interval between two of these or with an open end."""
    text, starts = draw(ends_of_intervals)
    if draw(st.booleans()):
        return Imprecise(text, starts, starts)
    other, ends = draw(ends_of_intervals | st.just(("..", DAYS)))
    if other == ".." and draw(st.booleans()):
        return Imprecise(f"../{text}", DAYS, starts)
    if other != ".." and starts[0] > ends[-1]:
        return Imprecise(f"{other}/{text}", ends, starts)
    return Imprecise(f"{text}/{other}", starts, ends)


def relation(one: Extent, other: Extent) -> str:
    """Name how two extents lie to each other."""
    return "before" if one[1] < other[0] else "after" if one[0] > other[1] else "overlaps"


def by_brute_force(left: Imprecise, right: Imprecise) -> list[Truth]:
    """Try every pair of extents: a relation that all have is certain, one that none has is excluded."""
    found: set[str] = set()
    for one, other in product(left.extents(), right.extents()):
        found.add(relation(one, other))
        if len(found) == 3:
            break
    names = ("before", "after", "overlaps")
    return [NO if name not in found else YES if len(found) == 1 else UNKNOWN for name in names]


class TestComparison:
    """`PartialDate.before`, `after` and `overlaps`."""

    @pytest.mark.parametrize(("left", "right", "before", "after", "overlaps"), COMPARED)
    def test_table(self, left: str, right: str, before: Truth, after: Truth, overlaps: Truth) -> None:
        """A comparison is decided just when the texts decide it, and reads the same from the other side."""
        one, other = PartialDate(left), PartialDate(right)
        assert [before, after, overlaps] == [one.before(other), one.after(other), one.overlaps(other)]
        assert [after, before, overlaps] == [other.before(one), other.after(one), other.overlaps(one)]

    @settings(deadline=None)
    @given(imprecise_dates(), imprecise_dates())
    def test_brute_force(self, left: Imprecise, right: Imprecise) -> None:
        """An answer is YES or NO just when all extents that the two texts allow give the same answer."""
        one, other = PartialDate(left.text), PartialDate(right.text)
        answers = [one.before(other), one.after(other), one.overlaps(other)]
        assert by_brute_force(left, right) == answers

    @given(imprecise_dates())
    def test_bounds(self, drawn: Imprecise) -> None:
        """The bounds are the first and the last day of all extents, unless the text bounds them nowhere."""
        starts, ends = zip(*drawn.extents(), strict=True)
        value = PartialDate(drawn.text)
        assert (None if drawn.starts is DAYS else min(starts)) == value.earliest
        assert (None if drawn.ends is DAYS else max(ends)) == value.latest

    @given(imprecise_dates(), imprecise_dates())
    def test_mirror_images(self, left: Imprecise, right: Imprecise) -> None:
        """One lies before the other as surely as the other lies after the one."""
        one, other = PartialDate(left.text), PartialDate(right.text)
        assert one.before(other) is other.after(one)
        assert one.overlaps(other) is other.overlaps(one)

    @given(imprecise_dates(), imprecise_dates())
    def test_one_of_three(self, left: Imprecise, right: Imprecise) -> None:
        """Of before, after and overlaps one excludes the others, and is certain once they are excluded."""
        one, other = PartialDate(left.text), PartialDate(right.text)
        answers = [one.before(other), one.after(other), one.overlaps(other)]
        assert (YES in answers) is (answers.count(NO) == 2)
        assert answers.count(YES) <= 1

    @given(imprecise_dates(), st.sampled_from(DAYS) | st.dates())
    def test_plain_dates(self, drawn: Imprecise, day: date) -> None:
        """A `datetime.date` is compared like the day of its ISO text."""
        value, other = PartialDate(drawn.text), PartialDate(day.isoformat())
        assert value.before(other) is value.before(day)
        assert value.after(other) is value.after(day)
        assert value.overlaps(other) is value.overlaps(day)

    @pytest.mark.parametrize("name", ["before", "after", "overlaps"])
    @pytest.mark.parametrize("other", ["2021-11-18", None, 2021, datetime(2021, 11, 18, tzinfo=UTC)])
    def test_other_types(self, name: str, other: Any) -> None:
        """Texts, numbers and instants are no dates, and the error says how to wrap a text."""
        with pytest.raises(TypeError, match=r"compare with PartialDate\(text\), or with a date that has no time"):
            getattr(PartialDate("2021"), name)(other)

    @pytest.mark.parametrize("operate", [lt, le, gt, ge])
    def test_no_order(self, operate: Callable[[Any, Any], Any]) -> None:
        """Dates and quantities have no order of their own: it would have to lie about the unknown."""
        with pytest.raises(TypeError, match="not supported"):
            operate(PartialDate("2021"), PartialDate("2022"))
        with pytest.raises(TypeError, match="not supported"):
            operate(some("1"), some("2"))


@pytest.fixture(scope="module")
def edtf() -> ModuleType:
    """Give the `edtf` package, which reads the same dates by a grammar of its own."""
    module: ModuleType = pytest.importorskip("edtf", reason="it is the independent reader of dates")
    return module


def numbers(low: int, high: int, width: int) -> st.SearchStrategy[str]:
    """Draw a number with leading zeros."""
    return st.integers(low, high).map(lambda number: f"{number:0{width}}")


# Left out, since the two are known to differ:
# - seasons: edtf gives them the months of the north (spring is March to May), which no text says;
# - 29 February of common years, which edtf takes for a day;
# - the year 0000, which Python's calendar does not have.
years = numbers(2019, 2022, 4) | numbers(1, 9999, 4)
plain_dates = st.one_of(
    years,
    st.tuples(years, numbers(0, 20, 2)).map("-".join),
    st.tuples(years, numbers(0, 14, 2), numbers(0, 33, 2)).map("-".join),
).filter(lambda text: not text.endswith("-02-29") or is_leap(int(text[:4])))


def is_leap(year: int) -> bool:
    """Tell whether the year has a 29 February, by Pope Gregory's rule."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def read_by_edtf(edtf: ModuleType, text: str) -> tuple[Day, Day] | None:
    """Give the first and the last day as the edtf package reads them, or None if it refuses the text."""
    try:
        value = edtf.parse_edtf(text)
    except edtf.EDTFParseException:
        return None
    return value.lower_strict()[:3], value.upper_strict()[:3]


def read_by_us(text: str) -> tuple[Day | None, Day | None] | None:
    """Give the first and the last day as PartialDate reads them, or None if it refuses the text."""
    try:
        value = PartialDate(text)
    except DateError:
        return None
    return day_of(value.earliest), day_of(value.latest)


class TestAgainstEdtf:
    """The `edtf` package on PyPI, version 5.0.2, accepts and refuses the same dates."""

    @settings(deadline=None)
    @given(text=plain_dates)
    def test_dates(self, edtf: ModuleType, text: str) -> None:
        """Days, months and years are accepted, refused and bounded as the edtf package does."""
        assert read_by_edtf(edtf, text) == read_by_us(text)

    @settings(deadline=None)
    @given(first=plain_dates, last=plain_dates)
    def test_intervals(self, edtf: ModuleType, first: str, last: str) -> None:
        """Closed intervals are too, save that edtf accepts those that end before they begin."""
        expected = read_by_edtf(edtf, f"{first}/{last}")
        if expected and expected[0] > expected[1]:
            expected = None
        assert expected == read_by_us(f"{first}/{last}")

    @pytest.mark.parametrize("mark", ["~", "?", "%"])
    @pytest.mark.parametrize("text", ["2021", "2021-11", "2021-11-18"])
    def test_marks(self, edtf: ModuleType, text: str, mark: str) -> None:
        """The three marks mean approximate, uncertain and both."""
        theirs, ours = edtf.parse_edtf(text + mark), PartialDate(text + mark)
        assert bool(theirs.is_approximate or theirs.is_uncertain_and_approximate) == ours.approximate
        assert bool(theirs.is_uncertain or theirs.is_uncertain_and_approximate) == ours.uncertain


def some(words: str, *, unit: str = "participants", value: int | None = None) -> Quantity:
    """Make a quantity from words such as "About 1200"."""
    number = int(words.rpartition(" ")[2]) if value is None else value
    return Quantity(value=number, unit=unit, words=words, approximate=words.startswith("About"))


class TestQuantity:
    """`Quantity`: a number of things, exact or approximate."""

    def test_fields(self) -> None:
        """A quantity keeps the number, the unit, the words and whether it is approximate."""
        value = Quantity(value=1200, unit="participants", words="About 1200", approximate=True)
        fields = (value.value, value.unit, value.words, value.approximate)
        assert fields == (1200, "participants", "About 1200", True)

    def test_exact_by_default(self) -> None:
        """A quantity is exact unless it is said not to be."""
        assert Quantity(value=14, unit="workshops", words="14").approximate is False

    def test_keyword_only(self) -> None:
        """The fields are given by name."""
        with pytest.raises(TypeError, match="positional"):
            Quantity(14, "workshops", "14")  # type: ignore[call-arg]

    def test_texts(self) -> None:
        """The text of a quantity is its words; its short repr makes an equal value."""
        exact, about = some("14", unit="workshops"), some("About 1200")
        assert (str(exact), f"{about}") == ("14", "About 1200")
        assert repr(exact) == "Quantity(value=14, unit='workshops', words='14')"
        marked = "Quantity(value=1200, unit='participants', words='About 1200', approximate=True)"
        assert repr(about) == marked

    @pytest.mark.parametrize("wrong", [True, "14", 14.0, None])
    def test_whole_numbers_only(self, wrong: Any) -> None:
        """The value is an int and nothing that looks like one."""
        with pytest.raises(TypeError, match="is an int, not"):
            Quantity(value=wrong, unit="workshops", words="14")

    @given(st.integers(), st.integers() | st.floats(allow_nan=False))
    def test_exact(self, number: int, n: float) -> None:
        """An exact quantity compares like its number, with numbers of any size."""
        value = some("exactly", value=number)
        assert [number >= n, number <= n, number == n] == [
            bool(value.at_least(n)),
            bool(value.at_most(n)),
            bool(value.equals(n)),
        ]

    @given(st.integers(), st.integers())
    def test_of_one_unit(self, one: int, other: int) -> None:
        """Two exact quantities of one unit compare like their numbers, whatever their words."""
        left, right = some("exactly", value=one), some("in words", value=other)
        assert left.at_least(right) is left.at_least(other) is right.at_most(left)
        assert left.equals(right) is left.equals(other) is right.equals(left)

    @given(st.integers(), st.integers() | st.floats(allow_nan=False))
    def test_approximate(self, number: int, n: float) -> None:
        """No bound is invented for "about": an approximate quantity compares as unknown with everything."""
        about = some("About", value=number)
        assert {UNKNOWN} == {about.at_least(n), about.at_most(n), about.equals(n)}
        exact = some("exactly", value=number)
        for left, right in [(exact, about), (about, exact), (about, about)]:
            assert {UNKNOWN} == {left.at_least(right), left.at_most(right), left.equals(right)}

    @pytest.mark.parametrize("words", ["120", "About 120"])
    @pytest.mark.parametrize("name", ["at_least", "at_most", "equals"])
    def test_other_units(self, name: str, words: str) -> None:
        """A comparison with another unit is a mistake, and the error names both."""
        with pytest.raises(UndecidedError, match="'participants' do not compare with 'countries'"):
            getattr(some(words), name)(some("120", unit="countries"))

    @pytest.mark.parametrize("words", ["120", "About 120"])
    @pytest.mark.parametrize("name", ["at_least", "at_most", "equals"])
    def test_not_a_number(self, name: str, words: str) -> None:
        """NaN is no number to compare with, and would answer no to every question."""
        with pytest.raises(UndecidedError, match="NaN"):
            getattr(some(words), name)(float("nan"))

    @pytest.mark.parametrize("words", ["120", "About 120"])
    @pytest.mark.parametrize("name", ["at_least", "at_most", "equals"])
    @pytest.mark.parametrize("wrong", [True, "120", None])
    def test_other_types(self, name: str, words: str, wrong: Any) -> None:
        """A boolean or a text is not taken for a number."""
        with pytest.raises(TypeError, match="compared with an int, a float or a Quantity"):
            getattr(some(words), name)(wrong)

    def test_equality(self) -> None:
        """Quantities are equal, with equal hashes, just when all their fields are."""
        assert some("120") == some("120")
        assert len({some("120"), some("120")}) == 1
        others = [some("About 120"), some("120", unit="countries"), some("120", value=121), some("some 120")]
        assert some("120") not in others

    @pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
    def test_copies(self, protocol: int) -> None:
        """A quantity survives every protocol of pickle, and deepcopy."""
        value = some("About 1200")
        assert value == pickle.loads(pickle.dumps(value, protocol)) == copy.deepcopy(value)  # noqa: S301 - pickled here

    def test_frozen(self) -> None:
        """A quantity cannot be changed, nor given attributes."""
        with pytest.raises(FrozenInstanceError):
            some("120").value = 121  # type: ignore[misc]
        assert not hasattr(some("120"), "__dict__")

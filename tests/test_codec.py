"""Tests of `octopus_kb.codec`, and of the records that it makes: nothing is coerced, nothing is lost on the way."""

import ast
import copy
import inspect
import json
import pickle
import random
import tracemalloc
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints
from weakref import ref

import attrs
import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import octopus_kb as okb
from octopus_kb import concepts, edition, errors, jsontext, model, text, uncertain, vocabulary
from octopus_kb.codec import SCHEMA_VERSION, dumps, parse, structure, unstructure
from octopus_kb.converter import explain
from octopus_kb.model import Quote
from octopus_kb.readers import reader

RECORDS = sorted(
    (
        kind
        for module in (edition, model, concepts)
        for kind in vars(module).values()
        if attrs.has(kind) and kind.__module__ == module.__name__
    ),
    key=lambda kind: kind.__name__,
)
"""Every record type there is: whoever adds one need not add it here."""
VALUES = [text.Span, text.SourceText, uncertain.Quantity, uncertain.PartialDate, errors.Problem]
"""The values that records hold, and what is said of a fault in them."""

every_record = pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
every_value = pytest.mark.parametrize("kind", [*RECORDS, *VALUES], ids=lambda kind: kind.__name__)

dates = st.sampled_from(["2030", "2030-05", "2031-21", "2030~", "../2030-05-04", "2030-05-03/..", "2029?/2030%"]) | (
    st.dates(min_value=date(1, 1, 1)).map(date.isoformat)
)
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=8),
    int: st.integers(),
    bool: st.booleans(),
    NoneType: st.none(),
    okb.PartialDate: dates.map(okb.PartialDate),
}


@cache
def of(kind: Any) -> st.SearchStrategy[Any]:
    """Give a strategy for the values of a type, read from the annotations of records."""
    if kind in SIMPLE:
        return SIMPLE[kind]
    if get_origin(kind) is UnionType:
        return st.one_of([of(part) for part in get_args(kind)])
    if get_origin(kind) is tuple:
        return st.lists(of(get_args(kind)[0]), max_size=2).map(tuple)
    if issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: of(hints[field.name]) for field in attrs.fields(kind)})


def some(kind: Any) -> Any:
    """Give one value of a type, every field of a record filled in."""
    if kind in SIMPLE:
        return {str: "words", int: 7, bool: True, NoneType: None, okb.PartialDate: okb.PartialDate("2030-05")}[kind]
    if get_origin(kind) is UnionType:
        return some(get_args(kind)[0])
    if get_origin(kind) is tuple:
        return (some(get_args(kind)[0]),)
    if issubclass(kind, StrEnum):
        return next(iter(kind))
    hints = get_type_hints(kind)
    return kind(**{field.name: some(hints[field.name]) for field in attrs.fields(kind)})


def faults(data: object, kind: type) -> list[tuple[str, str, str | None, str | None, str | None]]:
    """Give what is wrong with data that makes no record."""
    with pytest.raises(okb.BundleError) as caught:
        structure(data, kind, file="a.json", path="$.x[3]")
    assert {problem.file for problem in caught.value.problems} == {"a.json"}
    return [(each.path, each.message, each.expected, each.found, each.hint) for each in caught.value.problems]


def put(data: Any, path: str, value: object) -> None:
    """Set the value at a path such as `cue.spans.0.start`."""
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in way:
        data = data[step]
    data[last] = value


def leaves(data: Any) -> Iterator[Any]:
    """Yield what stands at the ends of plain data."""
    inner = data.values() if type(data) is dict else data if type(data) is list else None
    if inner is None:
        yield data
    else:
        for each in inner:
            yield from leaves(each)


def relation() -> dict[str, Any]:
    """Give the plain data of a relation."""
    cue = {"text": "that is", "spans": [{"start": 3, "end": 10}]}
    named = {"source": "a:x", "target": "a:y", "passage": "a:km1"}
    return {"id": "a:b", "kind": "elaborates", **named, "cue": cue, "note": "so", "former_ids": ["a:c"]}


def fact() -> dict[str, Any]:
    """Give the plain data of a fact from outside."""
    named = {"id": "context:x", "about": "topic:x", "claim": "It is so."}
    return {**named, "date": "2031-03", "url": "https://example.org", "publisher": "E", "retrieved": "2031-04-01"}


def statement() -> dict[str, Any]:
    """Give the plain data of a statement with a quantity and a directive."""
    action = {"quotes": [{"text": "light buoys"}]}
    return {
        "id": "a:b",
        "kind": "recommendation",
        "passage": "a:km1",
        "evidence": [{"text": "Ports should light buoys"}],
        "proposition": "Ports should light buoys.",
        "modality": "should",
        "quantities": [{"value": 2, "unit": "buoys", "words": "two", "approximate": True}],
        "directive": {"addressees": ["actor:ports"], "strength": "should", "action": action},
    }


class TestWrongValues:
    """`structure`: nothing is coerced."""

    @pytest.mark.parametrize("wrong", [5, 1.5, True, None, ["a"], {"a": "b"}])
    @pytest.mark.parametrize("path", ["id", "source", "cue.text", "former_ids.0"])
    def test_text(self, path: str, wrong: object) -> None:
        """What is no string is not made one."""
        data = relation()
        put(data, path, wrong)
        where = f"$.x[3].{path}".replace(".0", "[0]")
        assert faults(data, okb.Relation) == [(where, "wrong value", "a string", json.dumps(wrong), None)]

    @pytest.mark.parametrize("wrong", ["5", 5.0, True, False, None, [5], {}, float("nan")])
    def test_whole_number(self, wrong: object) -> None:
        """What is no whole number is not made one, not even `true` or 5.0."""
        data = relation()
        put(data, "cue.spans.0.start", wrong)
        where = "$.x[3].cue.spans[0].start"
        assert faults(data, okb.Relation) == [(where, "wrong value", "a whole number", json.dumps(wrong), None)]

    @pytest.mark.parametrize("wrong", ["true", "", 1, 0, None, []])
    def test_true_or_false(self, wrong: object) -> None:
        """Nothing is read for its truthiness."""
        data = statement()
        put(data, "quantities.0.approximate", wrong)
        where = "$.x[3].quantities[0].approximate"
        assert faults(data, okb.Statement) == [(where, "wrong value", "true or false", json.dumps(wrong), None)]

    @pytest.mark.parametrize("wrong", ["abc", "", 5, True, None, {"0": "a"}])
    @pytest.mark.parametrize("path", ["former_ids", "cue.spans"])
    def test_array(self, path: str, wrong: object) -> None:
        """What is no array is not made one: a text is not taken for its letters."""
        data = relation()
        put(data, path, wrong)
        assert faults(data, okb.Relation) == [(f"$.x[3].{path}", "wrong value", "an array", json.dumps(wrong), None)]

    @pytest.mark.parametrize("wrong", ["that is", 5, True, None, [], [{"text": "that is"}]])
    def test_object(self, wrong: object) -> None:
        """What is no object is made no record."""
        data = relation()
        put(data, "cue", wrong)
        assert faults(data, okb.Relation) == [("$.x[3].cue", "wrong value", "an object", json.dumps(wrong), None)]

    @pytest.mark.parametrize("wrong", [5, False, [], {}])
    def test_text_or_nothing(self, wrong: object) -> None:
        """What may be left out is a string where it stands."""
        data = relation()
        put(data, "note", wrong)
        assert faults(data, okb.Relation) == [("$.x[3].note", "wrong value", "a string", json.dumps(wrong), None)]

    @pytest.mark.parametrize("wrong", [5, "should", []])
    def test_object_or_nothing(self, wrong: object) -> None:
        """A record that may be left out is an object where it stands."""
        data = statement()
        put(data, "directive", wrong)
        where = "$.x[3].directive"
        assert faults(data, okb.Statement) == [(where, "wrong value", "an object", json.dumps(wrong), None)]

    @pytest.mark.parametrize("key", ["note", "directive", "attribution"])
    def test_null(self, key: str) -> None:
        """Null says that a field which may be empty is."""
        assert getattr(structure({**statement(), key: None}, okb.Statement, file="a.json"), key) is None

    @pytest.mark.parametrize(
        ("wrong", "hint"),
        [
            ("elaborate", 'did you mean "elaborates"?'),
            ("exemplify", 'did you mean "exemplifies"?'),
            ("zzz", None),
            ("", None),
            (5, None),
            (True, None),
            (None, None),
            (["cause"], None),
        ],
    )
    def test_closed_list(self, wrong: object, hint: str | None) -> None:
        """What is no member of a closed list is refused with all members, and with the nearest."""
        data = relation()
        put(data, "kind", wrong)
        members = f"one of {', '.join(okb.RelationKind)}"
        assert faults(data, okb.Relation) == [("$.x[3].kind", "wrong value", members, json.dumps(wrong), hint)]

    @pytest.mark.parametrize(
        ("path", "wrong"), [("polarity", "should"), ("basis", "positive"), ("directive.strength", "threat")]
    )
    def test_other_list(self, path: str, wrong: str) -> None:
        """A member of one closed list is no member of another."""
        data = statement()
        put(data, path, wrong)
        assert [fault[:2] for fault in faults(data, okb.Statement)] == [(f"$.x[3].{path}", "wrong value")]

    @pytest.mark.parametrize("wrong", ["yesterday", "2030-13", "2030-02-30", "", "2030-05-04/2030-05-03"])
    def test_date(self, wrong: str) -> None:
        """What is no date is refused, and the hint says why."""
        with pytest.raises(okb.DateError) as caught:
            okb.PartialDate(wrong)
        data = {**fact(), "date": wrong}
        assert faults(data, okb.ContextFact) == [
            ("$.x[3].date", "wrong date", None, json.dumps(wrong), caught.value.reason)
        ]

    @pytest.mark.parametrize("wrong", [2030, True, ["2030"], {}])
    def test_date_of_wrong_type(self, wrong: object) -> None:
        """A number is no date."""
        data = {**fact(), "retrieved": wrong}
        assert faults(data, okb.ContextFact) == [
            ("$.x[3].retrieved", "wrong value", "a string", json.dumps(wrong), None)
        ]

    @pytest.mark.parametrize("key", ["id", "kind", "source", "target", "passage", "cue"])
    def test_missing_key(self, key: str) -> None:
        """A key without a default is required."""
        data = relation()
        del data[key]
        assert faults(data, okb.Relation) == [(f"$.x[3].{key}", "a required key is missing", None, None, None)]

    @pytest.mark.parametrize("key", ["note", "former_ids"])
    def test_optional_key(self, key: str) -> None:
        """A key with a default may be left out."""
        data = relation()
        del data[key]
        assert getattr(structure(data, okb.Relation, file="a.json"), key) in {None, ()}

    @pytest.mark.parametrize(
        ("key", "hint"),
        [
            ("notes", 'did you mean "note"?'),
            ("formerids", 'did you mean "former_ids"?'),
            ("zzz", "known keys: id, kind, source, target, passage, cue, note, former_ids"),
            ("schema_version", "known keys: id, kind, source, target, passage, cue, note, former_ids"),
        ],
    )
    def test_unknown_key(self, key: str, hint: str) -> None:
        """A key that no field bears is refused, with what may have been meant."""
        assert faults({**relation(), key: 1}, okb.Relation) == [
            (f"$.x[3].{key}", "no such key is known", None, None, hint)
        ]

    def test_unknown_key_deep(self) -> None:
        """A misspelt key is found however deep it stands."""
        data = statement()
        put(data, "directive.action.quotes.0.span", [])
        assert faults(data, okb.Statement) == [
            ("$.x[3].directive.action.quotes[0].span", "no such key is known", None, None, 'did you mean "spans"?')
        ]

    @pytest.mark.parametrize("wrong", [None, 5, "a:b", [], [relation()]])
    def test_no_record(self, wrong: object) -> None:
        """Data that is no object makes no record."""
        found = json.dumps(wrong)
        shown = found if len(found) <= 80 else f"{found[:76]} ..."
        assert faults(wrong, okb.Relation) == [("$.x[3]", "wrong value", "an object", shown, None)]

    @every_record
    @pytest.mark.parametrize("wrong", [None, 5, True, "id", [], ["id"]])
    def test_no_object(self, kind: type, wrong: object) -> None:
        """No record of any type is made of what is no object, nor of one that is empty."""
        assert faults(wrong, kind) == [("$.x[3]", "wrong value", "an object", json.dumps(wrong), None)]
        assert {fault[1] for fault in faults({}, kind)} == {"a required key is missing"}

    def test_all_faults(self) -> None:
        """Every fault of a record is told, each at its place, whatever kind of fault it is."""
        data = relation()
        del data["source"]
        data |= {"id": 5, "kind": "elaborate", "former_ids": ["a:b", None, 7], "notes": "so"}
        put(data, "cue", {"text": "that is", "spans": [{"start": "3", "end": True}, {"start": 3}]})
        assert [(path, message) for path, message, *_ in faults(data, okb.Relation)] == [
            ("$.x[3].id", "wrong value"),
            ("$.x[3].kind", "wrong value"),
            ("$.x[3].source", "a required key is missing"),
            ("$.x[3].cue.spans[0].start", "wrong value"),
            ("$.x[3].cue.spans[0].end", "wrong value"),
            ("$.x[3].cue.spans[1].end", "a required key is missing"),
            ("$.x[3].former_ids[1]", "wrong value"),
            ("$.x[3].former_ids[2]", "wrong value"),
            ("$.x[3].notes", "no such key is known"),
        ]

    def test_long_value(self) -> None:
        """A long value is shown by its beginning."""
        ((_, _, _, found, _),) = faults({**relation(), "id": ["x" * 500]}, okb.Relation)
        assert found == f'["{"x" * 74} ...'

    def test_too_deep_to_show(self) -> None:
        """A value nested deeper than Python can follow is refused as any other."""
        deep: list[Any] = []
        for _ in range(100_000):
            deep = [deep]
        ((where, message, *_),) = faults({**relation(), "id": deep}, okb.Relation)
        assert (where, message.partition(":")[0]) == ("$.x[3].id", "wrong value")

    @pytest.mark.parametrize("kind", ["relation", "fact", "statement"])
    def test_what_is_right(self, kind: str) -> None:
        """The data that these tests spoil makes records as it stands."""
        data, record = {
            "relation": (relation(), okb.Relation),
            "fact": (fact(), okb.ContextFact),
            "statement": (statement(), okb.Statement),
        }[kind]
        assert unstructure(structure(data, record, file="a.json")) == data


class TestParse:
    """`parse`: JSON, and nothing but JSON."""

    @pytest.mark.parametrize(
        ("written", "message"),
        [
            ("", "malformed JSON at line 1, column 1: Expecting value"),
            (" } ", "malformed JSON at line 1, column 2: Expecting value"),
            ('{"a": 1,\n "b" 2}', "malformed JSON at line 2, column 6: Expecting ':' delimiter"),
            ("[1, 2", "malformed JSON at line 1, column 6: Expecting ',' delimiter"),
            ("[1] [2]", "malformed JSON at line 1, column 5: Extra data"),
            ("{'a': 1}", "malformed JSON at line 1, column 2: Expecting property name enclosed in double quotes"),
            ('["a\tb"]', "malformed JSON at line 1, column 4: Invalid control character at"),
            ('["\\x"]', "malformed JSON at line 1, column 3: Invalid \\escape"),
            ("// no\n[]", "malformed JSON at line 1, column 1: Expecting value"),
            ("[NaN]", "malformed JSON: NaN is not JSON"),
            ("[Infinity]", "malformed JSON: Infinity is not JSON"),
            ("[-Infinity]", "malformed JSON: -Infinity is not JSON"),
            ('["\\ud800"]', "malformed JSON: half a surrogate pair stands for no character"),
            ('["\\uDC00"]', "malformed JSON: half a surrogate pair stands for no character"),
            ('{"\\ude00\\ud83d": 1}', "malformed JSON: half a surrogate pair stands for no character"),
            ('{"a": 1, "a": 1}', 'the key "a" stands twice in one object'),
            ('[{"b": {"a": 1, "c": 2, "a": 3}}]', 'the key "a" stands twice in one object'),
            ('{"\\u0061": 1, "a": 2}', 'the key "a" stands twice in one object'),
            ('{"m": [{"c": 1}], "\\u0062": 1, "d": 1, "d": 2}', 'the key "d" stands twice in one object'),
        ],
    )
    def test_refuses(self, written: str, message: str) -> None:
        """Text that is not JSON, and JSON that says two things or nothing, is refused with its place or its fault."""
        with pytest.raises(okb.BundleError) as caught:
            parse(written, file="a.json", make={"m": len})
        (problem,) = caught.value.problems
        assert (problem.file, problem.path) == ("a.json", "$")
        assert problem.message.startswith(message)

    @pytest.mark.parametrize("written", ["[" * 200_000, "[" * 200_000 + "]" * 200_000, '{"a":' * 200_000])
    def test_deep(self, written: str) -> None:
        """JSON nested too deep to be read is refused."""
        with pytest.raises(okb.BundleError, match="malformed JSON: maximum recursion depth exceeded"):
            parse(written, file="a.json")

    @pytest.mark.parametrize("sign", ["", "-"])
    def test_huge(self, sign: str) -> None:
        """A number of more digits than Python reads is refused."""
        with pytest.raises(okb.BundleError, match="malformed JSON: Exceeds the limit"):
            parse(f"[{sign}{'9' * 5000}]", file="a.json")

    def test_many_keys(self) -> None:
        """A key that stands twice among very many is found without comparing each with each."""
        written = ", ".join(f'"k{n}": 1' for n in range(100_000))
        with pytest.raises(okb.BundleError, match='the key "k7" stands twice'):
            parse(f'{{{written}, "k7": 2}}', file="a.json")

    def test_all_repeated(self) -> None:
        """Every repeated key is told."""
        with pytest.raises(okb.BundleError) as caught:
            parse('{"a": {"b": 1, "b": 2}, "c": 3, "c": 4, "d": 5, "a": 6}', file="a.json")
        keys = [problem.message.split()[2] for problem in caught.value.problems]
        assert keys == ['"b"', '"a"', '"c"']

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ('["\\ud83d\\udc19"]', ["🐙"]),
            ('["\\\\ud800"]', ["\\ud800"]),
            ('{"a": {"a": 1}}', {"a": {"a": 1}}),
            (f"[{'9' * 4000}]", [int("9" * 4000)]),
            (' [1, 2.5, true, null, ""]\r\n', [1, 2.5, True, None, ""]),
        ],
        ids=["pair", "escaped backslash", "key in key", "large", "all kinds"],
    )
    def test_reads(self, written: str, expected: object) -> None:
        """What only looks like a fault is read."""
        assert parse(written, file="a.json") == expected

    @given(
        st.lists(
            st.sampled_from(['"a"', '"b"', '"\\\\"', '"\\":"', '": "', '":"', ":", " :", "{", "}", ",", "1"]),
            max_size=14,
        )
    )
    @example(["{", '"a"', ":", '"\\":"', ",", '"a"', " :", "1", "}"])
    @example(["{", '"\\\\"', ":", "1", ",", '"\\\\"', ":", "1", "}"])
    @example(["{", '"\\\\"', ":", "1", ",", '"a"', ":", "1", ",", '"a"', ":", "1", "}"])
    def test_no_repeated_key_slips_through(self, pieces: list[str]) -> None:
        """A text is refused for a repeated key exactly if an object of it has more pairs than keys."""
        repeated = []
        written = f'{{"k": {"".join(pieces)}}}' if pieces[:1] == ["{"] else "".join(pieces)
        try:
            json.loads(written, object_pairs_hook=lambda pairs: repeated.append(len(dict(pairs)) < len(pairs)))
        except ValueError:
            return
        refused = []
        try:
            parse(written, file="a.json")
        except okb.BundleError as error:
            refused = [problem.message.endswith("stands twice in one object") for problem in error.problems]
        assert (any(refused), all(refused)) == (any(repeated), True)

    @given(
        st.lists(
            st.sampled_from(
                ['"a"', '"b"', ":", ",", "{", "}", "[", "]", "1", "{}", '{"b": 2}', " ", "\n", '"a": [', "NaN"]
            ),
            max_size=14,
        )
    )
    @example(['"a": [', "{}", ",", '{"b": 2}', "]", ",", '"b"', ":", "1"])
    @example(['"a": [', "{}", ",", "1", ",", "[", "{}", "]", "]"])
    @example(['"a": [', "{}", "]", ",", '"a": [', "{}", "]"])
    @example(['"b"', ":", "1", "{", '"a": [', "{}", "]"])
    @example(['"a": [', "{}", "1", "]"])
    @example(['"a": [', "{}", ","])
    @example(['"a": [', "{}", "]", "}"])
    @example(['"a": [', "{}", "]", ",", '"b"'])
    def test_made_meanwhile(self, pieces: list[str]) -> None:
        """What is made of members while they are read is what would be made of them afterwards, or the same error."""

        def outcome(make: dict[str, Any]) -> tuple[Any, tuple[okb.Problem, ...]]:
            try:
                return parse(f"{{{''.join(pieces)}}}", file="a.json", make=make), ()
            except okb.BundleError as error:
                return None, error.problems

        def made(member: dict[str, Any]) -> tuple[str, ...]:
            return tuple(member.keys())  # of what is no object, nothing is made

        expected, problems = outcome({})
        if (
            isinstance(expected, dict)
            and isinstance(members := expected.get("a"), list)
            and members[:1] in ([{}], [{"b": 2}])
        ):
            expected["a"] = [made(member) if isinstance(member, dict) else member for member in members]
        assert outcome({"a": made}) == (expected, problems)

    @pytest.mark.parametrize("written", ['{"a": [{"b": ["\\ud800"]}]}', '{"a": [{}], "b": "\\ude00"}'])
    def test_halves_meanwhile(self, written: str) -> None:
        """Half a surrogate pair is refused whatever is made of the member that it stands in."""
        with pytest.raises(okb.BundleError, match="half a surrogate pair"):
            parse(written, file="a.json", make={"a": len})

    def test_counted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where the number of keys shows that none is repeated, the text is not read once more."""
        monkeypatch.setattr(jsontext, "_refuse_repeated", lambda _: pytest.fail("read once more"))
        written = '{"a": [{"b": {"c": "\\":"}, "b2": 1}, {}], "d": {"a": "\\n"}}'
        assert parse(written, file="a.json", make={"a": len}) == {"a": [2, 0], "d": {"a": "\n"}}
        assert parse(written, file="a.json")["a"] == [{"b": {"c": '":'}, "b2": 1}, {}]

    def test_never_whole(self) -> None:
        """Of an array whose members are made into something else, little is in memory at a time."""
        written = dumps({"a": [{f"key {n}": [n] * 8} for n in range(4000)]}).encode()
        peaks = []
        for make in ({}, {"a": len}):
            tracemalloc.start()
            parse(written, file="a.json", make=make)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert peaks[1] < peaks[0] / 2


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=30), inner, max_size=5),
    max_leaves=12,
)


class TestDumps:
    """`dumps`: one way to write plain data."""

    @given(plain)
    def test_reads_back(self, data: object) -> None:
        """What is written is JSON in UTF-8, ends with a line end, and reads back as it was, keys in their order."""
        written = dumps(data)
        back = parse(written.encode().decode(), file="a.json")
        assert (back, written[-1], json.dumps(back)) == (data, "\n", json.dumps(data))

    @given(plain)
    def test_canonical(self, data: object) -> None:
        """What has been read and is written again is the same text."""
        written = dumps(data)
        assert dumps(parse(written, file="a.json")) == written

    @pytest.mark.parametrize(
        ("data", "expected"),
        [
            ({}, "{}\n"),
            ([], "[]\n"),
            ({"b": [1, {"c": "é"}], "a": None}, '{"b": [1, {"c": "é"}], "a": null}\n'),
            (["x" * 106], f'["{"x" * 106}"]\n'),
            (["x" * 107], f'[\n  "{"x" * 107}"\n]\n'),
            (
                {"a": ["x" * 60, "y" * 60], "b": []},
                f'{{\n  "a": [\n    "{"x" * 60}",\n    "{"y" * 60}"\n  ],\n  "b": []\n}}\n',
            ),
            ([{"k": "x" * 100, "é": {"m": 1}}], f'[\n  {{\n    "k": "{"x" * 100}",\n    "é": {{"m": 1}}\n  }}\n]\n'),
        ],
        ids=["object", "array", "one line", "fits", "too long", "nested", "inner"],
    )
    def test_layout(self, data: object, expected: str) -> None:
        """What fits into a line of 110 stands on one; else each member has its own, two spaces further in."""
        assert dumps(data) == expected


wrong = st.sampled_from([None, 5, True, 1.5, "", "a:b", "positive", "2030-05", [], ["a:b"], [5], {}, {"text": "a"}])
"""What may be put in the place of a value; some of it is right somewhere."""


class TestTwoWays:
    """The readers, which are quick, and the converter, which says what is wrong."""

    @every_record
    @settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def test_agree(self, kind: type, data: st.DataObject) -> None:
        """The readers refuse what the converter refuses, and nothing else."""
        if kind is okb.Bundle:
            return  # which no file holds
        made = unstructure(data.draw(of(kind)))
        way, holder = [], made
        for _ in range(data.draw(st.integers(1, 4))):
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            if not keys:
                break
            way.append((holder, data.draw(st.sampled_from(keys))))
            holder = way[-1][0][way[-1][1]]
            if not isinstance(holder, dict | list):
                break
        if way:
            holder, key = way[-1]
            how = data.draw(st.sampled_from(["replace", "delete", "add"]))
            if how == "delete":
                del holder[key]
            elif how == "add" and isinstance(holder, dict):
                holder[data.draw(st.sampled_from(["zzz", "note", "spans", "id"]))] = data.draw(wrong)
            else:
                holder[key] = data.draw(wrong)
        faults = explain(made, kind, "a.json", "$")
        try:
            record = reader(kind)(made)
        except Exception:  # noqa: BLE001 - a reader may raise any
            assert faults
        else:
            assert not faults
            assert structure(unstructure(record), kind, file="a.json") == record

    def test_looked_over(self) -> None:
        """A kind of record that looks over what it was made of does so too where it is read."""

        @attrs.frozen
        class Even:
            value: int

            def __attrs_post_init__(self) -> None:
                if self.value % 2:
                    raise ValueError(self.value)

        assert reader(Even)({"value": 2}) == Even(2)
        with pytest.raises(ValueError, match="3"):
            reader(Even)({"value": 3})

    def test_frozen(self) -> None:
        """What was read is a record like any other: of its own type, frozen, and open to weak references."""
        made = reader(Quote)({"text": "the words", "spans": [{"start": 0, "end": 9}]})
        assert (type(made), type(made.spans[0]), ref(made)()) == (Quote, text.Span, made)
        for record, name in ((made, "text"), (made.spans[0], "start")):
            with pytest.raises(FrozenInstanceError):
                setattr(record, name, 0)

    @pytest.mark.parametrize("kind", [*RECORDS, text.Span, uncertain.Quantity], ids=lambda kind: kind.__name__)
    def test_nothing_skipped(self, kind: type) -> None:
        """A record whose `__init__` is not called has nothing in it that would need to be."""
        assert [one.name for one in attrs.fields(kind) if one.validator or one.converter] == []
        assert [one.name for one in attrs.fields(kind) if isinstance(one.default, attrs.Factory)] == []


class TestRoundTrip:
    """Records to plain data and back."""

    @every_record
    @settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_equal(self, kind: type, data: st.DataObject) -> None:
        """A record of any type, written as JSON and read again, is the equal record and gives the same JSON."""
        record = data.draw(of(kind))
        written = dumps(unstructure(record))
        again = structure(parse(written, file="a.json"), kind, file="a.json")
        assert (again, hash(again), dumps(unstructure(again))) == (record, hash(record), written)

    @every_record
    @settings(deadline=None, max_examples=10, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data(), seed=st.integers(0, 99))
    def test_order_of_keys(self, kind: type, data: st.DataObject, seed: int) -> None:
        """In whatever order keys are written, the record is the same and gives them in the order of its fields."""
        plain_data = parse(dumps(unstructure(data.draw(of(kind)))), file="a.json")
        shuffled = random.Random(seed).sample(list(plain_data.items()), len(plain_data))  # noqa: S311 - no secret
        again = unstructure(structure(dict(shuffled), kind, file="a.json"))
        assert dumps(again) == dumps(plain_data)

    @every_record
    def test_every_field(self, kind: type) -> None:
        """Every field is in the plain data under its own name, unless it holds its default."""
        assert list(unstructure(some(kind))) == [
            field.name for field in attrs.fields(kind) if field.default != getattr(some(kind), field.name)
        ]

    def test_defaults_left_out(self) -> None:
        """What a record takes by default is not written."""
        data = {key: value for key, value in relation().items() if key not in {"note", "former_ids"}}
        assert unstructure(structure({**data, "note": None, "former_ids": []}, okb.Relation, file="a.json")) == data

    def test_plain(self) -> None:
        """Plain data is made of dictionaries, lists, strings, numbers and booleans: no member of an enum is left."""
        left = [(kind.__name__, value) for kind in RECORDS for value in leaves(unstructure(some(kind)))]
        assert [(name, value) for name, value in left if type(value) not in {str, int, bool, NoneType}] == []

    def test_needs_no_json(self) -> None:
        """Plain data makes the equal record without being written as JSON first."""
        record = some(okb.Statement)
        assert structure(unstructure(record), okb.Statement, file="a.json") == record

    def test_plain_values(self) -> None:
        """A date is its text, a member of a closed list its value, a tuple a list, a span its two ends."""
        data = unstructure(okb.Passage(id="a:b", kind=okb.PassageKind.LEAD_IN, spans=(okb.Span(1, 2),)))
        assert json.dumps(data) == '{"id": "a:b", "kind": "lead_in", "spans": [{"start": 1, "end": 2}]}'
        assert unstructure(structure(fact(), okb.ContextFact, file="a.json"))["date"] == "2031-03"

    def test_version(self) -> None:
        """The format has a version, a whole number."""
        assert type(SCHEMA_VERSION) is int


class TestRecords:
    """What holds of every record type: of one that somebody adds, too."""

    def test_found(self) -> None:
        """The records of the design are found, so that the tests below have something to test."""
        names = "Edition Conference SessionGroup Document Passage Statement Directive Concept Actor Instrument Relation"
        assert {*names.split(), "ContextFact", "Bundle", "Quote"} <= {kind.__name__ for kind in RECORDS}

    def test_none_escapes(self) -> None:
        """Whatever a bundle holds, and in whatever module it is written, is among the records or the values."""
        found: set[type] = set()
        queue: list[Any] = [okb.Bundle]
        while queue:
            kind = queue.pop()
            if get_args(kind):
                queue += get_args(kind)
            elif attrs.has(kind) and kind not in found:
                found.add(kind)
                own = [sub for sub in kind.__subclasses__() if "__attrs_attrs__" in vars(sub)]  # a draft is no kind
                queue += [*get_type_hints(kind).values(), *own]
        assert found <= {*RECORDS, *VALUES}

    @every_record
    def test_frozen(self, kind: type) -> None:
        """No field of a record can be set or deleted, and none can be added."""
        record = some(kind)
        for name in [*(field.name for field in attrs.fields(kind)), "anything"]:
            with pytest.raises((FrozenInstanceError, AttributeError)):
                setattr(record, name, None)
            with pytest.raises((FrozenInstanceError, AttributeError)):
                delattr(record, name)
        assert record == some(kind)

    @every_record
    def test_slotted(self, kind: type) -> None:
        """A record has slots and no `__dict__`."""
        assert ("__slots__" in vars(kind), hasattr(some(kind), "__dict__")) == (True, False)

    @every_record
    def test_keyword_only(self, kind: type) -> None:
        """The fields of a record are given by name alone."""
        assert [field.name for field in attrs.fields(kind) if not field.kw_only] == []
        with pytest.raises(TypeError, match="positional argument"):
            kind(*(getattr(some(kind), field.name) for field in attrs.fields(kind)))

    @every_value
    def test_structural(self, kind: type) -> None:
        """Values with equal fields are equal and have one hash; a value of any other field is another."""
        one, twin = some(kind), some(kind)
        assert one is not twin
        assert (one, hash(one)) == (twin, hash(twin))
        for field in attrs.fields(kind):
            values = {each.name: getattr(one, each.name) for each in attrs.fields(kind)}
            assert attrs.make_class("Other", list(values))(**values) != one
            changed = copy.copy(one)
            object.__setattr__(changed, field.name, None)
            assert changed != one

    @every_value
    def test_travels(self, kind: type) -> None:
        """A value is equal after pickle, copy and deepcopy."""
        one = some(kind)
        for twin in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):  # noqa: S301 - pickled here
            assert (type(twin), twin, hash(twin)) == (kind, one, hash(one))

    def test_quote(self) -> None:
        """A statement is read as the pieces of its evidence, with a sign where words between them are left out."""
        pieces = (okb.Quote(text="Fog"), okb.Quote(text="is a danger"))
        record = attrs.evolve(some(okb.Statement), evidence=pieces)
        assert record.quote == "Fog [...] is a danger"

    @pytest.mark.parametrize("scheme", okb.Scheme)
    def test_scheme(self, scheme: okb.Scheme) -> None:
        """A concept belongs to the scheme that its id begins with."""
        assert okb.Concept(id=f"{scheme}:x", preferred_label="x").scheme is scheme

    def test_types_differ(self) -> None:
        """Records of two types are never equal, whatever their fields hold."""
        fields = {"id": "actor:x", "preferred_label": "x"}
        assert okb.Concept(**fields) != okb.Actor(**fields)


def declared(module: Any) -> Iterator[tuple[str, str, str | None]]:
    """Yield what classes of a module declare at their top: class, name, and the docstring beneath it."""
    for kind in ast.parse(inspect.getsource(module)).body:
        if isinstance(kind, ast.ClassDef) and not kind.name.startswith("_"):
            for node, beneath in zip(kind.body, [*kind.body[1:], None], strict=True):
                if isinstance(node, ast.AnnAssign | ast.Assign):
                    name = ast.unparse(node.target if isinstance(node, ast.AnnAssign) else node.targets[0])
                    said = beneath.value if isinstance(beneath, ast.Expr) else None
                    if not name.startswith("_"):
                        yield kind.name, name, said.value if isinstance(said, ast.Constant) else None


class TestDocumented:
    """What the source says of fields and members, read from the installed files."""

    @pytest.mark.parametrize(
        "module", [edition, model, concepts, text, uncertain, errors, vocabulary], ids=lambda m: m.__name__
    )
    def test_docstrings(self, module: Any) -> None:
        """Every public field of a record and every member of a closed list has a sentence beneath it."""
        silent = [(kind, name) for kind, name, said in declared(module) if not (said and said.strip().endswith("."))]
        assert silent == []

    @every_value
    def test_all_fields_seen(self, kind: type) -> None:
        """Every public field of a record is declared where that sentence is looked for."""
        home = inspect.getmodule(kind)
        written = {name for owner, name, _ in declared(home) if owner in {each.__name__ for each in kind.__mro__}}
        assert {field.name for field in attrs.fields(kind) if not field.name.startswith("_")} <= written


ORIGINS = {
    okb.Origin.VERBATIM: """
        Conference.series Conference.title Document.title Passage.marker Quote.text StatedDate.words
        Actor.alternative_labels Concept.alternative_labels Instrument.alternative_labels
        """,
    okb.Origin.EDITORIAL: """
        Actor.definition Actor.preferred_label Actor.scope_note Clause.paraphrase
        Concept.definition Concept.preferred_label Concept.scope_note ContextFact.claim ContextFact.publisher
        Document.rights Instrument.definition Instrument.preferred_label Instrument.scope_note Link.publisher
        Misprint.note Misprint.reading Passage.heading Relation.note StatedDate.note Statement.note
        Statement.proposition
        """,
    okb.Origin.CODED: """
        Actor.broader Actor.former_ids Actor.id Attribution.holders Attribution.statement Concept.broader
        Concept.former_ids Concept.id Conference.event Conference.sectors ContextFact.about ContextFact.id
        ContextFact.url Directive.addressees Document.language Document.sha256 Document.source_file
        Edition.content_version Edition.id Instrument.broader Instrument.former_ids Instrument.id
        Instrument.supplements Item.concept Link.url Participant.actor Passage.id Passage.parent Proof.fact
        Proof.statement Relation.former_ids Relation.id Relation.passage Relation.source Relation.target
        SessionGroup.event SessionGroup.statement Statement.events Statement.former_ids Statement.id
        Statement.instruments Statement.interests Statement.measures Statement.passage Statement.places
        Statement.technologies Statement.threats Statement.topics
        """,
}
"""Whose words each field of text holds: whoever adds one decides here."""


class TestOrigins:
    """`origin`: whose words, or whose choice, a field holds."""

    def test_texts(self) -> None:
        """Of every field of text it is known whether it holds the document's words, the editors', or a code."""
        texts = (str, str | None, tuple[str, ...])
        found: dict[okb.Origin, set[str]] = {each: set() for each in okb.Origin}
        for kind in RECORDS:
            for name, hint in get_type_hints(kind).items():
                if hint in texts and not name.startswith("_"):
                    found[okb.origin(kind, name)].add(f"{kind.__name__}.{name}")
        assert found == {each: set(names.split()) for each, names in ORIGINS.items()}

    @every_record
    def test_others(self, kind: type) -> None:
        """A field that holds no text of its own is coded."""
        hints = get_type_hints(kind)
        texts = (str, str | None, tuple[str, ...])
        others = [field.name for field in attrs.fields(kind) if hints[field.name] not in texts]
        assert {okb.origin(kind, name) for name in others} <= {okb.Origin.CODED}

    @pytest.mark.parametrize("name", ["", "reading", "propositions"])
    def test_unknown(self, name: str) -> None:
        """A field that a record type lacks has no origin."""
        with pytest.raises(KeyError):
            okb.origin(okb.Statement, name)

"""Tests of `octopus_kb.errors`: one family of errors, each of which says what it is about."""

import copy
import pickle
from typing import Any

import pytest

import octopus_kb as okb
from octopus_kb import errors

PROBLEM = okb.Problem("edition.json", "$.passages[2].kind", "wrong value")

CASES: dict[type[errors.OctopusError], tuple[tuple[Any, ...], type[Exception], dict[str, Any], str]] = {
    errors.OctopusError: (("anything",), Exception, {}, "anything"),
    errors.BundleError: (
        ("harbour", (PROBLEM,)),
        ValueError,
        {"source": "harbour", "problems": (PROBLEM,)},
        "harbour: 1 problem, nothing was loaded\n  edition.json: $.passages[2].kind: wrong value",
    ),
    errors.UnknownIdError: (
        ("fogg", ("topic:fog", "event:fog")),
        LookupError,
        {"id": "fogg", "near": ("topic:fog", "event:fog")},
        "no record has the id 'fogg'; did you mean 'topic:fog' or 'event:fog'?",
    ),
    errors.AmbiguousIdError: (
        ("km1", ("a:km1", "b:km1")),
        LookupError,
        {"id": "km1", "candidates": ("a:km1", "b:km1")},
        "the short id 'km1' fits several records: say 'a:km1' or 'b:km1'",
    ),
    errors.CriterionError: (
        ("kind", "threats", ("threat",)),
        ValueError,
        {"criterion": "kind", "value": "threats", "near": ("threat",)},
        "kind cannot be 'threats'; did you mean 'threat'?",
    ),
    errors.MissingExtraError: (
        ("networkx", "graph"),
        ImportError,
        {"module": "networkx", "extra": "graph"},
        "this needs networkx: run pip install 'octopus-kb[graph]'",
    ),
    errors.MissingFeatureError: (("no FTS5",), RuntimeError, {}, "no FTS5"),
    errors.NotOneError: (
        (3, "Statements"),
        LookupError,
        {"count": 3, "what": "Statements"},
        "expected exactly one record, found 3 in Statements",
    ),
    errors.QuoteError: (
        ("fog", "no words"),
        LookupError,
        {"quote": "fog", "reason": "no words"},
        "'fog': no words",
    ),
    errors.AmbiguousQuoteError: (
        ("fog", (3, 17)),
        LookupError,
        {"quote": "fog", "starts": (3, 17)},
        "'fog': the words occur 2 times, at 3, 17; add a prefix or a suffix, or give start as one of these offsets",
    ),
    errors.DateError: (
        ("soon", "it is none"),
        ValueError,
        {"text": "soon", "reason": "it is none"},
        "'soon' is not a date: it is none",
    ),
    errors.UndecidedError: (("neither",), ValueError, {}, "neither"),
}
"""For each error: what makes it, the builtin that it is, its attributes, and what it says."""

every_error = pytest.mark.parametrize("kind", CASES, ids=lambda kind: kind.__name__)


def test_family() -> None:
    """Every error of the module is an OctopusError, has a case here, and is a public name of the package."""
    found = {name: value for name, value in vars(errors).items() if isinstance(value, type) and "Error" in name}
    assert set(found.values()) == set(CASES)
    assert set(found) <= set(okb.__all__)
    assert [name for name, kind in found.items() if not issubclass(kind, errors.OctopusError)] == []


@every_error
def test_builtin(kind: type[errors.OctopusError]) -> None:
    """An error is caught as the builtin that fits it, too."""
    assert issubclass(kind, CASES[kind][1])


@every_error
def test_says(kind: type[errors.OctopusError]) -> None:
    """An error carries what it is about, and says it."""
    args, _, attributes, text = CASES[kind]
    error = kind(*args)
    assert ({name: getattr(error, name) for name in attributes}, str(error)) == (attributes, text)


@every_error
def test_travels(kind: type[errors.OctopusError]) -> None:
    """An error is the same after pickle, as another process would get it, and after deepcopy."""
    error = kind(*CASES[kind][0])
    for twin in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):  # noqa: S301 - pickled here
        assert (type(twin), vars(twin), twin.args, str(twin)) == (kind, vars(error), error.args, str(error))


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (okb.UnknownIdError("fog"), "no record has the id 'fog'"),
        (okb.CriterionError("kind", 5), "kind cannot be 5"),
        (okb.AmbiguousIdError("", ("a", "b")), "no edition is named, and several are loaded: say 'a' or 'b'"),
        (okb.NotOneError(0, "Passages"), "expected exactly one record, found 0 in Passages"),
    ],
)
def test_without_hint(error: okb.OctopusError, expected: str) -> None:
    """An error that knows no near match names none."""
    assert str(error) == expected


def test_bundle_error_lists_all() -> None:
    """A BundleError counts its problems and lists each on a line of its own."""
    assert str(okb.BundleError("harbour", (PROBLEM, PROBLEM))).splitlines() == [
        "harbour: 2 problems, nothing was loaded",
        f"  {PROBLEM}",
        f"  {PROBLEM}",
    ]


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({}, "a.json: $.x: wrong"),
        ({"expected": "1"}, "a.json: $.x: wrong (expected 1)"),
        ({"found": "2"}, "a.json: $.x: wrong (found 2)"),
        ({"expected": "1", "found": "2"}, "a.json: $.x: wrong (expected 1, found 2)"),
        ({"expected": "", "found": ""}, "a.json: $.x: wrong (expected , found )"),
        ({"hint": "mend it"}, "a.json: $.x: wrong; mend it"),
        ({"expected": "1", "found": "2", "hint": "mend it"}, "a.json: $.x: wrong (expected 1, found 2); mend it"),
    ],
)
def test_problem(details: dict[str, str], expected: str) -> None:
    """A problem says where it is, what is wrong, what was expected and found, and what to do, as far as is known."""
    assert str(okb.Problem("a.json", "$.x", "wrong", **details)) == expected


def test_problem_is_a_value() -> None:
    """Problems are compared by what they say."""
    assert {PROBLEM, copy.deepcopy(PROBLEM), pickle.loads(pickle.dumps(PROBLEM))} == {PROBLEM}  # noqa: S301 - pickled here

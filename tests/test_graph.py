"""Tests of `octopus_kb.graph`: hierarchies of ids, their names, circles, and near matches."""

from collections import Counter
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from octopus_kb import graph
from octopus_kb.errors import AmbiguousIdError, UnknownIdError
from octopus_kb.graph import Guesses, Hierarchy, circles, near_matches

DEEP = 10_000
"""More levels than Python has stack frames for."""

ids = st.sampled_from("abcdef")
graphs = st.dictionaries(ids, st.lists(ids, unique=True, max_size=4).map(tuple))
"""Graphs of up to six ids, circles, loops and dangling ends among them."""


@pytest.fixture(scope="module")
def boats() -> Hierarchy:
    """Boats and fog, of two editions, with short names and a former id."""
    parents = {
        "a:ship": (),
        "a:ferry": ("a:ship",),
        "a:car-ferry": ("a:ferry", "a:truck"),
        "a:truck": (),
        "a:fog": (),
        "b:fog": (),
    }
    names = [("ferry", "a:ferry"), ("fog", "a:fog"), ("fog", "b:fog"), ("a:vessel", "a:ship"), ("a:truck", "a:ship")]
    return Hierarchy(parents, names)


def wider(parents: dict[str, tuple[str, ...]], id: str) -> set[str]:
    """Give what lies above an id, by asking again until nothing is new."""
    found: set[str] = set()
    above = set(parents.get(id, ()))
    while above - found:
        found |= above
        above = {parent for known in found for parent in parents.get(known, ())}
    return found


class TestNames:
    """`Hierarchy.resolve` and its kin: which name stands for which id."""

    @pytest.mark.parametrize(
        ("name", "expected"),
        [("a:ship", "a:ship"), ("ferry", "a:ferry"), ("a:vessel", "a:ship"), ("a:truck", "a:truck")],
        ids=["id", "short", "former", "an id goes before a name"],
    )
    def test_resolve(self, boats: Hierarchy, name: str, expected: str) -> None:
        """An id, a short form and a former id stand for one id; an id stands for nothing but itself."""
        assert (boats.resolve(name), name in boats, boats.candidates(name)) == (expected, True, (expected,))

    def test_ambiguous(self, boats: Hierarchy) -> None:
        """A name that fits several ids is refused with each of them; it is neither found nor unknown."""
        with pytest.raises(AmbiguousIdError) as caught:
            boats.resolve("fog")
        assert (caught.value.id, caught.value.candidates) == ("fog", ("a:fog", "b:fog"))
        assert ("fog" in boats, boats.candidates("fog")) == (False, ("a:fog", "b:fog"))

    @pytest.mark.parametrize(
        ("name", "near"), [("a:shop", ("a:ship",)), ("fery", ("ferry", "a:ferry")), ("zzz", ()), ("", ())]
    )
    def test_unknown(self, boats: Hierarchy, name: str, near: tuple[str, ...]) -> None:
        """A name that stands for nothing is refused with the names that resemble it."""
        with pytest.raises(UnknownIdError) as caught:
            boats.resolve(name)
        assert (caught.value.id, caught.value.near) == (name, near)
        assert (name in boats, boats.candidates(name)) == (False, ())

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("a:ship", ("a:ship",)),
            ("ferry", ("a:ferry",)),
            ("fog", ("a:fog", "b:fog")),
            ("a:truck", ("a:truck",)),
            ("zzz", ()),
        ],
    )
    def test_candidates(self, boats: Hierarchy, name: str, expected: tuple[str, ...]) -> None:
        """It can be asked which ids a name may stand for: one, several or none."""
        assert boats.candidates(name) == expected

    @pytest.mark.parametrize(("id", "expected"), [("topic:fog", "topic"), ("a:km1", "passage"), ("a:other", "a")])
    def test_kind(self, id: str, expected: str) -> None:
        """An id is of the kind that is given for it, or else of the scheme it begins with."""
        assert Hierarchy({}, (), {"a:km1": "passage"}).kind(id) == expected

    @pytest.mark.parametrize("name", [5, None, ("a:ship",)])
    def test_no_name(self, boats: Hierarchy, name: object) -> None:
        """What is no text is no name."""
        assert name not in boats


class TestWalks:
    """`Hierarchy.broader` and `Hierarchy.narrower`: what lies above and below."""

    @pytest.mark.parametrize(
        ("id", "transitive", "expected"),
        [
            ("a:car-ferry", True, ("a:ferry", "a:truck", "a:ship")),
            ("a:car-ferry", False, ("a:ferry", "a:truck")),
            ("a:ship", True, ()),
            ("a:ship", False, ()),
            ("c:unknown", True, ()),
            ("c:unknown", False, ()),
        ],
    )
    def test_broader(self, boats: Hierarchy, id: str, transitive: bool, expected: tuple[str, ...]) -> None:
        """What is wider comes nearest first: all of it, or what stands directly above."""
        assert boats.broader(id, transitive=transitive) == expected

    @pytest.mark.parametrize(
        ("id", "transitive", "expected"),
        [
            ("a:ship", True, ("a:ferry", "a:car-ferry")),
            ("a:ship", False, ("a:ferry",)),
            ("a:car-ferry", True, ()),
            ("c:unknown", False, ()),
        ],
    )
    def test_narrower(self, boats: Hierarchy, id: str, transitive: bool, expected: tuple[str, ...]) -> None:
        """What is narrower comes nearest first: all of it, or what stands directly below."""
        assert boats.narrower(id, transitive=transitive) == expected

    def test_default(self, boats: Hierarchy) -> None:
        """Unless told otherwise a walk goes all the way."""
        assert (len(boats.broader("a:car-ferry")), len(boats.narrower("a:ship"))) == (3, 2)

    @given(graphs, ids)
    def test_closure(self, parents: dict[str, tuple[str, ...]], id: str) -> None:
        """A walk finds all that can be reached, each id once, and never the id it started from, even in a circle."""
        hierarchy = Hierarchy(parents)
        found = hierarchy.broader(id)
        assert Counter(found) == Counter(wider(parents, id) - {id})

    @given(graphs, ids, ids)
    def test_mirror(self, parents: dict[str, tuple[str, ...]], low: str, high: str) -> None:
        """One id is wider than another exactly where the other is narrower than it."""
        hierarchy = Hierarchy(parents)
        assert (high in hierarchy.broader(low)) is (low in hierarchy.narrower(high))

    def test_deep(self) -> None:
        """A hierarchy may be deeper than Python's stack."""
        chain = Hierarchy({f"x:{n}": (f"x:{n + 1}",) for n in range(DEEP)})
        assert (len(chain.broader("x:0")), len(chain.narrower(f"x:{DEEP}"))) == (DEEP, DEEP)

    def test_immutable(self, boats: Hierarchy) -> None:
        """The edges of a hierarchy can be read and not changed, nor does it follow the mapping it was made of."""
        edges = {"x": ("y",)}
        hierarchy = Hierarchy(edges)
        edges["y"] = ("x",)
        assert dict(hierarchy.parents) == {"x": ("y",)}
        with pytest.raises(TypeError):
            boats.parents["a:ship"] = ("a:fog",)  # type: ignore[index]  # that it cannot be done is the point


class TestCircles:
    """`circles`: what is wider than itself."""

    @pytest.mark.parametrize(
        ("edges", "expected"),
        [
            ({}, []),
            ({"a": ("b",), "b": ()}, []),
            ({"a": ("b", "c"), "b": ("d",), "c": ("d",)}, []),
            ({"a": ("a",)}, [("a", "a")]),
            ({"a": ("b",), "b": ("c",), "c": ("a",)}, [("a", "b", "c", "a")]),
            ({"x": ("a",), "a": ("b",), "b": ("a",)}, [("a", "b", "a")]),
            ({"a": ("a", "b"), "b": ("a",)}, [("a", "a"), ("a", "b", "a")]),
            ({"a": ("b",), "b": ("a",), "c": ("d",), "d": ("c",)}, [("a", "b", "a"), ("c", "d", "c")]),
            ({"a": ("b",), "b": ("a", "c"), "c": ("b",)}, [("a", "b", "a"), ("b", "c", "b")]),
        ],
        ids=["empty", "line", "diamond", "loop", "ring", "tail", "loop in ring", "two apart", "two that touch"],
    )
    def test_examples(self, edges: dict[str, tuple[str, ...]], expected: list[tuple[str, ...]]) -> None:
        """Each circle is told once, as the ids along it with the first one again at the end."""
        assert circles(edges) == expected

    def test_repeated_edge(self) -> None:
        """A circle is told once even where one of its edges is written twice."""
        assert circles({"a": ("b",), "b": ("a", "a")}) == [("a", "b", "a")]

    @given(graphs)
    def test_true(self, edges: dict[str, tuple[str, ...]]) -> None:
        """What is told is a circle: each step is an edge, no id comes twice on the way, and no circle is told twice."""
        found = circles(edges)
        steps = [step for circle in found for step in pairwise(circle)]
        assert all(high in edges[low] for low, high in steps)
        assert [len(set(circle)) for circle in found] == [len(circle) - 1 for circle in found]
        assert len({frozenset(pairwise(circle)) for circle in found}) == len(found)

    @given(graphs)
    def test_complete(self, edges: dict[str, tuple[str, ...]]) -> None:
        """Without the last edge of each circle that is told, no circle is left."""
        cut = {circle[-2:] for circle in circles(edges)}
        left = {low: [high for high in above if (low, high) not in cut] for low, above in edges.items()}
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            pytest.fail(f"left out: {error}")

    @pytest.mark.parametrize(("last", "expected"), [(DEEP, 0), (0, 1)], ids=["a line", "a ring"])
    def test_deep(self, last: int, expected: int) -> None:
        """A hierarchy deeper than Python's stack is walked to its end."""
        edges = {f"{n}": (f"{n + 1}",) for n in range(DEEP - 1)} | {f"{DEEP - 1}": (f"{last}",)}
        assert [len(circle) for circle in circles(edges)] == [DEEP + 1] * expected


class TestNearMatches:
    """`near_matches`: what may have been meant."""

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("topic:fogg", ("topic:fog", "threat:fog")),
            ("fog", ("topic:fog", "threat:fog")),
            ("FOG", ("topic:fog", "threat:fog")),
            ("topics:lights", ("topic:lights",)),
            ("event:lights", ("topic:lights",)),
            ("topic:nothing-like-it", ()),
            ("", ()),
        ],
    )
    def test_matches(self, name: str, expected: tuple[str, ...]) -> None:
        """A name resembles another as a whole, or by what follows the colon."""
        assert near_matches(name, ["topic:fog", "topic:lights", "threat:fog", "place:sea"]) == expected

    def test_three(self) -> None:
        """At most three are named, the nearest first."""
        assert near_matches("abcdef", ["abcdxx", "abcdeff", "abcdex", "abcdef1", "abcdef"])[0] == "abcdef"
        assert len(near_matches("abcdef", ["abcdeff", "abcdex", "abcdef1", "abcdef2"])) == 3

    @pytest.mark.parametrize(("length", "expected"), [(200, 1), (201, 0)])
    def test_long(self, length: int, expected: int) -> None:
        """A name of more than 200 characters is not compared: that would take long and help nobody."""
        name = "a" * length
        assert len(near_matches(name, [name])) == expected


class TestGuesses:
    """`Guesses`: near matches of many unknown names."""

    def test_as_many_as_wanted(self) -> None:
        """Names are guessed until so many comparisons have been made; what was guessed stays known."""
        guesses = Guesses({"a:ship", "a:ferry", "a:fog"}, comparisons=4)
        found = [guesses.near(name) for name in ("a:shipp", "a:fery", "a:fogg", "a:shipp", "a:fery")]
        assert found == [("a:ship",), ("a:ferry",), (), ("a:ship",), ("a:ferry",)]

    def test_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A name that is unknown in many places is compared once."""
        asked = []
        monkeypatch.setattr(graph, "near_matches", lambda name, names: asked.append((name, *names)) or ())
        guesses = Guesses({"b", "a"})
        assert (guesses.near("c"), guesses.near("c"), asked) == ((), (), [("c", "a", "b")])

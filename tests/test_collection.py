"""Tests of `octopus_kb.collection`: immutable sequences of records, found by place or by id."""

import copy
import json
import pickle
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest
from hypothesis import given
from hypothesis import strategies as st

import octopus_kb as okb
from octopus_kb.graph import Hierarchy

MINIATURE = Path(__file__).parent / "miniature"
COLLECTIONS = {
    "actors": okb.Concepts,
    "concepts": okb.Concepts,
    "context": okb.ContextFacts,
    "editions": okb.Collection,
    "events": okb.Concepts,
    "instruments": okb.Concepts,
    "interests": okb.Concepts,
    "key_messages": okb.Passages,
    "measures": okb.Concepts,
    "passages": okb.Passages,
    "places": okb.Concepts,
    "recommendations": okb.Statements,
    "relations": okb.Relations,
    "statements": okb.Statements,
    "technologies": okb.Concepts,
    "threats": okb.Concepts,
    "topics": okb.Concepts,
}
"""The collections of a knowledge base, each with its type."""

every_collection = pytest.mark.parametrize("name", COLLECTIONS)
places = st.none() | st.integers(-20, 20)


def short(records: okb.Collection[Any]) -> list[str]:
    """Give the short forms of the ids of records."""
    return [id.partition(":")[2] for id in records.ids]


@every_collection
class TestSequence:
    """What every collection is: a sequence of one type."""

    def test_type(self, miniature: okb.KnowledgeBase, name: str) -> None:
        """A collection is a sequence, of the type that has the filters of its records."""
        records = getattr(miniature, name)
        assert (type(records), isinstance(records, Sequence)) == (COLLECTIONS[name], True)

    def test_order(self, miniature: okb.KnowledgeBase, name: str) -> None:
        """Going through a collection, counting places from either end, and going backwards give the same records."""
        records = getattr(miniature, name)
        found = list(records)
        assert len(found) == len(records) > 0
        assert [records[n] for n in range(len(records))] == found
        assert [records[~n] for n in range(len(records))] == found[::-1] == list(reversed(records))
        assert records.ids == tuple(record.id for record in found)

    def test_slice(self, miniature: okb.KnowledgeBase, name: str) -> None:
        """A slice is a collection of the same type, which finds its own records and no others."""
        records = getattr(miniature, name)
        rest = records[1:]
        assert (type(rest), list(rest)) == (type(records), list(records)[1:])
        assert [rest[id] for id in rest.ids] == list(rest)
        assert rest.get(records.ids[0]) is None

    @pytest.mark.parametrize("twin_of", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])  # noqa: S301 - pickled here
    def test_travels(self, miniature: okb.KnowledgeBase, name: str, twin_of: Callable[[Any], Any]) -> None:
        """A copy of a collection, even one that another process gets, equals it and finds the same records."""
        records = getattr(miniature, name)
        twin = twin_of(records)
        assert (type(twin), twin, hash(twin), twin.ids) == (type(records), records, hash(records), records.ids)
        assert [twin[id] for id in records.ids] == list(records)

    def test_immutable(self, miniature: okb.KnowledgeBase, name: str) -> None:
        """No record of a collection can be put, replaced or taken out, and no attribute can be set."""
        records = getattr(miniature, name)
        before = records.ids
        with pytest.raises(TypeError, match="item assignment"):
            records[0] = records[-1]
        with pytest.raises(TypeError, match="item deletion"):
            del records[0]
        for attribute in ("ids", "facets", "remark"):
            with pytest.raises(AttributeError):
                setattr(records, attribute, ())
        assert (hasattr(records, "__dict__"), hasattr(records, "append"), records.ids) == (False, False, before)


class TestPlaces:
    """Records by their place."""

    @given(places, places, st.sampled_from([None, -3, -1, 1, 2]))
    def test_slices(self, miniature: okb.KnowledgeBase, start: int | None, stop: int | None, step: int | None) -> None:
        """A slice of a collection holds what the same slice of a list holds."""
        part = slice(start, stop, step)
        assert list(miniature.statements[part]) == list(miniature.statements)[part]

    @pytest.mark.parametrize("place", [16, -17])
    def test_none_there(self, miniature: okb.KnowledgeBase, place: int) -> None:
        """A place outside the collection is an IndexError."""
        with pytest.raises(IndexError):
            miniature.statements[place]

    @pytest.mark.parametrize("key", [None, 1.5, ("topic:fog",)])
    def test_no_key(self, miniature: okb.KnowledgeBase, key: Any) -> None:
        """What is neither a place nor an id is a TypeError."""
        with pytest.raises(TypeError):
            miniature.topics[key]

    def test_index(self, miniature: okb.KnowledgeBase) -> None:
        """A record knows its place through index, and how often it is there through count."""
        third = miniature.passages[2]
        assert (miniature.passages.index(third), miniature.passages.count(third)) == (2, 1)

    def test_truth(self, miniature: okb.KnowledgeBase) -> None:
        """An empty collection is false, any other is true."""
        assert (bool(miniature.topics), bool(miniature.topics[:0])) == (True, False)

    def test_made_once(self, miniature: okb.KnowledgeBase) -> None:
        """A collection keeps the records that it was made of, whatever becomes of their list."""
        records = list(miniature.topics)
        topics = okb.Concepts(records, miniature.hierarchy)
        records.clear()
        assert topics == miniature.topics


class TestIds:
    """Records by their id."""

    @pytest.mark.parametrize(
        ("name", "key", "expected"),
        [
            ("statements", "harbour-2030:fog-returns", "harbour-2030:fog-returns"),
            ("statements", "fog-returns", "harbour-2030:fog-returns"),
            ("statements", "harbour-2030:horns", "harbour-2030:horns-to-be-heard"),
            ("statements", "horns", "harbour-2030:horns-to-be-heard"),
            ("recommendations", "keep-lamps-lit", "harbour-2030:keep-lamps-lit"),
            ("passages", "km2.1", "harbour-2030:km2.1"),
            ("key_messages", "km2", "harbour-2030:km2"),
            ("relations", "lamps-restated", "harbour-2030:lamps-restated"),
            ("topics", "topic:fog", "topic:fog"),
            ("topics", "topic:mist", "topic:fog"),
            ("concepts", "topic:mist", "topic:fog"),
            ("context", "context:fog-returned", "context:fog-returned"),
            ("editions", "harbour-2030", "harbour-2030"),
        ],
    )
    def test_found(self, miniature: okb.KnowledgeBase, name: str, key: str, expected: str) -> None:
        """An id, a short form, a former id and its short form find the record."""
        records = getattr(miniature, name)
        assert (records[key].id, records.get(key), key in records) == (expected, records[key], True)

    @pytest.mark.parametrize(
        ("name", "key", "near"),
        [
            ("topics", "topic:fogg", ("topic:fog", "topic:sea-fog")),
            ("topics", "fog", ("topic:fog",)),
            ("events", "topic:panels", ("event:panels",)),
            ("statements", "fog-returnz", ("harbour-2030:fog-returns",)),
            ("statements", "km1", ()),
            ("passages", "fog-returns", ()),
            ("key_messages", "km2.1", ("harbour-2030:km1", "harbour-2030:km2")),
            ("topics", "actor:ports", ()),
            ("actors", "topic:fog", ()),
            ("editions", "harbour-2031", ("harbour-2030",)),
            ("topics", "", ()),
        ],
    )
    def test_unknown(self, miniature: okb.KnowledgeBase, name: str, key: str, near: tuple[str, ...]) -> None:
        """An id that no record of the collection has is refused, with those of the collection that resemble it."""
        records = getattr(miniature, name)
        with pytest.raises(okb.UnknownIdError) as caught:
            records[key]
        assert isinstance(caught.value, LookupError)
        assert (caught.value.id, set(caught.value.near)) == (key, set(near))
        assert (records.get(key), key in records) == (None, False)

    @given(st.data())
    def test_near(self, miniature: okb.KnowledgeBase, data: st.DataObject) -> None:
        """What a refusal names can be found in the very collection that refused."""
        part = miniature.passages[slice(*data.draw(st.tuples(places, places)))]
        id = data.draw(st.sampled_from(miniature.passages.ids))
        if id not in part:
            with pytest.raises(okb.UnknownIdError) as caught:
                part[id]
            assert set(caught.value.near) <= set(part.ids)

    def test_records(self, miniature: okb.KnowledgeBase) -> None:
        """A record is in a collection that holds an equal one, and in no other."""
        fog = miniature["topic:fog"]
        assert (fog in miniature.topics, copy.deepcopy(fog) in miniature.topics) == (True, True)
        assert (fog in miniature.actors, fog in miniature.topics[:1]) == (False, False)

    @pytest.mark.parametrize("item", [None, 5, b"topic:fog", ["topic:fog"], Ellipsis])
    def test_neither(self, miniature: okb.KnowledgeBase, item: object) -> None:
        """What is neither an id nor a record is in no collection."""
        assert item not in miniature.topics


class TestAnswers:
    """What a collection gives of its records."""

    def test_first(self, miniature: okb.KnowledgeBase) -> None:
        """The first record is None where there is none."""
        assert (miniature.topics[1:].first(), miniature.topics[:0].first()) == (miniature.topics[1], None)

    def test_one(self, miniature: okb.KnowledgeBase) -> None:
        """The only record is given where there is one."""
        assert miniature.topics[1:2].one() == miniature.topics[1]

    @pytest.mark.parametrize("count", [0, 2, 16])
    def test_not_one(self, miniature: okb.KnowledgeBase, count: int) -> None:
        """The only record of none, or of several, is refused with their number and a word on the collection."""
        found = miniature.statements[:count]
        with pytest.raises(okb.NotOneError) as caught:
            found.one()
        assert (caught.value.count, caught.value.what) == (count, repr(found))
        assert str(caught.value) == f"expected exactly one record, found {count} in {found!r}"

    def test_where(self, miniature: okb.KnowledgeBase) -> None:
        """A condition keeps the records for which it is true, in their order, in a collection of the same type."""
        found = miniature.statements.where(lambda statement: statement.dates)
        assert (type(found), short(found)) == (okb.Statements, ["forum-days", "pilots-took-part", "fog-returns"])
        assert miniature.statements.where(lambda _: False) == miniature.statements[:0]

    def test_to_dicts(self, miniature: okb.KnowledgeBase) -> None:
        """As plain data a record is what an author writes of it."""
        written = json.loads((MINIATURE / "context.json").read_text("utf-8"))["facts"]
        assert miniature.context.to_dicts() == written
        written = json.loads((MINIATURE / "vocabularies" / "topic.json").read_text("utf-8"))["concepts"]
        assert miniature.topics[-len(written) :].to_dicts() == written

    @every_collection
    def test_to_plain_dicts(self, miniature: okb.KnowledgeBase, name: str) -> None:
        """Plain data holds nothing but what JSON knows, so that any writer of any format takes it."""
        data = getattr(miniature, name).to_dicts()
        assert json.loads(json.dumps(data)) == data
        assert types_in(data) <= {dict, list, str, int, bool}

    @pytest.mark.parametrize(
        ("count", "expected"),
        [
            (0, "<Passages of 0>"),
            (1, "<Passages of 1: harbour-2030:title-1>"),
            (3, "<Passages of 3: harbour-2030:title-1, harbour-2030:title-2, harbour-2030:title-3>"),
            (4, "<Passages of 4: harbour-2030:title-1, harbour-2030:title-2, harbour-2030:title-3, ...>"),
        ],
    )
    def test_repr(self, miniature: okb.KnowledgeBase, count: int, expected: str) -> None:
        """A collection shows its type, its number, and the ids of no more than three."""
        assert repr(miniature.passages[:count]) == expected


class TestTogether:
    """Two collections: the same, or put together."""

    def test_equal(self, miniature: okb.KnowledgeBase) -> None:
        """Collections of one type that hold the same records in the same order are equal, and so are their hashes."""
        topics = miniature.topics
        assert (topics[:] == topics, hash(topics[:]) == hash(topics)) == (True, True)
        assert {topics[:1], topics[:1], topics[:2]} == {topics[:1], topics[:2]}

    @pytest.mark.parametrize(
        "other",
        [
            lambda kb: kb.topics[1:],
            lambda kb: kb.topics[::-1],
            lambda kb: list(kb.topics),
            lambda kb: tuple(kb.topics),
            lambda kb: okb.Collection(kb.topics, kb.hierarchy),
            lambda kb: kb.topics.ids,
            lambda _: None,
        ],
        ids=["fewer", "backwards", "list", "tuple", "other type", "ids", "None"],
    )
    def test_unequal(self, miniature: okb.KnowledgeBase, other: Callable[[okb.KnowledgeBase], object]) -> None:
        """Another order, another number, or another type makes collections unequal."""
        assert (miniature.topics == other(miniature), miniature.topics != other(miniature)) == (False, True)

    def test_other_side_decides(self, miniature: okb.KnowledgeBase) -> None:
        """What is no collection may say for itself whether it equals one, as Python asks."""
        assert miniature.topics == ANY

    def test_sum(self, miniature: okb.KnowledgeBase) -> None:
        """The sum of two collections holds the records of both, each once, in order, under the type of the first."""
        kb = miniature
        assert kb.statements[2:4] + kb.statements[3:5] == kb.statements[2:5]
        assert kb.statements[3:5] + kb.statements[2:4] != kb.statements[2:5]
        both = kb.topics + kb.actors
        assert (type(both), both.ids) == (okb.Concepts, kb.topics.ids + kb.actors.ids)
        assert both["topic:mist"] == kb["topic:fog"]

    @pytest.mark.parametrize(
        "other", [lambda kb: list(kb.statements), lambda kb: kb.passages, lambda kb: kb.statements[0]]
    )
    def test_no_sum(self, miniature: okb.KnowledgeBase, other: Callable[[okb.KnowledgeBase], Any]) -> None:
        """Nothing but records of the same kind can be added: statements and passages have no filter in common."""
        with pytest.raises(TypeError):
            miniature.statements + other(miniature)


def test_own_kind() -> None:
    """A collection holds any records that have an id, under any hierarchy, and counts nothing by itself."""
    records = [okb.Concept(id="topic:a", preferred_label="a"), okb.Concept(id="topic:b", preferred_label="b")]
    found = okb.Collection(records, Hierarchy({"topic:a": (), "topic:b": ("topic:a",)}, [("b", "topic:b")]))
    assert (found["b"], found.ids, len(found), found.facets) == (records[1], ("topic:a", "topic:b"), 2, {})


def types_in(data: object) -> set[type]:
    """Give the types of everything in plain data, however deep."""
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return {type(data)}.union(*map(types_in, inner))

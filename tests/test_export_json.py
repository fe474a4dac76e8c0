"""Tests of `octopus_kb.export.json`: one object that stands alone, and back under the same proof as a folder."""

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import octopus_kb as okb
from octopus_kb import codec
from octopus_kb.export import json as one_file

MINIATURE = Path(__file__).parent / "miniature"
SCHEMES = ("topic", "threat", "measure", "interest", "technology", "event", "place", "actor", "instrument")

Alter = Callable[[Any], object]


@pytest.fixture(scope="session")
def both(miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase) -> okb.KnowledgeBase:
    """Two editions in one knowledge base, one of which has concepts of its own."""
    return okb.KnowledgeBase([*shipped.bundles, *miniature.bundles])


@pytest.fixture(scope="session")
def twins(miniature: okb.KnowledgeBase) -> okb.KnowledgeBase:
    """Two editions that share concepts which are not packaged, and a fact from outside."""
    text = one_file.dumps(miniature).replace('"harbour-2030:', '"haven-2030:')
    twin = one_file.loads(text.replace('"id": "harbour-2030"', '"id": "haven-2030"'))
    return okb.KnowledgeBase([*miniature.bundles, *twin.bundles])


def plain(of: Any) -> Any:
    """Give what is written, as plain data to spoil."""
    return json.loads(one_file.dumps(of))


def told(data: Any) -> list[okb.Problem]:
    """Read spoilt data, and give the problems of the one error that tells them."""
    with pytest.raises(okb.BundleError) as caught:
        one_file.loads(data if isinstance(data, str | bytes) else json.dumps(data), name="kb.json")
    assert caught.value.source == "kb.json"
    assert {problem.file for problem in caught.value.problems} == {"kb.json"}
    return list(caught.value.problems)


def places(data: Any) -> list[str]:
    """Give the JSON path of each problem that is told of spoilt data."""
    return [problem.path for problem in told(data)]


class TestWriting:
    """What is written."""

    def test_shape(self, miniature: okb.KnowledgeBase) -> None:
        """The object has the version, the vocabularies by scheme, and of each edition all that belongs to it."""
        data = plain(miniature)
        assert list(data) == ["schema_version", "vocabularies", "editions"]
        assert list(data["vocabularies"]) == [*SCHEMES]
        (edition,) = data["editions"]
        held = ["source", "concepts", "edition", "passages", "statements", "relations", "context"]
        assert list(edition) == held
        assert edition["source"] == miniature.source().text
        assert edition["edition"] == codec.unstructure(miniature.editions[0])
        for name in ("passages", "statements", "relations", "context"):
            assert edition[name] == [codec.unstructure(record) for record in getattr(miniature, name)]

    def test_stands_alone(self, miniature: okb.KnowledgeBase) -> None:
        """Every concept is there, the packaged ones among them."""
        written = [one["id"] for concepts in plain(miniature)["vocabularies"].values() for one in concepts]
        assert sorted(miniature.concepts.ids) == sorted(written)
        assert plain(miniature)["editions"][0]["concepts"] == list(miniature.concepts.ids)

    def test_concepts_are_left_out(self, shipped: okb.KnowledgeBase) -> None:
        """An edition that may point to all that is written does not list the concepts."""
        assert "concepts" not in plain(shipped)["editions"][0]

    def test_canonical(self, miniature: okb.KnowledgeBase) -> None:
        """It is canonical JSON, as the files of a bundle are, and every quote has its spans."""
        text = one_file.dumps(miniature)
        assert codec.dumps(json.loads(text)) == text
        quotes = [one for one in holders(json.loads(text)) if isinstance(one, dict) and "text" in one]
        assert len(quotes) > 20
        assert all(quote["spans"] for quote in quotes)

    def test_dump(self, miniature: okb.KnowledgeBase, tmp_path: Path) -> None:
        """A file holds what is given as text, as UTF-8 with plain line feeds."""
        one_file.dump(miniature, tmp_path / "kb.json")
        assert (tmp_path / "kb.json").read_bytes() == one_file.dumps(miniature).encode("utf-8")

    def test_other(self) -> None:
        """Nothing but a knowledge base or a collection is written."""
        with pytest.raises(TypeError, match="a knowledge base or a collection"):
            one_file.dumps("km1")  # type: ignore[arg-type]


class TestReading:
    """What was written comes back."""

    @pytest.mark.parametrize("name", ["miniature", "shipped", "both", "twins"])
    def test_round_trip(self, name: str, request: pytest.FixtureRequest) -> None:
        """What is read back is equal, and is written as the same bytes; bytes do as well as text."""
        kb = request.getfixturevalue(name)
        text = one_file.dumps(kb)
        assert kb == one_file.loads(text) == one_file.loads(text.encode())
        assert one_file.dumps(one_file.loads(text)) == text

    def test_nothing(self) -> None:
        """No edition comes back as no edition."""
        nothing = okb.KnowledgeBase([])
        assert nothing == one_file.loads(one_file.dumps(nothing))

    def test_file(self, miniature: okb.KnowledgeBase, tmp_path: Path) -> None:
        """A file is read back, whether it is named as a path or as text."""
        path = tmp_path / "kb.json"
        one_file.dump(miniature, path)
        assert miniature == one_file.load(path) == one_file.load(str(path))

    def test_editions(self, both: okb.KnowledgeBase, miniature: okb.KnowledgeBase) -> None:
        """A collection of editions is written and read back as a knowledge base of these."""
        assert miniature == one_file.loads(one_file.dumps(both.editions.where(lambda one: one.id == "harbour-2030")))

    def test_own_concepts_stay_apart(self, both: okb.KnowledgeBase) -> None:
        """Of two editions, the one without concepts of its own is not given those of the other."""
        first, second = plain(both)["editions"]
        assert "topic:fog" not in first["concepts"]
        assert "topic:fog" in second["concepts"]
        assert both == one_file.loads(one_file.dumps(both))

    def test_schema(self, miniature: okb.KnowledgeBase) -> None:
        """The file may name its schema, as editors want it."""
        assert miniature == one_file.loads(json.dumps({"$schema": "export.schema.json", **plain(miniature)}))

    def test_spans_may_be_left_out(self, miniature: okb.KnowledgeBase) -> None:
        """Quotes without spans are placed, as in a folder."""
        data = plain(miniature)
        for holder in holders(data):
            if isinstance(holder, dict) and "text" in holder:
                del holder["spans"]
        assert miniature == one_file.loads(json.dumps(data))

    def test_own_vocabularies_hold(self, shipped: okb.KnowledgeBase) -> None:
        """A concept that differs from the packaged one of the same id is read as the file has it."""
        data = plain(shipped)
        data["vocabularies"]["topic"][0]["preferred_label"] = "another label"
        concept = data["vocabularies"]["topic"][0]["id"]
        back = one_file.loads(json.dumps(data))
        assert back.topics[concept].preferred_label == "another label"
        assert shipped.topics[concept].preferred_label != "another label"
        assert one_file.loads(one_file.dumps(back)) == back

    def test_nothing_packaged_is_mixed_in(self, shipped: okb.KnowledgeBase) -> None:
        """A packaged concept that the file does not have cannot be pointed to."""
        data = plain(shipped)
        data["vocabularies"]["place"] = []
        assert {problem.message for problem in told(data)} >= {"no place has this id"}


class TestSelection:
    """What is written of a collection."""

    def test_records(self, miniature: okb.KnowledgeBase) -> None:
        """The selected records are there, in the order of their edition, with the whole source and what they name."""
        some = miniature.statements.filter(passage="km2")
        data = plain(some)
        assert (data["schema_version"], data["selection"]) == (codec.SCHEMA_VERSION, True)
        (edition,) = data["editions"]
        assert [one["id"] for one in edition["statements"]] == list(some.ids)
        assert edition["source"] == miniature.source().text
        assert {one["id"] for one in edition["passages"]} == {one.passage for one in some}
        written = {one["id"] for concepts in data["vocabularies"].values() for one in concepts}
        assert {topic for one in some for topic in one.topics} <= written < set(miniature.concepts.ids)

    def test_facts(self, both: okb.KnowledgeBase) -> None:
        """Facts from outside come with the edition that they belong to, and only with that."""
        (fact,) = both.context.where(lambda one: one.id not in okb.load().context)
        (edition,) = plain(both.context.where(lambda one: one == fact))["editions"]
        assert (edition["edition"]["id"], len(edition["context"])) == ("harbour-2030", 1)

    def test_concepts(self, miniature: okb.KnowledgeBase) -> None:
        """Concepts come alone."""
        data = plain(miniature.topics[:2])
        assert [one["id"] for one in data["vocabularies"]["topic"]] == list(miniature.topics[:2].ids)
        assert (list(data["vocabularies"]), data["editions"]) == (["topic"], [])

    @pytest.mark.parametrize("name", ["statements", "passages", "relations", "topics", "context", "recommendations"])
    def test_is_not_read(self, miniature: okb.KnowledgeBase, name: str) -> None:
        """A selection is refused with the one reason, even one of everything, or of nothing."""
        for some in (getattr(miniature, name), getattr(miniature, name)[:0]):
            (problem,) = told(plain(some))
            assert (problem.path, problem.message) == ("$.selection", "a selection cannot be proved as an edition")

    @pytest.mark.parametrize("wrong", [False, None, 1, "true"])
    def test_wrong(self, miniature: okb.KnowledgeBase, wrong: object) -> None:
        """Whatever else is said under that key is refused."""
        (problem,) = told(plain(miniature) | {"selection": wrong})
        assert (problem.path, problem.message, problem.found) == ("$.selection", "wrong value", json.dumps(wrong))


def put(path: str, value: object) -> Alter:
    """Give a function that sets the value at a path such as `editions.0.source`."""

    def alter(data: Any) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in way:
            data = data[step]
        data[last] = value

    return alter


def drop(path: str) -> Alter:
    """Give a function that takes away what stands at such a path."""

    def alter(data: Any) -> None:
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        for step in way:
            data = data[step]
        del data[last]

    return alter


class TestFaults:
    """What is wrong is told at its place in the file."""

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            ("", "malformed JSON at line 1, column 1: Expecting value"),
            (b"\xff{}", "the file is not UTF-8: byte 0"),
            ('{"schema_version": 1, "schema_version": 1}', 'the key "schema_version" stands twice in one object'),
            ('{"schema_version": NaN}', "malformed JSON: NaN is not JSON"),
            ('{"schema_version": "\\ud800"}', "malformed JSON: half a surrogate pair"),
            ('{"schema_version": "\ud800"}', "malformed JSON: half a surrogate pair"),
            ("[" * 200_000, "malformed JSON: maximum recursion depth exceeded"),
            ("\ufeff{}", "malformed JSON at line 1, column 1: Unexpected UTF-8 BOM"),
            ("[]", "wrong value"),
        ],
    )
    def test_malformed(self, data: str | bytes, message: str) -> None:
        """What is no object of JSON is told, and nothing else on its account."""
        (problem,) = told(data)
        assert (problem.path, problem.message[: len(message)]) == ("$", message)

    def test_byte_order_mark(self) -> None:
        """Of a byte order mark it is said how to be rid of it."""
        (problem,) = told("\ufeff{}")
        assert problem.hint == "save it without a byte order mark"

    @pytest.mark.parametrize(
        ("alter", "expected"),
        [
            (put("schema_version", 2), "$.schema_version: unknown version of the format (expected 1, found 2)"),
            (drop("schema_version"), "$.schema_version: a required key is missing"),
            (drop("vocabularies"), "$.vocabularies: a required key is missing"),
            (drop("editions"), "$.editions: a required key is missing"),
            (put("edition", []), "$.edition: no such key is known; did you mean editions?"),
            (put("$schema", 5), '$["$schema"]: wrong value (expected a string)'),
            (put("vocabularies", []), "$.vocabularies: wrong value (expected an object, found [])"),
            (put("vocabularies.topics", []), "$.vocabularies.topics: no such key is known; did you mean topic?"),
            (put("vocabularies.topic", {}), "$.vocabularies.topic: wrong value (expected an array, found {})"),
            (put("vocabularies.topic.0.id", 5), "$.vocabularies.topic[0].id: wrong value (expected a string"),
            (put("vocabularies.topic.0.id", "Topic"), "$.vocabularies.topic[0].id: the id is not well formed"),
            (put("vocabularies.actor.1.broader", ["actor:x"]), "$.vocabularies.actor[1].broader[0]: no actor has"),
            (
                put("vocabularies.topic.0.links", [{"url": "x", "publisher": ""}]),
                "$.vocabularies.topic[0].links[0].url: no full address",
            ),
            (put("editions", {}), "$.editions: wrong value (expected an array, found {})"),
            (put("editions.0", 5), "$.editions[0]: wrong value (expected an object, found 5)"),
            (put("editions.0.sources", ""), "$.editions[0].sources: no such key is known; did you mean source?"),
            (drop("editions.0.source"), "$.editions[0].source: a required key is missing"),
            (put("editions.0.source", None), "$.editions[0].source: wrong value (expected a string, found null)"),
            (drop("editions.0.edition"), "$.editions[0].edition: a required key is missing"),
            (drop("editions.0.passages"), "$.editions[0].passages: a required key is missing"),
            (drop("editions.0.statements"), "$.editions[0].statements: a required key is missing"),
            (drop("editions.0.relations"), "$.editions[0].relations: a required key is missing"),
            (drop("editions.0.context"), "$.editions[0].context: a required key is missing"),
            (put("editions.0.edition.id", 5), "$.editions[0].edition.id: wrong value (expected a string, found 5)"),
            (put("editions.0.passages.1.number", 1), "$.editions[0].passages[1].number: key messages are numbered"),
            (put("editions.0.statements.3.kind", "fact"), "$.editions[0].statements[3].kind: wrong value"),
            (put("editions.0.relations.0.kind", "x"), "$.editions[0].relations[0].kind: wrong value"),
            (put("editions.0.context.0.about", "topic:x"), "$.editions[0].context[0].about: no concept has this id"),
            (put("editions.0.context", {}), "$.editions[0].context: wrong value (expected an array, found {})"),
            (put("editions.0.concepts", "topic:fog"), "$.editions[0].concepts: wrong value (expected an array of ids"),
            (put("editions.0.concepts.0", "topic:x"), '$.editions[0].concepts[0]: no concept has this id (found "topi'),
        ],
    )
    def test_told(self, miniature: okb.KnowledgeBase, alter: Alter, expected: str) -> None:
        """Each fault is told with its path inside the one file, before what follows from it if anything does."""
        data = plain(miniature)
        alter(data)
        assert str(told(data)[0]).startswith(f"kb.json: {expected}")

    @pytest.mark.parametrize(
        "alter",
        [
            drop("vocabularies"),
            drop("editions"),
            put("vocabularies", []),
            put("vocabularies.topic", {}),
            put("vocabularies.topic.0.id", 5),
            put("vocabularies.topic.0", 5),
            put("editions", {}),
            put("editions.0.concepts", [5]),
            put("editions.0.source", None),
            *(drop(f"editions.0.{key}") for key in ("source", "edition", "passages", "statements", "relations")),
        ],
    )
    def test_blames_nothing_else(self, miniature: okb.KnowledgeBase, alter: Alter) -> None:
        """Nothing else is blamed where something cannot be read: no id is unknown, no words are uncovered."""
        data = plain(miniature)
        alter(data)
        assert len({path.partition(".id")[0] for path in places(data)}) == 1

    def test_source(self, miniature: okb.KnowledgeBase) -> None:
        """A source that is not the one on record is told as that of a file is."""
        data = plain(miniature)
        data["editions"][0]["source"] += "\n"
        (problem,) = told(data)
        message = "the source is not the file that was annotated"
        assert (problem.path, problem.message) == ("$.editions[0].edition.document.sha256", message)

    def test_second_edition(self, both: okb.KnowledgeBase) -> None:
        """A fault of the second edition is told as one of the second."""
        data = plain(both)
        data["editions"][1]["statements"][3]["topics"] = ["topic:ransomwear"]
        assert "$.editions[1].statements[3].topics[0]" in places(data)

    def test_all_together(self, both: okb.KnowledgeBase) -> None:
        """Faults of the vocabularies and of each edition come back in one error."""
        data = plain(both)
        data["vocabularies"]["topic"][0]["labels"] = []
        data["editions"][0]["relations"][0]["note"] = 5
        data["editions"][1]["context"][0]["url"] = None
        assert places(data) == [
            "$.vocabularies.topic[0].labels",
            "$.editions[0].relations[0].note",
            "$.editions[1].context[0].url",
        ]

    def test_edition_twice(self, miniature: okb.KnowledgeBase) -> None:
        """Two editions do not have one id."""
        data = plain(miniature)
        data["editions"] *= 2
        (problem,) = told(data)
        assert (problem.path, problem.message) == ("$.editions[1].edition.id", "another edition has this id")

    def test_other_fact(self, twins: okb.KnowledgeBase) -> None:
        """Two editions may have the same fact from outside, but not two facts under one id."""
        data = plain(twins)
        assert data["editions"][0]["context"] == data["editions"][1]["context"] != []
        data["editions"][1]["context"][0]["claim"] = "Something else."
        (problem,) = told(data)
        message = "another edition has another fact under this id"
        assert (problem.path, problem.message) == ("$.editions[1].context[0].id", message)

    def test_concept_twice(self, miniature: okb.KnowledgeBase) -> None:
        """A concept does not stand twice in the vocabularies, nor in the list of an edition."""
        data = plain(miniature)
        data["vocabularies"]["topic"].append(data["vocabularies"]["topic"][0])
        data["editions"][0]["concepts"].append(data["editions"][0]["concepts"][0])
        last = len(data["vocabularies"]["topic"]) - 1, len(data["editions"][0]["concepts"]) - 1
        assert places(data) == [f"$.vocabularies.topic[{last[0]}].id", f"$.editions[0].concepts[{last[1]}]"]

    @pytest.mark.parametrize("left_out", ["topic:fog", "instrument:rule-of-the-sea"])
    def test_wider_is_listed(self, miniature: okb.KnowledgeBase, left_out: str) -> None:
        """An edition lists what the concepts that it lists name."""
        data = plain(miniature)
        data["editions"][0]["concepts"].remove(left_out)
        messages = [problem.message for problem in told(data)]
        assert f'a listed concept names "{left_out}", which is not listed' in messages

    def test_concept_of_no_edition(self, miniature: okb.KnowledgeBase) -> None:
        """A concept that no edition may point to is told: it would be lost without a word."""
        data = plain(miniature)
        data["editions"][0]["concepts"].remove("instrument:rule-of-fog")
        (problem,) = told(data)
        assert (problem.path, problem.message) == ("$.vocabularies.instrument[3]", "no edition lists the concept")
        data["editions"] = []
        assert len(told(data)) == len(miniature.concepts)

    @pytest.mark.parametrize("name", ["nowhere/kb.json", ".", "null\0character", "x" * 5000], ids=lambda name: name[:9])
    def test_no_file(self, tmp_path: Path, name: str) -> None:
        """A file that cannot be read is told by its name."""
        path = f"{tmp_path}/{name}"
        with pytest.raises(okb.BundleError) as caught:
            one_file.load(path)
        (problem,) = caught.value.problems
        assert (caught.value.source, problem.file) == (path, name.rpartition("/")[2])
        assert problem.message.startswith("the file cannot be read: ")

    def test_file(self, tmp_path: Path) -> None:
        """What is wrong with a file is told under its name; the error names the whole path."""
        (tmp_path / "kb.json").write_text("{}")
        with pytest.raises(okb.BundleError) as caught:
            one_file.load(tmp_path / "kb.json")
        assert caught.value.source == str(tmp_path / "kb.json")
        assert [problem.file for problem in caught.value.problems] == ["kb.json"] * 3


def holders(data: Any) -> Iterator[dict[str, Any] | list[Any]]:
    """Yield every object and every array of plain data, the outer ones first."""
    if isinstance(data, dict | list):
        yield data
        for inner in data.values() if isinstance(data, dict) else data:
            yield from holders(inner)


def _slimmed() -> Any:
    """Give the plain data of the miniature edition without the packaged concepts that it can do without."""
    kb = okb.load_bundle(MINIATURE)
    needed = {id for one in kb.statements for id in (*one.measures, *one.topics)} | {"actor:all-stakeholders"}
    own = {one.id for one in kb.concepts} - {one.id for one in okb.load().concepts}
    kept = tuple(
        one for one in kb.concepts if one.id in needed | own | {wider for id in needed for wider in _up(kb, id)}
    )
    (bundle,) = kb.bundles
    return plain(okb.KnowledgeBase([attrs.evolve(bundle, concepts=kept)]))


def _up(kb: okb.KnowledgeBase, id: str) -> tuple[str, ...]:
    return tuple(kb.hierarchy.broader(id))


DATA = _slimmed()
"""The export of the miniature edition, small enough for a fault to fall anywhere in it."""
WORDS = sorted({word for word in json.dumps(DATA, ensure_ascii=False).split('"') if word and word[0].isalnum()})
"""Every key, id and text in it, so that what is put in a wrong place often looks right."""

values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 700) | st.floats() | st.sampled_from(WORDS) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3),
    max_leaves=5,
)


@st.composite
def spoilt(draw: st.DrawFn) -> Any:
    """Give the export with something replaced, deleted, inserted, repeated or moved, once or several times."""
    data = copy.deepcopy(DATA)
    for _ in range(draw(st.integers(1, 3))):
        found = list(holders(data))
        holder = draw(st.sampled_from(found[:8]) | st.sampled_from(found))
        spots: list[Any] = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
        other = draw(values | st.sampled_from(found).map(copy.deepcopy))
        if spots and draw(st.booleans()):
            del holder[draw(st.sampled_from(spots))]
        elif spots and draw(st.booleans()):
            holder[draw(st.sampled_from(spots))] = other
        elif isinstance(holder, dict):
            holder[draw(st.sampled_from(WORDS) | st.text(max_size=3))] = other
        else:
            holder.insert(draw(st.integers(0, len(holder))), copy.deepcopy(draw(st.sampled_from(holder or [other]))))
    return data


def test_the_small_export_is_sound() -> None:
    """The export that the test below spoils is sound, and comes back as it is."""
    assert plain(one_file.loads(json.dumps(DATA))) == DATA


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=spoilt())
def test_any_nonsense(data: Any) -> None:
    """Whatever stands in the object, it is read and comes back as it is, or is refused with its reasons."""
    text = json.dumps(data)
    refusal = None
    try:
        kb = one_file.loads(text, name="kb.json")
    except okb.BundleError as error:
        refusal = error
    if refusal is None:
        again = one_file.dumps(kb)
        assert kb == one_file.loads(again)
        assert again == one_file.dumps(one_file.loads(again))
    else:
        assert refusal.source == "kb.json"
        assert {problem.file for problem in refusal.problems} == {"kb.json"}
        assert all(problem.path.startswith("$") and problem.message for problem in refusal.problems)


@settings(max_examples=200, deadline=None)
@given(text=st.text() | st.binary())
def test_any_text(text: str | bytes) -> None:
    """No text at all gives anything but a knowledge base or a BundleError."""
    with pytest.raises(okb.BundleError):
        one_file.loads(text)


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(chosen=st.lists(st.integers(0, 15), unique=True))
def test_any_selection(miniature: okb.KnowledgeBase, chosen: list[int]) -> None:
    """Whichever statements are selected, in whatever order, these are written whole, in the order of their edition."""
    some = okb.Statements([miniature.statements[n] for n in chosen], miniature.hierarchy)
    expected = [codec.unstructure(miniature.statements[n]) for n in sorted(chosen)]
    assert [one for edition in plain(some)["editions"] for one in edition["statements"]] == expected

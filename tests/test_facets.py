"""Tests of `octopus_kb.facets`: what records are filtered, counted and grouped by."""

import inspect
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import octopus_kb as okb
from octopus_kb.loading import load_folder

Read = Callable[[Any], Iterable[str]]
Edit = Callable[[str, Callable[[Any], object]], None]

MINIATURE = Path(__file__).parent / "miniature"
SWITCHES = {"exact", "including_wider"}
"""Keywords of `filter` that change what other keywords mean."""
FOG = ["fog-defined", "fog-endangers-ships", "harmless-fog-a-myth", "fog-returns"]
"""The statements about fog, and about nothing narrower."""

READ: dict[str, dict[str, Read]] = {
    "statements": {
        "actor": lambda s: [member.actor for member in s.participants],
        "addressee": lambda s: s.directive.addressees if s.directive else [],
        "attribution": lambda s: s.attribution.holders if s.attribution else [],
        "basis": lambda s: [s.basis],
        "edition": lambda s: [s.id.split(":")[0]],
        "event": lambda s: s.events,
        "family": lambda s: [s.kind.family],
        "instrument": lambda s: s.instruments,
        "interest": lambda s: s.interests,
        "kind": lambda s: [s.kind],
        "measure": lambda s: s.measures,
        "modality": lambda s: [s.modality],
        "passage": lambda s: [s.passage],
        "place": lambda s: s.places,
        "polarity": lambda s: [s.polarity],
        "role": lambda s: [member.role for member in s.participants],
        "strength": lambda s: [s.directive.strength] if s.directive else [],
        "technology": lambda s: s.technologies,
        "threat": lambda s: s.threats,
        "topic": lambda s: s.topics,
    },
    "passages": {
        "edition": lambda p: [p.id.split(":")[0]],
        "kind": lambda p: [p.kind],
        "parent": lambda p: [p.parent] if p.parent else [],
    },
    "concepts": {"broader": lambda c: c.broader, "scheme": lambda c: [c.id.split(":")[0]]},
    "relations": {
        "edition": lambda r: [r.id.split(":")[0]],
        "kind": lambda r: [r.kind],
        "passage": lambda r: [r.passage],
        "source": lambda r: [r.source],
        "target": lambda r: [r.target],
    },
    "context": {"about": lambda f: [f.about]},
}
"""For each collection: how the values of each facet are read off a record, written again from the design."""

LISTS: dict[str, type[StrEnum]] = {
    "basis": okb.Basis,
    "family": okb.Family,
    "modality": okb.Modality,
    "polarity": okb.Polarity,
    "role": okb.Role,
    "scheme": okb.Scheme,
    "strength": okb.Strength,
}
KINDS = {"passages": okb.PassageKind, "relations": okb.RelationKind, "statements": okb.StatementKind}
CLASSES: dict[str, type[okb.Collection[Any]]] = {
    "statements": okb.Statements,
    "passages": okb.Passages,
    "concepts": okb.Concepts,
    "relations": okb.Relations,
    "context": okb.ContextFacts,
}

every_class = pytest.mark.parametrize("name", READ)


@pytest.fixture(scope="module")
def two(miniature: okb.KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> okb.KnowledgeBase:
    """The miniature edition, and another one with the same words."""
    folder = shutil.copytree(MINIATURE, tmp_path_factory.mktemp("facets") / "haven-2031")
    for name in ("edition.json", "relations.json", "statements.json"):
        text = (folder / name).read_text("utf-8")
        (folder / name).write_text(text.replace('"harbour-2030', '"haven-2031'), "utf-8")
    return okb.KnowledgeBase([*miniature.bundles, load_folder(folder)])


def short(records: okb.Collection[Any]) -> list[str]:
    """Give the short forms of the ids of records."""
    return [id.partition(":")[2] for id in records.ids]


class TestTables:
    """The tables, the signatures and the types say the same."""

    @every_class
    def test_agree(self, name: str) -> None:
        """What one can filter by, count by and group by is the same, and it is what the type checker is told."""
        kind = CLASSES[name]
        keywords = inspect.signature(kind.filter).parameters.keys() - {"self", "label", *SWITCHES}  # type: ignore[attr-defined]  # each has a filter
        counted = get_args(kind.count_by.__annotations__["facet"])  # type: ignore[attr-defined]  # each can count
        grouped = get_args(kind.group_by.__annotations__["facet"])  # type: ignore[attr-defined]  # each can group
        assert keywords == kind.facets.keys() == READ[name].keys()
        assert counted == grouped == tuple(sorted(kind.facets))

    @every_class
    def test_signatures(self, name: str) -> None:
        """Every criterion is given by keyword, and none is wanted unless it is given."""
        parameters = list(inspect.signature(CLASSES[name].filter).parameters.values())[1:]  # type: ignore[attr-defined]  # each has a filter
        assert {one.kind for one in parameters} == {inspect.Parameter.KEYWORD_ONLY}
        assert [one.name for one in parameters if one.default is not (False if one.name in SWITCHES else None)] == []

    @every_class
    def test_lists_and_schemes(self, name: str) -> None:
        """A criterion takes members of one closed list, or ids of some kinds, but not both."""
        kind = CLASSES[name]
        expected = {facet: LISTS.get(facet) or KINDS[name] for facet in kind.facets if facet in {*LISTS, "kind"}}
        assert kind.lists == expected
        assert kind.takes.keys() == kind.facets.keys() - kind.lists.keys()
        kinds = {one for taken in kind.takes.values() for one in taken}
        assert kinds <= {*okb.Scheme, "edition", "passage", "statement"}

    def test_every_class(self) -> None:
        """Each public collection that has filters has its tables tested here."""
        public = [getattr(okb, name) for name in okb.__all__]
        found = {one for one in public if isinstance(one, type) and issubclass(one, okb.Collection)}
        assert found - {okb.Collection} == set(CLASSES.values())

    def test_explained(self) -> None:
        """Each criterion of the statements is explained where it is offered."""
        _, _, explained = (okb.Statements.filter.__doc__ or "").partition("Args:")
        wanted = inspect.signature(okb.Statements.filter).parameters.keys() - {"self"}
        assert [name for name in wanted if f" {name}: " not in explained] == []


@pytest.fixture(scope="module")
def above(miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase) -> dict[str, set[str]]:
    """What stands above each concept and each passage, at whatever height, itself included."""
    parents: dict[str, tuple[str, ...]] = {}
    for kb in (miniature, shipped):
        parents |= {concept.id: concept.broader for concept in kb.concepts}
        parents |= {passage.id: (passage.parent,) for passage in kb.passages if passage.parent}

    def upwards(id: str) -> Iterator[str]:
        yield id
        for parent in parents.get(id, ()):
            yield from upwards(parent)

    return {id: set(upwards(id)) for id in parents}


def pool(kb: okb.KnowledgeBase, name: str, criterion: str) -> list[str]:
    """Give what a criterion may be given: the members of its list, or every id that is fit for it."""
    kind = CLASSES[name]
    if criterion in kind.lists:
        return list(kind.lists[criterion])
    if criterion in kind.takes:
        return [id for id in kb.hierarchy.parents if kb.hierarchy.kind(id) in kind.takes[criterion]]
    fit = {
        "about": kb.concepts,
        "broader": kb.concepts,
        "edition": kb.editions,
        "parent": kb.passages,
        "passage": kb.passages,
        "source": kb.statements,
        "target": kb.statements,
    }
    return list(fit[criterion].ids)


def values_of(kb: okb.KnowledgeBase, name: str, criterion: str) -> st.SearchStrategy[str]:
    """Choose from what a criterion may be given: half the time what some record has, so that some are found."""
    used = sorted({value for record in getattr(kb, name) for value in READ[name][criterion](record)})
    every = st.sampled_from(pool(kb, name, criterion))
    return st.sampled_from(used) | every if used else every


class TestFilter:
    """`filter`: the records that meet every criterion."""

    @every_class
    @settings(deadline=None)  # how long it takes depends on the machine
    @given(st.data())
    def test_as_a_comprehension(
        self,
        miniature: okb.KnowledgeBase,
        shipped: okb.KnowledgeBase,
        above: dict[str, set[str]],
        name: str,
        data: st.DataObject,
    ) -> None:
        """Whatever is asked for, the records found are those that a plain comprehension finds."""
        kb = data.draw(st.sampled_from([miniature, shipped]))
        records = getattr(kb, name)
        keywords = inspect.signature(records.filter).parameters.keys()
        switches = {switch: data.draw(st.booleans()) for switch in sorted(SWITCHES & keywords)}
        criteria = {
            criterion: data.draw(st.lists(values_of(kb, name, criterion), max_size=4))
            for criterion in data.draw(st.lists(st.sampled_from(sorted(READ[name].keys() & keywords)), max_size=3))
        }

        def meets(criterion: str, value: str, wanted: str) -> bool:
            narrower = not switches.get("exact") and wanted in above.get(value, ())
            wider = criterion == "addressee" and switches["including_wider"] and value in above.get(wanted, ())
            return value == wanted or narrower or wider

        expected = [
            record
            for record in records
            if all(
                any(meets(criterion, value, one) for value in READ[name][criterion](record) for one in wanted)
                for criterion, wanted in criteria.items()
            )
        ]
        found = records.filter(**criteria, **switches)
        assert (type(found), list(found)) == (type(records), expected)

    @pytest.mark.parametrize(
        ("criteria", "expected"),
        [
            ({"kind": "threat"}, ["fog-endangers-ships"]),
            ({"kind": ("threat", "definition")}, ["fog-defined", "fog-endangers-ships"]),
            ({"kind": okb.StatementKind.THREAT}, ["fog-endangers-ships"]),
            ({"kind": {okb.StatementKind.THREAT, "definition"}}, ["fog-defined", "fog-endangers-ships"]),
            ({"topic": "topic:fog"}, [*FOG, "horns-to-be-heard"]),
            ({"topic": "topic:fog", "exact": True}, FOG),
            ({"topic": "topic:mist", "exact": True}, FOG),
            ({"topic": "topic:sea-fog"}, ["horns-to-be-heard"]),
            ({"topic": "topic:fog", "polarity": "negative"}, ["harmless-fog-a-myth"]),
            ({"topic": ["topic:charts", "topic:sea-fog"]}, ["stakeholders-to-share-charts", "horns-to-be-heard"]),
            ({"passage": "km2"}, ["fog-returns", "stakeholders-to-share-charts", "horns-to-be-heard"]),
            ({"passage": "km2", "exact": True}, ["fog-returns"]),
            ({"passage": "harbour-2030:km2.1"}, ["stakeholders-to-share-charts"]),
            ({"passage": ("km2.1", "slogan")}, ["stakeholders-to-share-charts", "keep-lamps-lit"]),
            ({"actor": "actor:ships"}, ["fog-endangers-ships"]),
            ({"actor": "actor:ferries"}, ["fog-endangers-ships"]),
            ({"actor": "actor:pilots", "role": "origin"}, ["pilots-took-part"]),
            ({"strength": "imperative"}, ["keep-lamps-lit"]),
            ({"measure": "measure:tools"}, ["ports-should-light-buoys"]),
            ({"family": "response"}, ["fog-returns"]),
            ({"attribution": "event:panels", "modality": "future"}, ["fog-returns"]),
            ({"attribution": "event:harbour-2030", "modality": "future"}, ["fog-returns"]),
            ({"attribution": "event:harbour-2030", "modality": "future", "exact": True}, []),
        ],
        ids=str,
    )
    def test_found(self, miniature: okb.KnowledgeBase, criteria: dict[str, Any], expected: list[str]) -> None:
        """Any value of a criterion will do, every criterion must; narrower ones are taken in unless told otherwise."""
        assert short(miniature.statements.filter(**criteria)) == expected

    @pytest.mark.parametrize(
        ("criteria", "expected"),
        [
            ({}, ["ports-should-light-buoys", "ports-should-clean-lamps"]),
            (
                {"including_wider": True},
                ["ports-should-light-buoys", "ports-should-clean-lamps", "stakeholders-to-share-charts"],
            ),
            (
                {"including_wider": True, "exact": True},
                ["ports-should-light-buoys", "ports-should-clean-lamps", "stakeholders-to-share-charts"],
            ),
            ({"including_wider": True, "strength": "encouragement"}, ["stakeholders-to-share-charts"]),
        ],
        ids=str,
    )
    def test_wider(self, miniature: okb.KnowledgeBase, criteria: dict[str, Any], expected: list[str]) -> None:
        """What is asked of everybody is asked of ports too, where that is wanted."""
        assert short(miniature.statements.filter(addressee="actor:ports", **criteria)) == expected

    def test_wider_at_any_height(self, miniature: okb.KnowledgeBase) -> None:
        """Wider addressees are those at any height above."""
        found = miniature.recommendations.filter(addressee="actor:ferry-pilots", including_wider=True)
        assert short(found) == ["stakeholders-to-share-charts"]

    @pytest.mark.parametrize("criteria", [{"actor": "actor:ports"}, {"topic": "topic:sea-fog"}, {"passage": "km2.1"}])
    def test_wider_for_addressees_alone(self, miniature: okb.KnowledgeBase, criteria: dict[str, str]) -> None:
        """Only of addressees are wider ones taken in."""
        plain = miniature.statements.filter(**criteria)  # type: ignore[arg-type]  # the switches are not among them
        assert miniature.statements.filter(**criteria, including_wider=True) == plain  # type: ignore[arg-type]  # likewise

    @pytest.mark.parametrize(
        "value",
        [
            lambda kb: kb["topic:fog"],
            lambda kb: [kb["topic:fog"]],
            lambda kb: kb.topics.filter(label="fog"),
            lambda kb: (one for one in kb.topics if one.preferred_label == "fog"),
            lambda _: {"topic:fog": "a mapping gives its keys"},
            lambda _: ("topic:fog", "topic:fog", "topic:mist"),
            lambda _: iter(["topic:fog", "topic:sea-fog"]),
            lambda kb: ["topic:mist", kb["topic:sea-fog"]],
        ],
    )
    def test_values(self, miniature: okb.KnowledgeBase, value: Callable[[okb.KnowledgeBase], Any]) -> None:
        """A value may be an id or a record, and several may come in whatever can be gone through."""
        assert miniature.statements.filter(topic=value(miniature)) == miniature.statements.filter(topic="topic:fog")

    def test_record_of_a_passage(self, miniature: okb.KnowledgeBase) -> None:
        """A passage, an edition and a statement stand for their ids."""
        kb = miniature
        assert kb.statements.filter(passage=kb.passages["km2.1"]) == kb.statements.filter(passage="km2.1")
        assert kb.statements.filter(edition=kb.editions[0]) == kb.statements
        source = kb.statements["fog-defined"]
        assert kb.relations.filter(source=source).one().target == "harbour-2030:fog-endangers-ships"

    @pytest.mark.parametrize("empty", [(), [], set(), iter(())], ids=["tuple", "list", "set", "iterator"])
    def test_any_of_none(self, miniature: okb.KnowledgeBase, empty: Any) -> None:
        """Any of no values matches nothing, whatever else is asked."""
        assert miniature.statements.filter(topic=empty, kind="threat") == miniature.statements[:0]

    @every_class
    def test_nothing_asked(self, miniature: okb.KnowledgeBase, name: str) -> None:
        """None stands for a criterion that is not given, and without criteria every record is found."""
        records = getattr(miniature, name)
        unasked = dict.fromkeys(inspect.signature(records.filter).parameters.keys() - SWITCHES)
        assert records.filter() == records.filter(**unasked) == records
        assert miniature.statements.filter(kind="threat", topic=None).ids == ("harbour-2030:fog-endangers-ships",)

    def test_again(self, miniature: okb.KnowledgeBase) -> None:
        """What was found can be filtered again, and the order of the criteria makes no difference."""
        statements = miniature.statements
        once = statements.filter(topic="topic:fog", kind="threat")
        assert statements.filter(kind="threat").filter(topic="topic:fog") == once
        assert statements.filter(topic="topic:fog").filter(kind="threat") == once
        assert statements[::-1].filter(topic="topic:fog") == statements.filter(topic="topic:fog")[::-1]

    def test_editions(self, two: okb.KnowledgeBase) -> None:
        """Records of one edition can be told from those of another."""
        for name in ("statements", "passages", "relations"):
            records = getattr(two, name)
            found = records.filter(edition="haven-2031")
            assert short(found) == short(records.filter(edition="harbour-2030"))
            assert {id.partition(":")[0] for id in found.ids} == {"haven-2031"}
            assert records.filter(edition=two.editions) == records

    def test_ambiguous(self, two: okb.KnowledgeBase) -> None:
        """A short form that fits passages of two editions is refused, with both of them."""
        with pytest.raises(okb.AmbiguousIdError) as caught:
            two.statements.filter(passage="km1")
        assert caught.value.candidates == ("harbour-2030:km1", "haven-2031:km1")


class TestOthers:
    """The filters of records other than statements."""

    def test_passages(self, miniature: okb.KnowledgeBase) -> None:
        """Passages are found by their kind and by the passage that they are listed under."""
        assert short(miniature.passages.filter(kind="item", parent="km2")) == ["km2.1", "km2.2"]
        assert miniature.passages.filter(kind="item", parent="km1") == miniature.passages[:0]

    @pytest.mark.parametrize(
        ("criteria", "expected"),
        [
            ({"label": "FOG"}, ["fog"]),
            ({"label": "sea fog", "scheme": ("topic", "event")}, ["sea-fog"]),
            ({"label": "fog", "scheme": "event"}, []),
            ({"label": "fo"}, []),
            ({"label": ""}, []),
            ({"broader": "topic:fog"}, ["sea-fog"]),
            ({"broader": "actor:pilots", "label": "pilots of ferries"}, ["ferry-pilots"]),
        ],
        ids=str,
    )
    def test_concepts(self, miniature: okb.KnowledgeBase, criteria: dict[str, Any], expected: list[str]) -> None:
        """Concepts are found by a whole label in whatever case, by their scheme, and by what they are narrower than."""
        assert short(miniature.concepts.filter(**criteria)) == expected

    def test_alternative_label(self, edit: Edit, folder: Path) -> None:
        """A concept is found by its preferred label and by each alternative one, with letters beyond ASCII too."""
        labels = {"preferred_label": "Brume", "alternative_labels": ["Fog", "NEBELSTRASSE"]}
        edit("vocabularies/topic.json", lambda data: data["concepts"][0].update(labels))
        # The label is made up, and such labels are not checked against the text.
        concepts = okb.load_bundle(folder).topics
        for label in ("brume", "fog", "Nebelstraße"):
            assert concepts.filter(label=label).ids == ("topic:fog",)

    def test_below(self, miniature: okb.KnowledgeBase) -> None:
        """Concepts below another are those at any depth, and those directly below where that is wanted."""
        below = miniature.actors.filter(broader="actor:all-stakeholders")
        directly = miniature.actors.filter(broader="actor:all-stakeholders", exact=True)
        assert ("actor:ferry-pilots" in below, "actor:ferry-pilots" in directly) == (True, False)
        assert ("actor:pilots" in below, "actor:pilots" in directly) == (True, True)
        assert "actor:all-stakeholders" not in below

    @pytest.mark.parametrize(
        ("criteria", "expected"),
        [
            ({"kind": "elaborates"}, ["definition-of-danger"]),
            ({"source": "keep-lamps-lit"}, ["lamps-restated"]),
            ({"target": "fog-endangers-ships"}, ["definition-of-danger"]),
            ({"passage": "km1"}, ["definition-of-danger", "lamps-restated"]),
            ({"passage": "km1", "target": "ports-should-clean-lamps"}, ["lamps-restated"]),
            ({"passage": "km2"}, []),
        ],
        ids=str,
    )
    def test_relations(self, miniature: okb.KnowledgeBase, criteria: dict[str, Any], expected: list[str]) -> None:
        """Relations are found by their kind, their ends, and the passage of their cue."""
        assert short(miniature.relations.filter(**criteria)) == expected

    def test_relations_of_items(self, edit: Edit, folder: Path) -> None:
        """A key message takes in the relations whose cue stands in one of its items."""
        relation = {
            "id": "harbour-2030:charts-against-fog",
            "kind": "contrast",
            "source": "harbour-2030:stakeholders-to-share-charts",
            "target": "harbour-2030:fog-returns",
            "passage": "harbour-2030:km2.1",
            "cue": {"text": "share charts"},
        }
        edit("relations.json", lambda data: data["relations"].append(relation))
        relations = okb.load_bundle(folder).relations
        assert (
            short(relations.filter(passage="km2")) == short(relations.filter(passage="km2.1")) == ["charts-against-fog"]
        )

    def test_context(self, miniature: okb.KnowledgeBase) -> None:
        """Facts from outside are found by the concept that they are about, or a wider one."""
        assert short(miniature.context.filter(about="topic:mist")) == ["fog-returned"]
        assert short(miniature.context.filter(about=("topic:sea-fog", "actor:ports"))) == []

    def test_context_below(self, edit: Edit, folder: Path) -> None:
        """A fact about a narrower concept is found by the wider one, unless told otherwise."""
        edit("context.json", lambda data: data["facts"][0].update(about="topic:sea-fog"))
        context = okb.load_bundle(folder).context
        assert (len(context.filter(about="topic:fog")), len(context.filter(about="topic:fog", exact=True))) == (1, 0)


class TestRefused:
    """Values that a criterion cannot have."""

    @pytest.mark.parametrize(
        ("criteria", "near"),
        [
            ({"topic": "fog"}, "topic:fog"),
            ({"topic": "topic:fogg"}, "topic:fog"),
            ({"addressee": ["actor:ports", "actor:portts"]}, "actor:ports"),
            ({"passage": "km2.3"}, "km2.1"),
            ({"edition": "harbour-2031"}, "harbour-2030"),
        ],
        ids=str,
    )
    def test_unknown_id(self, miniature: okb.KnowledgeBase, criteria: dict[str, Any], near: str) -> None:
        """An id that nobody has is refused with ids that resemble it, be it one of several."""
        with pytest.raises(okb.UnknownIdError) as caught:
            miniature.statements.filter(**criteria)
        assert near in caught.value.near

    @pytest.mark.parametrize(
        ("name", "criterion", "value", "near"),
        [
            ("statements", "kind", "threats", ("threat",)),
            ("statements", "polarity", "Negative", ("negative",)),
            ("statements", "strength", "encouraged", ("encouragement",)),
            ("statements", "modality", "futur", ("future",)),
            ("passages", "kind", "key message", ("key_message",)),
            ("concepts", "scheme", "topics", ("topic",)),
            ("relations", "kind", "elaborate", ("elaborates",)),
        ],
    )
    def test_not_in_the_list(
        self, miniature: okb.KnowledgeBase, name: str, criterion: str, value: str, near: tuple[str, ...]
    ) -> None:
        """A value that the closed list lacks is refused with the members that resemble it."""
        with pytest.raises(okb.CriterionError) as caught:
            getattr(miniature, name).filter(**{criterion: value})
        assert isinstance(caught.value, ValueError)
        assert (caught.value.criterion, caught.value.value) == (criterion, value)
        assert set(near) <= set(caught.value.near) <= set(CLASSES[name].lists[criterion])

    def test_nothing_like_it(self, miniature: okb.KnowledgeBase) -> None:
        """Where no member resembles the value, every member is named."""
        with pytest.raises(okb.CriterionError) as caught:
            miniature.statements.filter(polarity="zzz")
        assert all(repr(str(member)) in str(caught.value) for member in okb.Polarity)

    @pytest.mark.parametrize(
        ("criterion", "value"),
        [
            ("topic", "actor:ports"),
            ("topic", "km1"),
            ("topic", ["topic:fog", "actor:ports"]),
            ("actor", "topic:fog"),
            ("addressee", "event:panels"),
            ("attribution", "topic:fog"),
            ("instrument", "harbour-2030"),
        ],
    )
    def test_wrong_scheme(self, miniature: okb.KnowledgeBase, criterion: str, value: Any) -> None:
        """An id of another scheme than the criterion's is refused: it would match nothing, and say nothing."""
        with pytest.raises(okb.CriterionError) as caught:
            miniature.statements.filter(**{criterion: value})
        assert (caught.value.criterion, caught.value.value) == (
            criterion,
            value if isinstance(value, str) else value[1],
        )

    def test_near_in_its_scheme(self, edit: Edit, folder: Path) -> None:
        """An id of the wrong scheme is refused with the one of the right scheme that is called alike."""
        concept = {"id": "event:fog", "preferred_label": "Fog", "scope_note": "A day of it."}
        edit("vocabularies/event.json", lambda data: data["concepts"].append(concept))
        with pytest.raises(okb.CriterionError) as caught:
            okb.load_bundle(folder).statements.filter(topic="event:fog")
        assert caught.value.near[0] == "topic:fog"

    @pytest.mark.parametrize(
        ("name", "criterion", "value"),
        [
            ("statements", "passage", "topic:fog"),
            ("statements", "passage", "harbour-2030"),
            ("statements", "passage", "fog-returns"),
            ("statements", "edition", "km1"),
            ("passages", "edition", "topic:fog"),
            ("passages", "parent", "topic:fog"),
            ("concepts", "broader", "km1"),
            ("relations", "source", "km1"),
            ("relations", "target", "topic:fog"),
            ("relations", "passage", "fog-defined"),
            ("context", "about", "km1"),
        ],
    )
    def test_wrong_kind(self, miniature: okb.KnowledgeBase, name: str, criterion: str, value: str) -> None:
        """An id of another kind of record than the criterion's is refused likewise."""
        with pytest.raises(okb.CriterionError) as caught:
            getattr(miniature, name).filter(**{criterion: value})
        assert (caught.value.criterion, caught.value.value) == (criterion, value)

    @pytest.mark.parametrize("value", [5, True, 1.5, b"km1", object(), [5], [None], [["km1"]], [5, "km1"]], ids=str)
    @pytest.mark.parametrize("criterion", ["passage", "topic", "kind"])
    def test_no_value(self, miniature: okb.KnowledgeBase, criterion: str, value: Any) -> None:
        """What is neither an id, a record nor a member of a list is a TypeError that names the criterion."""
        with pytest.raises(TypeError, match=f"^{criterion} takes"):
            miniature.statements.filter(**{criterion: value})

    @pytest.mark.parametrize("value", [5, ["fog"], b"fog"])
    def test_no_label(self, miniature: okb.KnowledgeBase, value: Any) -> None:
        """A label that is no text is a TypeError, too."""
        with pytest.raises(TypeError, match="label"):
            miniature.concepts.filter(label=value)

    @every_class
    def test_no_criterion(self, miniature: okb.KnowledgeBase, name: str) -> None:
        """A misspelt criterion, or a value without one, is a TypeError."""
        records = getattr(miniature, name)
        with pytest.raises(TypeError, match="knid"):
            records.filter(knid="threat")
        with pytest.raises(TypeError, match="positional"):
            records.filter("threat")

    @every_class
    @pytest.mark.parametrize("part", [slice(None), slice(0)], ids=["all", "none"])
    def test_no_facet(self, miniature: okb.KnowledgeBase, name: str, part: slice) -> None:
        """A misspelt facet is refused with those like it, or else with all, even where there is nothing to count."""
        records = getattr(miniature, name)[part]
        facet = next(iter(CLASSES[name].facets))
        for answer in (records.count_by, records.group_by):
            with pytest.raises(okb.CriterionError) as caught:
                answer(f"{facet}s")
            error = caught.value
            assert (error.criterion, error.value, facet in error.near) == ("facet", f"{facet}s", True)
            with pytest.raises(okb.CriterionError) as caught:
                answer("zzzzzzzz")
            assert set(caught.value.near) == set(CLASSES[name].facets)


class TestCounts:
    """`count_by` and `group_by`."""

    @every_class
    @given(st.data())
    def test_counted(
        self, miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase, name: str, data: st.DataObject
    ) -> None:
        """Records are counted and grouped once for each value they have, by the values that they have themselves."""
        records = getattr(data.draw(st.sampled_from([miniature, shipped])), name)
        records = records[slice(*data.draw(st.tuples(st.integers(0, 40), st.integers(0, 90))))]
        facet = data.draw(st.sampled_from(sorted(READ[name])))
        values = [dict.fromkeys(map(str, READ[name][facet](record))) for record in records]
        expected = Counter(value for one in values for value in one)
        groups = records.group_by(facet)
        assert list(records.count_by(facet).items()) == expected.most_common()
        assert list(groups) == list(expected)
        for value, group in groups.items():
            assert type(group) is type(records)
            assert list(group) == [record for record, one in zip(records, values, strict=True) if value in one]

    def test_most_frequent_first(self, miniature: okb.KnowledgeBase) -> None:
        """The most frequent value comes first; of equally frequent ones, the one that occurs first."""
        counts = miniature.recommendations.count_by("strength")
        assert list(counts.items()) == [("should", 2), ("encouragement", 1), ("future_need", 1), ("imperative", 1)]
        assert list(miniature.statements.count_by("topic").items()) == [
            ("topic:fog", 4),
            ("topic:lights", 3),
            ("topic:charts", 1),
            ("topic:sea-fog", 1),
        ]

    def test_first_first(self, miniature: okb.KnowledgeBase) -> None:
        """Groups come in the order in which their values first occur, and hold records in theirs."""
        groups = miniature.statements.group_by("topic")
        assert list(groups) == ["topic:fog", "topic:lights", "topic:charts", "topic:sea-fog"]
        assert short(groups["topic:lights"]) == [
            "ports-should-light-buoys",
            "ports-should-clean-lamps",
            "keep-lamps-lit",
        ]
        assert groups["topic:fog"].filter(polarity="negative").one().kind is okb.StatementKind.ASSESSMENT

    def test_once(self, miniature: okb.KnowledgeBase) -> None:
        """A statement in which two actors play one role counts once for that role."""
        assert miniature.statements.count_by("role") == {"participant": 1, "origin": 1, "at_risk": 1, "addressee": 3}

    def test_plain(self, miniature: okb.KnowledgeBase) -> None:
        """The values are plain text, be they ids or members of a list."""
        counts = {**miniature.statements.count_by("kind"), **miniature.statements.count_by("topic")}
        assert {type(value) for value in counts} == {str}
        assert {type(value) for value in miniature.passages.group_by("kind")} == {str}

    @pytest.mark.parametrize("facet", READ["statements"])
    def test_group_is_what_filter_gives(self, shipped: okb.KnowledgeBase, facet: Any) -> None:
        """A group holds what `filter` finds for its value and nothing narrower."""
        groups = shipped.statements.group_by(facet)
        assert groups
        for value, group in groups.items():
            assert shipped.statements.filter(**{facet: value}, exact=True) == group

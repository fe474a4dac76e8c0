"""Tests of `octopus_kb.checks` and `octopus_kb.references`: the rules that span the records of a bundle."""

import re
from collections.abc import Callable
from functools import reduce
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import octopus_kb as okb

Edit = Callable[[str, Callable[[Any], object]], None]
Put = Callable[[str, str, str, object], str]

KEYS = {"edition.json": "passages", "statements.json": "statements", "relations.json": "relations"}


def told(folder: Path) -> list[okb.Problem]:
    """Load a spoilt bundle, and give the problems of the one error that tells them."""
    with pytest.raises(okb.BundleError) as caught:
        okb.load_bundle(folder)
    return list(caught.value.problems)


def at(folder: Path, path: str) -> list[okb.Problem]:
    """Give what is told of one place of a spoilt bundle."""
    return [problem for problem in told(folder) if problem.path == path]


def find(data: Any, file: str, slug: str) -> tuple[dict[str, Any], str]:
    """Find a record of a file by the end of its id, and its JSON path; an empty one stands for the edition."""
    if not slug:
        return data["edition"], "$.edition"
    key = KEYS.get(file, "facts" if file == "context.json" else "concepts")
    (found,) = [(each, f"$.{key}[{n}]") for n, each in enumerate(data[key]) if each["id"].endswith(f":{slug}")]
    return found


@pytest.fixture
def put(edit: Edit) -> Put:
    """A function that sets the value at a place such as `evidence[0].text` of a record, and gives its full path."""

    def change(file: str, slug: str, place: str, value: object) -> str:
        whole: list[str] = []

        def alter(data: Any) -> None:
            holder, path = find(data, file, slug)
            whole.append(f"{path}.{place}")
            *way, last = [int(step) if step.isdigit() else step for step in re.findall(r"\w+", place)]
            reduce(lambda inner, step: inner[step], way, holder)[last] = value

        edit(file, alter)
        return whole[0]

    return change


STATEMENTS, EDITION, RELATIONS = "statements.json", "edition.json", "relations.json"
TOPIC, ACTOR, INSTRUMENT = (f"vocabularies/{scheme}.json" for scheme in ("topic", "actor", "instrument"))


class TestIds:
    """Ids are well formed, of the right head, and unique."""

    @pytest.mark.parametrize(
        ("file", "slug", "head"),
        [
            (RELATIONS, "lamps-restated", "harbour-2030"),
            ("context.json", "fog-returned", "context"),
            (INSTRUMENT, "rule-of-fog", "instrument"),
        ],
    )
    @pytest.mark.parametrize(
        "id",
        [
            "fog",
            "{head}:",
            ":fog",
            "{head}:Fog",
            "{head}:fog_horn",
            "{head}:fog horn",
            "{head}:fog ",
            " {head}:fog",
            "{head}:fog\n",
            "{head}:-fog",
            "{head}:fog-",
            "{head}:fog--horn",
            "{head}:fog:horn",
            "{head}:fög",
            "harbour-2031:fog",
            "topic:fog-horn",
            "",
        ],
    )
    def test_form(self, folder: Path, put: Put, file: str, slug: str, head: str, id: str) -> None:
        """An id has the head of its file, a colon, and a slug of lower-case letters, digits, hyphens and dots."""
        wrong = id.format(head=head)
        path = put(file, slug, "id", wrong)
        expected = f"{f'{head}:<slug>'!r}"
        assert told(folder) == [
            okb.Problem(file, path, "the id is not well formed", expected=expected, found=f"{wrong!r}")
        ]

    @pytest.mark.parametrize("slug", ["fog", "fog-horn", "km4.5", "2030", "a-1.2-b"])
    def test_good_form(self, folder: Path, put: Put, slug: str) -> None:
        """Letters, digits, and single hyphens and dots between them make a slug."""
        put(RELATIONS, "lamps-restated", "id", f"harbour-2030:{slug}x")
        assert f"harbour-2030:{slug}x" in okb.load_bundle(folder)

    @pytest.mark.parametrize("id", ["Harbour 2030", "", "harbour_2030", "harbour.2030", "harbour-2030 ", "a:b"])
    def test_edition(self, folder: Path, put: Put, id: str) -> None:
        """The id of an edition is a slug, and where it is not, no other id is blamed for it."""
        path = put(EDITION, "", "id", id)
        hint = "use lower-case letters, digits and hyphens, and no name of a scheme"
        message = "the id of the edition is not well formed"
        assert told(folder) == [okb.Problem(EDITION, path, message, found=f"{id!r}", hint=hint)]

    @pytest.mark.parametrize("id", [*okb.Scheme, "context"])
    def test_reserved(self, folder: Path, put: Put, id: str) -> None:
        """An edition is not called as a scheme is: its records would be taken for concepts."""
        path = put(EDITION, "", "id", id)
        assert [problem.found for problem in at(folder, path)] == [f"{str(id)!r}"]

    def test_other_edition(self, folder: Path, put: Put) -> None:
        """Records whose ids name another edition are told, each of them."""
        put(EDITION, "", "id", "harbour-2031")
        assert {problem.expected for problem in told(folder)} == {"'harbour-2031:<slug>'"}

    @pytest.mark.parametrize(
        ("file", "slug", "place", "id"),
        [
            (RELATIONS, "lamps-restated", "id", "harbour-2030:definition-of-danger"),
            (RELATIONS, "lamps-restated", "id", "harbour-2030:km1"),
            (RELATIONS, "lamps-restated", "id", "harbour-2030:fog-returns"),
            (RELATIONS, "lamps-restated", "id", "harbour-2030:horns"),
            (RELATIONS, "lamps-restated", "former_ids", "harbour-2030:lamps-restated"),
            (RELATIONS, "lamps-restated", "former_ids", "harbour-2030:km1"),
            (INSTRUMENT, "rule-of-fog", "id", "instrument:rule-of-the-sea"),
            (ACTOR, "ports", "former_ids", "actor:pilots"),
            (TOPIC, "charts", "former_ids", "topic:mist"),
        ],
        ids=["own kind", "passage", "statement", "former", "own id", "former of other", "concept", "actor", "twice"],
    )
    def test_taken(self, folder: Path, put: Put, file: str, slug: str, place: str, id: str) -> None:
        """An id, or a former id, stands for one record alone, of whatever kind."""
        path = put(file, slug, place, id if place == "id" else [id]) + ("" if place == "id" else "[0]")
        expected = okb.Problem(file, path, "the id is taken by another record", found=f"{id!r}")
        assert [problem for problem in told(folder) if "id is" in problem.message] == [expected]

    @pytest.mark.parametrize("place", ["id", "former_ids"])
    def test_packaged(self, folder: Path, put: Put, place: str) -> None:
        """An id that the packaged vocabulary has is not given to another concept."""
        id = "actor:all-stakeholders"
        path = put(ACTOR, "ferries", place, id if place == "id" else [id]) + ("" if place == "id" else "[0]")
        message = "the id is taken by another record; it is in the packaged vocabulary"
        assert at(folder, path) == [okb.Problem(ACTOR, path, message, found=f"{id!r}")]


SCHEME_FIELDS = {
    "topics": "topic",
    "threats": "threat",
    "measures": "measure",
    "interests": "interest",
    "technologies": "technology",
    "instruments": "instrument",
    "events": "event",
    "places": "place",
}

ITEM = {"quote": {"text": "Fog"}, "concept": "topic:fog"}

REFERENCES: list[tuple[str, str, str, object, str]] = [
    (EDITION, "km2.2", "parent", None, "passage"),
    (STATEMENTS, "fog-returns", "passage", None, "passage"),
    *((STATEMENTS, "fog-returns", f"{name}[0]", [0], kind) for name, kind in SCHEME_FIELDS.items()),
    (STATEMENTS, "fog-endangers-ships", "participants[0].actor", None, "actor"),
    (STATEMENTS, "fog-endangers-ships", "examples[0].concept", None, "concept"),
    (STATEMENTS, "fog-returns", "items[0].concept", [ITEM], "concept"),
    (STATEMENTS, "ports-should-light-buoys", "directive.addressees[0]", None, "actor"),
    (STATEMENTS, "fog-returns", "attribution.holders[0]", None, "actor or event"),
    (STATEMENTS, "fog-returns", "attribution.statement", None, "statement"),
    (RELATIONS, "lamps-restated", "source", None, "statement"),
    (RELATIONS, "lamps-restated", "target", None, "statement"),
    (RELATIONS, "lamps-restated", "passage", None, "passage"),
    ("context.json", "fog-returned", "about", None, "concept"),
    (TOPIC, "sea-fog", "broader[0]", None, "topic"),
    (ACTOR, "ferries", "broader[0]", None, "actor"),
    (INSTRUMENT, "rule-of-fog", "supplements", None, "instrument"),
    (EDITION, "", "conference.event", None, "event"),
    (EDITION, "", "conference.sectors[0]", None, "actor"),
    (EDITION, "", "conference.sessions[0].event", None, "event"),
    (EDITION, "", "conference.sessions[0].statement", None, "statement"),
    (EDITION, "", "conference.proofs[0].statement", None, "statement"),
    (EDITION, "", "document.proofs[1].statement", None, "statement"),
]
"""Every place that names another record: file, record, place, what to put there first, and what it may name."""

NEAR = {
    "passage": ("harbour-2030:km2.22", "harbour-2030:km2.2"),
    "statement": ("harbour-2030:fog-return", "harbour-2030:fog-returns"),
    "topic": ("topic:sea-fogg", "topic:sea-fog"),
    "actor": ("actor:ferry-pilot", "actor:ferry-pilots"),
    "event": ("event:harbor-2030", "event:harbour-2030"),
    "instrument": ("instrument:rule-of-sea", "instrument:rule-of-the-sea"),
    "concept": ("topic:sea-fogg", "topic:sea-fog"),
    "actor or event": ("event:panel", "event:panels"),
}
"""For each kind of record an id that nothing has, and one that it resembles."""

RIGHT = {
    "passage": "harbour-2030:km1",
    "statement": "harbour-2030:fog-returns",
    "topic": "topic:fog",
    "actor": "actor:ports",
    "event": "event:panels",
    "instrument": "instrument:rule-of-fog",
}
"""An id of each kind."""

each_reference = pytest.mark.parametrize(
    ("file", "slug", "place", "first", "kind"), REFERENCES, ids=[f"{row[0]}-{row[2]}" for row in REFERENCES]
)


class TestReferences:
    """Every id that a record names is that of a record, and of the right kind."""

    @each_reference
    def test_unknown(self, folder: Path, put: Put, file: str, slug: str, place: str, first: object, kind: str) -> None:
        """An id that nothing has is told where it stands, with what may have been meant."""
        if first is not None:
            put(file, slug, place.partition("[")[0], first)
        id, near = NEAR.get(kind, (f"{kind}:zzzzzzzzzzzzzz", None))
        path = put(file, slug, place, id)
        problem = at(folder, path)[0]
        assert (problem.file, problem.message, problem.found) == (file, f"no {kind} has this id", f"{id!r}")
        assert (problem.hint or "").split(" or ")[0].rstrip("?") == (f"did you mean {near}" if near else "")

    @each_reference
    def test_wrong_kind(
        self, folder: Path, put: Put, file: str, slug: str, place: str, first: object, kind: str
    ) -> None:
        """An id of a record of any other kind is told where it stands, with the kind that is wanted."""
        if first is not None:
            put(file, slug, place.partition("[")[0], first)
        fitting = set(RIGHT) - {"passage", "statement"} if kind == "concept" else set(kind.split(" or "))
        for other in set(RIGHT) - fitting:
            path = put(file, slug, place, RIGHT[other])
            expected, found = f"{kind!r}", f"{RIGHT[other]!r}"
            wrong = [problem for problem in at(folder, path) if problem.message == "the id is of the wrong kind"]
            assert wrong == [okb.Problem(file, path, "the id is of the wrong kind", expected=expected, found=found)]

    @pytest.mark.parametrize(
        ("file", "slug", "place", "id", "kind"),
        [
            (STATEMENTS, "fog-returns", "topics[0]", "topic:zzzzzz", "topic"),
            (STATEMENTS, "fog-returns", "passage", "harbour-2030:zzzzzz", "passage"),
            (STATEMENTS, "fog-returns", "attribution.statement", "harbour-2030:zzzzzz", "statement"),
            (STATEMENTS, "fog-endangers-ships", "examples[0].concept", "actor:zzzzzz", "concept"),
            (RELATIONS, "lamps-restated", "passage", "harbour-2030:zzzzzz", "passage"),
            ("context.json", "fog-returned", "about", "topic:zzzzzz", "concept"),
            (EDITION, "", "conference.proofs[0].statement", "harbour-2030:zzzzzz", "statement"),
            (EDITION, "", "conference.sessions[0].statement", "harbour-2030:zzzzzz", "statement"),
        ],
    )
    def test_told_once(self, folder: Path, put: Put, file: str, slug: str, place: str, id: str, kind: str) -> None:
        """An unknown id is told once: no words are uncovered and no fact is unproved on its account."""
        path = put(file, slug, place, id)
        assert told(folder) == [okb.Problem(file, path, f"no {kind} has this id", found=f"{id!r}")]

    def test_no_broken_hint(self, folder: Path, put: Put) -> None:
        """An id that is not well formed is never proposed: a line of an error stays one line."""
        put(STATEMENTS, "fog-endangers-ships", "id", "harbour-2030:fog-endangers-ships\n")
        problems = told(folder)
        assert any(problem.message == "no statement has this id" for problem in problems)
        assert [problem.hint for problem in problems if "\n" in str(problem)] == []

    def test_former(self, folder: Path, put: Put) -> None:
        """Inside a bundle a former id is not used any more."""
        path = put("context.json", "fog-returned", "about", "topic:mist")
        assert [problem.message for problem in at(folder, path)] == ["no concept has this id"]

    @pytest.mark.parametrize(
        ("slug", "place", "value"),
        [
            ("fog-returns", "topics", ["topic:fog", "topic:charts", "topic:fog"]),
            ("panels-underlined", "events", ["event:panels", "event:panels"]),
            ("panels-underlined", "participants", [{"role": "speaker", "actor": "actor:pilots"}] * 2),
        ],
    )
    def test_repeated(self, folder: Path, put: Put, slug: str, place: str, value: object) -> None:
        """Nothing is listed twice in one field of a statement."""
        path = put(STATEMENTS, slug, place, value)
        assert told(folder) == [okb.Problem(STATEMENTS, path, "the same member is listed twice")]

    def test_two_roles(self, folder: Path, put: Put) -> None:
        """An actor may play two parts in one statement."""
        roles = [{"role": "at_risk", "actor": "actor:ferries"}, {"role": "affected", "actor": "actor:ferries"}]
        put(STATEMENTS, "fog-endangers-ships", "participants", roles)
        assert len(okb.load_bundle(folder).statements["harbour-2030:fog-endangers-ships"].participants) == 2


class TestCircles:
    """Nothing is wider than itself."""

    @pytest.mark.parametrize(
        ("file", "links", "place", "circle"),
        [
            (TOPIC, {"fog": ["topic:fog"]}, "broader", "topic:fog -> topic:fog"),
            (TOPIC, {"fog": ["topic:sea-fog"]}, "broader", "topic:fog -> topic:sea-fog -> topic:fog"),
            (
                ACTOR,
                {"pilots": ["actor:ports"], "ports": ["actor:ferry-pilots"]},
                "broader",
                "actor:pilots -> actor:ports -> actor:ferry-pilots -> actor:pilots",
            ),
            (
                INSTRUMENT,
                {"rule-of-fog": "instrument:rule-of-fog"},
                "supplements",
                "instrument:rule-of-fog -> instrument:rule-of-fog",
            ),
            (
                INSTRUMENT,
                {"rule-of-the-sea": "instrument:rule-of-fog"},
                "supplements",
                "instrument:rule-of-the-sea -> instrument:rule-of-fog -> instrument:rule-of-the-sea",
            ),
            (EDITION, {"km2.1": "harbour-2030:km2.1"}, "parent", "harbour-2030:km2.1 -> harbour-2030:km2.1"),
            (
                EDITION,
                {"km2.1": "harbour-2030:km2.2", "km2.2": "harbour-2030:km2.1"},
                "parent",
                "harbour-2030:km2.1 -> harbour-2030:km2.2 -> harbour-2030:km2.1",
            ),
        ],
    )
    def test_circle(self, folder: Path, put: Put, file: str, links: dict[str, object], place: str, circle: str) -> None:
        """A circle of wider concepts, of protocols or of parents is told once, with the ids along it."""
        path, *_ = [put(file, slug, place, value) for slug, value in links.items()]
        assert told(folder) == [okb.Problem(file, path, f"a circle: {circle}")]

    def test_repeated_link(self, folder: Path, put: Put) -> None:
        """A circle is told once even where a concept names a wider one twice."""
        path = put(TOPIC, "fog", "broader", ["topic:sea-fog", "topic:sea-fog"])
        assert [problem.message.partition(":")[0] for problem in at(folder, path)].count("a circle") == 1

    def test_two_circles(self, folder: Path, put: Put) -> None:
        """Circles that have nothing in common are each told."""
        paths = [put(TOPIC, "fog", "broader", ["topic:fog"]), put(ACTOR, "ships", "broader", ["actor:ferries"])]
        assert sorted(problem.path for problem in told(folder)) == sorted(paths)


class TestLayout:
    """Key messages, and they alone, are numbered and headed; items, and they alone, have a parent."""

    @pytest.mark.parametrize(
        ("slug", "number", "expected"),
        [("km1", 2, 1), ("km1", 0, 1), ("km1", None, 1), ("km2", 1, 2), ("km2", 3, 2), ("opening-1", 1, None)],
    )
    def test_number(self, folder: Path, put: Put, slug: str, number: int | None, expected: int | None) -> None:
        """Key messages are numbered from 1 in their order, and no other passage has a number."""
        path = put(EDITION, slug, "number", number)
        message = "key messages are numbered in their order, and nothing else is"
        sides = [None if side is None else str(side) for side in (expected, number)]
        assert told(folder) == [okb.Problem(EDITION, path, message, expected=sides[0], found=sides[1])]

    @pytest.mark.parametrize(("slug", "heading"), [("km1", None), ("slogan", "The end"), ("km2.1", "")])
    def test_heading(self, folder: Path, put: Put, slug: str, heading: str | None) -> None:
        """Key messages have a heading, and no other passage has one."""
        path = put(EDITION, slug, "heading", heading)
        found = None if heading is None else f"{heading!r}"
        assert told(folder) == [
            okb.Problem(EDITION, path, "key messages have a heading, and nothing else has", found=found)
        ]

    @pytest.mark.parametrize(
        ("slug", "parent"), [("km2.1", None), ("km2", "harbour-2030:km1"), ("slogan", "harbour-2030:km2")]
    )
    def test_parent(self, folder: Path, put: Put, slug: str, parent: str | None) -> None:
        """Items have a parent, and no other passage has one."""
        path = put(EDITION, slug, "parent", parent)
        found = None if parent is None else f"{parent!r}"
        assert told(folder) == [okb.Problem(EDITION, path, "items have a parent, and nothing else has", found=found)]


DIRECTIVE_KINDS = ["obligation", "recommendation", "slogan"]
DIRECTIVE_MODALITIES = ["obligation", "need", "future_need", "should", "encouragement", "imperative"]
"""From the guide: exactly the statements of these kinds in these modalities have a directive."""


class TestDirectives:
    """What is asked of whom stands on exactly the statements that ask."""

    @pytest.mark.parametrize("kind", okb.StatementKind)
    @pytest.mark.parametrize("given", [False, True], ids=["without", "with"])
    def test_wanted(self, folder: Path, put: Put, kind: str, given: bool) -> None:
        """A directive stands on each combination of kind and modality that the guide names, and on no other."""
        slug, told_of = "horns-to-be-heard", []
        put(STATEMENTS, slug, "kind", kind)
        for modality in okb.Modality:
            put(STATEMENTS, slug, "modality", modality)
            strength = modality if modality in DIRECTIVE_MODALITIES else "need"
            action = {"quotes": [{"text": "Fog horns will need to be heard"}]}
            directive = {"addressees": [], "strength": strength, "action": action} if given else None
            path = put(STATEMENTS, slug, "directive", directive)
            verdict = "has no directive" if given else "needs a directive"
            expected = okb.Problem(STATEMENTS, path, f"the kind {kind} in the modality {modality} {verdict}")
            try:
                okb.load_bundle(folder)
            except okb.BundleError as error:
                told_of.append((str(modality), error.problems == (expected,)))
        asking = DIRECTIVE_MODALITIES if kind in DIRECTIVE_KINDS else []
        wrong = [modality for modality in okb.Modality if (modality in asking) is not given]
        assert told_of == [(modality, True) for modality in wrong]

    @pytest.mark.parametrize("modality", DIRECTIVE_MODALITIES)
    @pytest.mark.parametrize("strength", okb.Strength)
    def test_strength(self, folder: Path, put: Put, modality: str, strength: str) -> None:
        """The strength of a directive is the modality of its statement."""
        put(STATEMENTS, "horns-to-be-heard", "modality", modality)
        path = put(STATEMENTS, "horns-to-be-heard", "directive.strength", strength)
        if strength == modality:
            assert okb.load_bundle(folder).recommendations
        else:
            message = "the strength of a directive is its modality"
            sides = f"{modality!r}", f"{str(strength)!r}"
            assert told(folder) == [okb.Problem(STATEMENTS, path, message, expected=sides[0], found=sides[1])]

    @pytest.mark.parametrize(
        ("asked", "addressed"),
        [
            ([], ["ports"]),
            (["ports"], []),
            (["ports", "pilots"], ["ports"]),
            (["pilots"], ["ports"]),
            (["pilots"], ["pilots", "ports"]),
        ],
    )
    def test_addressees(self, folder: Path, put: Put, asked: list[str], addressed: list[str]) -> None:
        """The addressees of a directive are the participants whose part it is to be asked."""
        slug = "ports-should-clean-lamps"
        roles = [{"role": "addressee", "actor": f"actor:{name}"} for name in addressed]
        put(STATEMENTS, slug, "participants", [{"role": "bearer", "actor": "actor:ships"}, *roles])
        path = put(STATEMENTS, slug, "directive.addressees", [f"actor:{name}" for name in asked])
        message = "the addressees are not the participants in that role"
        expected, found = (f"{sorted(f'actor:{name}' for name in names)!r}" for names in (addressed, asked))
        assert told(folder) == [okb.Problem(STATEMENTS, path, message, expected=expected, found=found)]

    def test_order_of_addressees(self, folder: Path, put: Put) -> None:
        """In which order the addressees stand does not matter."""
        slug, names = "ports-should-clean-lamps", ["actor:ports", "actor:pilots"]
        put(STATEMENTS, slug, "participants", [{"role": "addressee", "actor": name} for name in names])
        put(STATEMENTS, slug, "directive.addressees", names[::-1])
        assert okb.load_bundle(folder).recommendations


class TestStatements:
    """What else the guide asks of a statement."""

    @pytest.mark.parametrize("basis", ["presupposed", "inferred"])
    @pytest.mark.parametrize("note", [None, ""])
    def test_basis(self, folder: Path, put: Put, basis: str, note: str | None) -> None:
        """What the words do not state has a note with the reason."""
        put(STATEMENTS, "fog-returns", "basis", basis)
        path = put(STATEMENTS, "fog-returns", "note", note)
        message = f"a statement whose basis is {basis} needs a note with the reason"
        assert told(folder) == [okb.Problem(STATEMENTS, path, message)]

    @pytest.mark.parametrize("basis", okb.Basis)
    def test_basis_with_note(self, folder: Path, put: Put, basis: str) -> None:
        """With a note a statement may rest on its words in any way."""
        put(STATEMENTS, "fog-returns", "note", "It is so because.")
        put(STATEMENTS, "fog-returns", "basis", basis)
        assert okb.load_bundle(folder).statements["harbour-2030:fog-returns"].basis == basis

    @pytest.mark.parametrize("proposition", ["", " \n"])
    def test_proposition(self, folder: Path, put: Put, proposition: str) -> None:
        """A statement says something."""
        path = put(STATEMENTS, "fog-returns", "proposition", proposition)
        assert told(folder) == [okb.Problem(STATEMENTS, path, "a statement needs a proposition")]

    @pytest.mark.parametrize(
        ("slug", "place", "words"),
        [
            ("fog-returns", "dates[0].words", "Spring 2032"),
            ("fog-returns", "dates[0].words", "spring 2031"),
            ("fog-returns", "dates[0].words", "2nd edition"),
            ("panels-underlined", "quantities[0].words", "three"),
            ("panels-underlined", "quantities[0].words", "2"),
        ],
    )
    def test_words(self, folder: Path, put: Put, slug: str, place: str, words: str) -> None:
        """The words that give a date or a number stand in the evidence."""
        path = put(STATEMENTS, slug, place, words)
        found = [problem for problem in told(folder) if problem.file == STATEMENTS]
        assert found == [okb.Problem(STATEMENTS, path, "the words are not in the evidence", found=f"{words!r}")]

    @pytest.mark.parametrize(
        ("slug", "words"),
        [
            ("fog-returns", ""),
            ("fog-returns", " "),
            ("fog-returns", "pring 203"),
            ("ports-should-clean-lamps", "should and"),
        ],
        ids=["empty", "blank", "cut", "across pieces"],
    )
    def test_whole_words(self, folder: Path, put: Put, slug: str, words: str) -> None:
        """Those words are words: at least one, none cut in two, all in one piece of the evidence."""
        put(STATEMENTS, slug, "dates", [{"value": "2031", "words": words}])
        assert [problem.message for problem in told(folder)] == ["the words are not in the evidence"]

    @pytest.mark.parametrize(
        ("concept", "hint"),
        [
            ("actor:ports", "add it to the participants"),
            ("topic:charts", "add it to the topics"),
            ("event:panels", "add it to the events"),
            ("measure:tools", "add it to the measures"),
            ("instrument:rule-of-fog", "add it to the instruments"),
        ],
    )
    @pytest.mark.parametrize("place", ["items", "examples"])
    def test_unlisted(self, folder: Path, put: Put, place: str, concept: str, hint: str) -> None:
        """An item or an example names a concept that its statement lists, and the hint says in which field."""
        path = put(STATEMENTS, "fog-returns", place, [{"quote": {"text": "Fog"}, "concept": concept}])
        message = "the statement does not list the concept"
        expected = okb.Problem(STATEMENTS, f"{path}[0].concept", message, found=f"{concept!r}", hint=hint)
        assert told(folder) == [expected]

    @pytest.mark.parametrize("place", ["items", "examples"])
    def test_listed(self, folder: Path, put: Put, place: str) -> None:
        """An item or an example whose concept the statement lists is right."""
        put(STATEMENTS, "fog-returns", place, [ITEM])
        assert getattr(okb.load_bundle(folder).statements["harbour-2030:fog-returns"], place)


class TestRelations:
    """A relation ties two statements, and its cue stands with one of them."""

    def test_itself(self, folder: Path, put: Put) -> None:
        """A statement is not related to itself."""
        id = "harbour-2030:keep-lamps-lit"
        path = put(RELATIONS, "lamps-restated", "target", id)
        expected = okb.Problem(RELATIONS, path, "a statement is not related to itself", found=f"{id!r}")
        assert told(folder) == [expected]

    @pytest.mark.parametrize(
        ("slug", "expected"),
        [
            ("lamps-restated", "'harbour-2030:km1 or harbour-2030:slogan'"),
            ("definition-of-danger", "'harbour-2030:km1'"),
        ],
    )
    def test_passage(self, folder: Path, put: Put, slug: str, expected: str) -> None:
        """The cue stands in the passage of the one statement or of the other."""
        put(RELATIONS, slug, "cue", {"text": "Key points"})
        path = put(RELATIONS, slug, "passage", "harbour-2030:title-3")
        message = "the cue stands in neither statement's passage"
        assert told(folder) == [
            okb.Problem(RELATIONS, path, message, expected=expected, found="'harbour-2030:title-3'")
        ]


FACTS: list[tuple[str, object, str]] = [
    ("conference.title", "Harbour Forum 2031", "'Harbour Forum 2031'"),
    ("conference.series", "Harbour Forum on Calm Seas", "'Harbour Forum on Calm Seas'"),
    ("conference.edition_number", 3, "'3'"),
    ("conference.edition_number", -2, "'-2'"),
    ("conference.dates", "2030-05-03/2030-05-05", "'2030-05-03/2030-05-05'"),
    ("conference.dates", "2030-05", "'2030-05'"),
    ("conference.mode", "hybrid", "'hybrid'"),
    ("conference.mode", "in_person", "'in_person'"),
    ("conference.participants.value", 41, "'About 40'"),
    ("conference.participants.approximate", False, "'About 40'"),
    ("conference.participants.unit", "ports", "'About 40'"),
    ("conference.participants.words", "40 pilots", "'40 pilots'"),
    ("conference.countries.value", 6, "'some 5'"),
    ("conference.sectors", ["actor:ferry-pilots", "actor:ships"], "['actor:ferry-pilots', 'actor:ships']"),
    ("document.title", "Key message", "'Key message'"),
    ("document.version_date", "2030-05-03", "'2030-05-03'"),
]
"""A fact, a wrong value for it, and how that is shown."""

PROOFS = {
    "conference.title": "forum-title",
    "conference.series": "pilots-took-part",
    "conference.edition_number": "second-edition",
    "conference.dates": "pilots-took-part",
    "conference.mode": "held-online",
    "conference.participants": "pilots-took-part",
    "conference.countries": "pilots-took-part",
    "conference.sectors": "pilots-took-part",
    "document.title": "document-title",
    "document.version_date": "forum-days",
}
"""Every fact that needs a proof, and the statement that proves it."""


@pytest.mark.parametrize("url", ["", "the forum's page", "www.example.org", "//example.org/", "http:", "\n"])
def test_address(folder: Path, edit: Edit, url: str) -> None:
    """A page that a fact or a concept points to has a full address."""
    edit("context.json", lambda data: data["facts"][0].update(url=url))
    edit("vocabularies/topic.json", lambda data: data["concepts"][0].update(links=[{"url": url, "publisher": "Us"}]))
    message, expected = "no full address of a page", repr("https://...")
    assert [problem for problem in told(folder) if problem.message == message] == [
        okb.Problem("context.json", "$.facts[0].url", message, expected=expected, found=repr(url)),
        okb.Problem(
            "vocabularies/topic.json", "$.concepts[0].links[0].url", message, expected=expected, found=repr(url)
        ),
    ]


class TestFacts:
    """The facts of the conference and of the document agree with the statements that prove them."""

    @pytest.mark.parametrize(("place", "value", "found"), FACTS, ids=[f"{row[0]}-{row[2]}" for row in FACTS])
    def test_disagrees(self, folder: Path, put: Put, place: str, value: object, found: str) -> None:
        """A fact that its statement does not give is told, with that statement."""
        put(EDITION, "", place, value)
        holder, fact = place.split(".")[:2]
        message = f"the statement harbour-2030:{PROOFS[f'{holder}.{fact}']} does not prove this fact"
        assert told(folder) == [okb.Problem(EDITION, f"$.edition.{holder}.{fact}", message, found=found)]

    @pytest.mark.parametrize("title", ["HARBOUR FORUM 2030", "Harbour_Forum_2030", "arbour For", ""])
    def test_verbatim(self, folder: Path, put: Put, title: str) -> None:
        """A title stands in its statement's evidence letter by letter, as whole words, and is not empty."""
        path = put(EDITION, "", "conference.title", title)
        assert [problem.path for problem in told(folder)] == [path]

    @pytest.mark.parametrize(
        ("mode", "words"),
        [
            ("online", "The forum took place ONLINE."),
            ("in_person", "We were there in person now."),
            ("in_person", "We met at a port, In Person."),
        ],
    )
    def test_mode(self, folder: Path, put: Put, mode: str, words: str) -> None:
        """How the conference was held is a choice of the editors: its words are plain ones, in any case."""
        old = "The forum took place online."
        source = (folder / "source.txt").read_bytes().replace(old.encode(), words.encode())
        (folder / "source.txt").write_bytes(source)
        put(EDITION, "", "document.sha256", sha256(source).hexdigest())
        put(EDITION, "", "conference.mode", mode)
        put(STATEMENTS, "held-online", "evidence[0].text", words)
        assert okb.load_bundle(folder).editions["harbour-2030"].conference.mode == mode

    @pytest.mark.parametrize("fact", PROOFS)
    def test_no_proof(self, folder: Path, edit: Edit, fact: str) -> None:
        """Each fact has its proof."""
        holder, name = fact.split(".")

        def drop(data: Any) -> None:
            kept = [proof for proof in data["edition"][holder]["proofs"] if proof["fact"] != name]
            data["edition"][holder]["proofs"] = kept

        edit(EDITION, drop)
        message = f"no statement is named that proves the {name}"
        assert told(folder) == [okb.Problem(EDITION, f"$.edition.{holder}.proofs", message)]

    @pytest.mark.parametrize(
        ("holder", "fact"),
        [
            *(("conference", fact) for fact in ("event", "sessions", "proofs", "version_date", "titel", "")),
            *(("document", fact) for fact in ("language", "rights", "source_file", "sha256", "proofs", "mode")),
        ],
    )
    def test_superfluous(self, folder: Path, edit: Edit, holder: str, fact: str) -> None:
        """What needs no proof, or is no fact, has none."""
        proof = {"fact": fact, "statement": "harbour-2030:forum-title"}
        edit(EDITION, lambda data: data["edition"][holder]["proofs"].insert(0, proof))
        path = f"$.edition.{holder}.proofs[0].fact"
        assert told(folder) == [okb.Problem(EDITION, path, "there is no such fact to prove", found=f"{fact!r}")]

    def test_order(self, folder: Path, edit: Edit) -> None:
        """Superfluous proofs are told in the order in which they stand, the same each time."""
        proofs = [{"fact": name, "statement": "harbour-2030:forum-title"} for name in "hgfedcba"]
        edit(EDITION, lambda data: data["edition"]["document"]["proofs"].extend(proofs))
        assert [problem.found for problem in told(folder)] == [f"{name!r}" for name in "hgfedcba"]

    def test_proved_twice(self, folder: Path, edit: Edit) -> None:
        """A second proof of a fact does not hide that the first is none."""
        proof = {"fact": "title", "statement": "harbour-2030:held-online"}
        edit(EDITION, lambda data: data["edition"]["conference"]["proofs"].insert(0, proof))
        path = "$.edition.conference.proofs[0].fact"
        assert told(folder) == [okb.Problem(EDITION, path, "the fact is proved twice", found="'title'")]

    @pytest.mark.parametrize(
        ("place", "value", "found"),
        [
            ("count.value", 3, "'two'"),
            ("count.words", "2", "'2'"),
            ("count.approximate", True, "'two'"),
            ("event", "event:harbour-2030", "'two'"),
            ("statement", "harbour-2030:held-online", "'two'"),
        ],
    )
    def test_sessions(self, folder: Path, put: Put, place: str, value: object, found: str) -> None:
        """A statement gives the number of sessions of each kind, and names the event that stands for them."""
        put(EDITION, "", f"conference.sessions[0].{place}", value)
        (problem,) = told(folder)
        assert (problem.path, problem.found) == ("$.edition.conference.sessions[0]", found)
        assert problem.message.endswith(" does not give this count of this event")
        assert problem.expected == ("[]" if place == "statement" else "['two']")

    def test_sound(self, miniature: okb.KnowledgeBase) -> None:
        """The table of facts above is that of the miniature edition."""
        edition = miniature.editions["harbour-2030"]
        proofs = {f"conference.{proof.fact}": proof.statement for proof in edition.conference.proofs}
        proofs |= {f"document.{proof.fact}": proof.statement for proof in edition.document.proofs}
        assert proofs == {fact: f"harbour-2030:{slug}" for fact, slug in PROOFS.items()}

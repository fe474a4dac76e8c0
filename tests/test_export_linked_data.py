"""Linked data: what each record becomes, whose words each property holds, what is a claim, and what IRIs there are."""

import ast
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

import octopus_kb as okb
from octopus_kb import vocabulary
from octopus_kb.export import linked_data
from octopus_kb.export._context import CONCEPT_TERMS, LISTS, PREFIXES, context, member
from octopus_kb.export._statements import CLAIM_KINDS, CLAIM_MODALITIES, is_claim

URN = "urn:octopus-kb:harbour-2030"
BASE = "http://example.org/kb/"
Edit = Callable[[str, Callable[[Any], object]], None]


def walk(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every node, those inside others included."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield one
            for inner in one.values():
                yield from walk(inner)


def nodes(of: Any, base: str | None = None) -> dict[str, dict[str, Any]]:
    """Give all nodes by their IRIs."""
    return {one["id"]: one for one in walk(linked_data.to_dict(of, base=base)["@graph"])}


def typed(of: Any, kind: str) -> list[dict[str, Any]]:
    """Give the nodes of a type."""
    return [one for one in nodes(of).values() if kind in types(one)]


def types(one: dict[str, Any]) -> list[str]:
    """Give the types of a node."""
    return one["type"] if isinstance(one["type"], list) else [one["type"]]


def blocks() -> dict[str, str]:
    """Give what the vocabulary says of each term, whosever it is."""
    found = [block.strip().partition(" ") for block in linked_data.vocabulary().split("\n\n")]
    return {name: said for name, _, said in found if re.match(r"\w+:", name)}


def own() -> dict[str, str]:
    """Give what the vocabulary says of each of its own terms."""
    return {name: said for name, said in blocks().items() if name.startswith("okb:")}


def origins() -> dict[str, str]:
    """Give whose words the values of each property are, by the name that the context has for it."""
    found = {name: re.search(r"okb:origin okb:origin-(\w+) \.$", said) for name, said in blocks().items()}
    return {name.partition(":")[2]: origin[1] for name, origin in found.items() if origin}


class TestGraph:
    """The graph as a whole."""

    @pytest.mark.parametrize("base", [None, BASE])
    def test_keys(self, miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase, base: str | None) -> None:
        """Every key is in the context, since JSON-LD drops any other; every node has an IRI and a type."""
        for kb in (miniature, shipped):
            for one in walk(linked_data.to_dict(kb, base=base)["@graph"]):
                assert one.keys() - context().keys() == set()
                assert {"id", "type"} <= one.keys()
                assert "@" not in json.dumps(list(one))

    def test_once(self, miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase) -> None:
        """No two nodes share an IRI."""
        for kb in (miniature, shipped):
            found = Counter(one["id"] for one in walk(linked_data.to_dict(kb)["@graph"]))
            assert [iri for iri, times in found.items() if times > 1] == []

    def test_names(self) -> None:
        """No two properties share a name in the context, and none is called like a vocabulary."""
        terms = {name: said for name, said in context().items() if name not in {*PREFIXES, "id", "type"}}
        iris = [said if isinstance(said, str) else said["@id"] for said in terms.values()]
        assert len(set(iris)) == len(terms) == len(context()) - len(PREFIXES) - 2
        assert [iri for iri in iris if iri.partition(":")[0] not in PREFIXES] == []

    def test_nothing_is_fetched(self, shipped: okb.KnowledgeBase) -> None:
        """The context is an object in the file, and imports no other."""
        found = json.loads(linked_data.dumps(shipped))
        assert found["@context"] == context()
        assert "@import" not in found["@context"]

    @pytest.mark.parametrize("kb", ["miniature", "shipped"])
    def test_every_record(self, kb: str, request: pytest.FixtureRequest) -> None:
        """Every record is a node that bears its id."""
        held: okb.KnowledgeBase = request.getfixturevalue(kb)
        records = (held.editions, held.passages, held.statements, held.relations, held.concepts, held.context)
        ids = [one["identifier"] for one in nodes(held).values() if "identifier" in one]
        assert sorted(ids) == sorted(id for some in records for id in some.ids)
        assert len(typed(held, "okb:Statement")) == len(held.statements)
        assert len(typed(held, "okb:Directive")) == len(held.recommendations)

    def test_nothing_dangles(self, shipped: okb.KnowledgeBase) -> None:
        """Of a whole, whatever a property leads to is described."""
        described = nodes(shipped)
        links = {name for name, said in context().items() if isinstance(said, dict) and said["@type"] == "@id"}
        for one in described.values():
            for name in links & one.keys():
                values = one[name] if isinstance(one[name], list) else [one[name]]
                named = [
                    value for value in values if isinstance(value, str) and not value.startswith(("okb:", "schema:"))
                ]
                assert [value for value in named if value not in described] == []

    def test_no_field_is_lost(self, miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase) -> None:
        """Every word and number that a record holds is in the graph."""
        for kb in (miniature, shipped):
            held = {str(value) for one in nodes(kb).values() for some in one.values() for value in _plain(some)}
            for some in (kb.editions, kb.passages, kb.statements, kb.relations, kb.concepts, kb.context):
                texts = {text for record in some for text in _texts(record)}
                assert texts - held == set()


def _plain(value: object) -> list[object]:
    return [one for one in (value if isinstance(value, list) else [value]) if not isinstance(one, dict)]


def _texts(value: object) -> Iterator[str]:
    """Yield the texts of a record that are neither ids nor members of lists, down to its last part."""
    if isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif attrs.has(type(value)) and not isinstance(value, okb.PartialDate | okb.Span):
        for field in attrs.fields(type(value)):
            yield from _texts(getattr(value, field.name))
    elif isinstance(value, int | okb.PartialDate | str) and not isinstance(value, StrEnum):
        text = str(value)
        yield from () if not text or re.fullmatch(r"[a-z0-9-]+:[a-z0-9.-]+", text) else (text,)


class TestRecords:
    """What a record becomes."""

    def test_statement(self, miniature: okb.KnowledgeBase) -> None:
        """A statement has its words, its coding and its directive, words and paraphrase told apart."""
        at = f"{URN}:ports-should-light-buoys"
        found = nodes(miniature)[at]
        quotation = {"id": f"{at}/directive/condition/quote-1", "type": "okb:Quote", "position": 1}
        quotation |= {"words": "if they have not yet done so", "span": [f"{URN}/source/char=426,454"]}
        assert quotation == nodes(miniature)[quotation["id"]]
        assert found["directive"]["condition"] == {
            "id": f"{at}/directive/condition",
            "type": "okb:Clause",
            "quotation": [quotation],
            "paraphrase": "if the port has not yet done so",
        }
        assert found["directive"]["audience"] == ["urn:octopus-kb:actor:ports"]
        assert (found["directive"]["strength"], found["modality"]) == ("okb:strength-should", "okb:modality-should")
        assert found["subject"] == ["urn:octopus-kb:topic:lights"]
        assert found["role-addressee"] == found["participant"] == ["urn:octopus-kb:actor:ports"]
        assert (found["type"], found["isPartOf"]) == ("okb:Statement", f"{URN}:km1")
        assert found["attribution"]["holder"] == ["urn:octopus-kb:event:panels"]

    def test_rejected(self, miniature: okb.KnowledgeBase) -> None:
        """A view that is rejected is typed so, and no claim."""
        (found,) = typed(miniature, "okb:RejectedView")
        assert found["identifier"] == miniature.statements.filter(polarity="negative").one().id
        assert types(found) == ["okb:Statement", "okb:RejectedView"]

    def test_former_ids(self, miniature: okb.KnowledgeBase) -> None:
        """Former ids are kept, of statements and of concepts."""
        assert nodes(miniature)[f"{URN}:horns-to-be-heard"]["formerId"] == ["harbour-2030:horns"]
        assert nodes(miniature)["urn:octopus-kb:topic:fog"]["formerId"] == ["topic:mist"]

    def test_relation(self, miniature: okb.KnowledgeBase) -> None:
        """A relation has the words that state it, and its ends are tied directly, too."""
        found = nodes(miniature)[f"{URN}:lamps-restated"]
        ends = (f"{URN}:keep-lamps-lit", f"{URN}:ports-should-clean-lamps")
        assert (found["relationSource"], found["relationTarget"]) == ends
        assert (found["relationKind"], found["cue"]["words"]) == ("okb:relation-restates", "lamps")
        source = nodes(miniature)[ends[0]]
        assert source["relation-restates"] == source["related"] == [ends[1]]

    def test_cue(self, shipped: okb.KnowledgeBase) -> None:
        """The words that ascribe a view are kept with the attribution."""
        described, cues = nodes(shipped), 0
        for statement in shipped.statements:
            if statement.attribution and statement.attribution.cue:
                found = described[f"urn:octopus-kb:{statement.id}/attribution"]
                assert found["cue"]["words"] == statement.attribution.cue.text
                cues += 1
        assert cues > 3

    def test_passage(self, miniature: okb.KnowledgeBase) -> None:
        """A passage has its words, its place in the order, its marker, its slips, and what the editors added."""
        found = nodes(miniature)[f"{URN}:km2.2"]
        assert (found["text"], found["marker"], found["position"]) == ("Fog horns will need to be heard.", "-", 9)
        assert (found["isPartOf"], found["misprint"][0]["reading"]) == (f"{URN}:km2", "fog horns")
        message = nodes(miniature)[f"{URN}:km1"]
        assert (message["number"], message["heading"], len(message["span"])) == (1, "Fog and buoys", 2)

    def test_concepts(self, miniature: okb.KnowledgeBase) -> None:
        """Concepts are SKOS; actors and instruments are more than that."""
        found = nodes(miniature)
        fog = found["urn:octopus-kb:topic:fog"]
        assert (fog["type"], fog["prefLabel"], fog["altLabel"]) == ("skos:Concept", "fog", ["Fog"])
        assert (fog["inScheme"], fog["topConceptOf"]) == ("okb:scheme-topic", "okb:scheme-topic")
        assert found["urn:octopus-kb:topic:sea-fog"]["broader"] == ["urn:octopus-kb:topic:fog"]
        assert "topConceptOf" not in found["urn:octopus-kb:topic:sea-fog"]
        assert types(found["urn:octopus-kb:actor:pilots"]) == ["skos:Concept", "okb:Actor"]
        protocol = found["urn:octopus-kb:instrument:rule-of-fog"]
        assert types(protocol) == ["skos:Concept", "schema:Legislation"]
        assert protocol["supplements"] == "urn:octopus-kb:instrument:rule-of-the-sea"

    def test_outside(self, miniature: okb.KnowledgeBase) -> None:
        """A fact from outside is apart from statements, and names its page; the page names its publisher."""
        assert nodes(miniature)["urn:octopus-kb:context:fog-returned"] == {
            "id": "urn:octopus-kb:context:fog-returned",
            "type": "okb:ContextFact",
            "identifier": "context:fog-returned",
            "about": "urn:octopus-kb:topic:fog",
            "claim": "Fog returned in March 2031.",
            "date": "2031-03",
            "source": "https://example.org/fog",
            "retrieved": "2031-04-01",
        }
        assert nodes(miniature)["https://example.org/fog"]["publisher"] == "Example"

    def test_conference(self, miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase) -> None:
        """The conference is an event of a series; its numbers and its days are as the text gives them."""
        found = nodes(shipped)["urn:octopus-kb:event:octopus-2021"]
        assert types(found) == ["schema:Event", "skos:Concept"]
        assert (found["startDate"], found["endDate"], found["date"]) == (
            "2021-11-16",
            "2021-11-18",
            "2021-11-16/2021-11-18",
        )
        assert found["eventAttendanceMode"] == "schema:OnlineEventAttendanceMode"
        assert found["superEvent"] == "urn:octopus-kb:event:octopus-series"
        assert found["numberOfParticipants"]["approximate"] is True
        assert [one["count"]["value"] for one in found["sessions"]] == [1, 14, 2, 3]
        assert nodes(miniature)[f"{URN}/series"]["name"] == "Harbour Forum on Safe Seas"

    @pytest.mark.parametrize(
        ("label", "series"),
        [("Harbour Forum on Safe Seas", "urn:octopus-kb:event:wider"), ("Year of the Sea", f"{URN}/series")],
    )
    def test_series(self, folder: Path, edit: Edit, label: str, series: str) -> None:
        """The series is the wider event that bears its name, or a node of its own if none does."""
        wider = {"id": "event:wider", "preferred_label": label, "scope_note": "Made up."}
        edit("vocabularies/event.json", lambda data: data["concepts"][0].update(broader=["event:wider"]))
        edit("vocabularies/event.json", lambda data: data["concepts"].append(wider))
        found = nodes(okb.load_bundle(folder))
        assert found["urn:octopus-kb:event:harbour-2030"]["superEvent"] == series
        assert "schema:EventSeries" in types(found[series])

    def test_annotation(self, miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase) -> None:
        """How the annotations came about is told, and nobody is invented."""
        found = nodes(shipped)
        at = "urn:octopus-kb:octopus-2021"
        assert found[f"{at}/editors"] == {
            "id": f"{at}/editors",
            "type": "prov:Agent",
            "label": "The octopus-kb authors",
        }
        assert found[f"{at}/annotation"]["used"] == f"{at}/source"
        assert found[f"{at}/annotations"]["version"] == shipped.editions[0].content_version
        assert nodes(miniature)[f"{URN}/editors"]["label"] == "The editors of harbour-2030"

    def test_part(self, miniature: okb.KnowledgeBase) -> None:
        """A part comes with its document, but neither with the whole text nor with the conference."""
        found = nodes(miniature.statements[:1])
        assert (found[f"{URN}/source"]["sha256"], "text" in found[f"{URN}/source"]) == (
            miniature.editions[0].document.sha256,
            False,
        )
        assert [one for one in found.values() if {"schema:Event", "okb:Proof"} & {*types(one)}] == []
        assert nodes(miniature)[f"{URN}/source"]["text"] == miniature.source().text


class TestPlaces:
    """Where words stand."""

    @pytest.mark.parametrize("kb", ["miniature", "shipped"])
    def test_selectors(self, kb: str, request: pytest.FixtureRequest) -> None:
        """Each stretch is found by its offsets, and by its words with what stands around them, and only there."""
        assert _stretches(request.getfixturevalue(kb)) > 30

    def test_repeated(self, folder: Path, edit: Edit) -> None:
        """Words that stand in the same surroundings twice get so much around them that they stand there once."""
        source = folder / "source.txt"
        text = source.read_text("utf-8")
        repeated = "Sail on. " * 30
        source.write_text(text.replace("It was the 2nd edition", f"{repeated}It was the 2nd edition"), "utf-8")
        added = len(repeated)

        def shift(data: Any) -> None:
            data["edition"]["document"]["sha256"] = okb.SourceText.from_bytes(source.read_bytes()).sha256
            for passage in data["passages"]:
                for span in passage["spans"]:
                    span["start"] += added * (span["start"] > 200)
                    span["end"] += added * (span["end"] > 200)

        def say(data: Any) -> None:
            start = source.read_text("utf-8").index("Sail on.")
            for n in range(30):
                span = {"start": start + 9 * n, "end": start + 9 * n + 8}
                data["statements"].append(
                    {
                        "id": f"harbour-2030:sail-{n}",
                        "kind": "event_fact",
                        "passage": "harbour-2030:opening-1",
                        "evidence": [{"text": "Sail on.", "spans": [span]}],
                        "proposition": "Sail on.",
                        "modality": "past",
                    }
                )

        edit("edition.json", shift)
        edit("statements.json", say)
        assert _stretches(okb.load_bundle(folder)) > 60


def _stretches(kb: okb.KnowledgeBase) -> int:
    """Find each stretch by either selector alone, and count them."""
    text, found = kb.source().text, typed(kb, "oa:SpecificResource")
    for one in found:
        words, place = one["hasSelector"]
        assert text[place["start"] : place["end"]] == words["exact"]
        whole = re.escape(words["prefix"] + words["exact"] + words["suffix"])
        starts = [at.start() for at in re.finditer(f"(?={whole})", text)]
        assert starts == [place["start"] - len(words["prefix"])]
    return len(found)


class TestWhose:
    """Whose words the values of a property are."""

    def test_terms(self) -> None:
        """The vocabulary explains each term of its own that is used, and no others but the one for origins."""
        used = {said if isinstance(said, str) else said["@id"] for said in context().values()}
        explained = {name for name, said in own().items() if "rdf:Property" in said.partition(";")[0]}
        assert {name for name in used if name.startswith("okb:")} == explained - {"okb:origin"}
        for said in own().values():
            assert re.search(r"(rdfs|skos):(label|prefLabel) \"", said)
            assert re.search(r"(rdfs:comment|skos:definition) \"", said)

    def test_classes(self, shipped: okb.KnowledgeBase) -> None:
        """The vocabulary explains each class of its own that is used, and no others."""
        used = {kind for one in nodes(shipped).values() for kind in types(one)}
        explained = {name for name, said in own().items() if said.startswith("a rdfs:Class")}
        assert {name for name in used if name.startswith("okb:")} == explained

    def test_each_text_has_its_origin(self) -> None:
        """Each property that holds words is told to hold the document's, the editors', or neither's."""
        coded = {"identifier", "inLanguage", "label", "position", "unitText", "value", "version"}
        literals = {name for name, said in context().items() if isinstance(said, str) and name not in PREFIXES}
        assert literals - {"id", "type"} - origins().keys() == coded

    @pytest.mark.parametrize(
        ("record", "terms"),
        [
            (okb.Quote, {"text": "words"}),
            (okb.Misprint, {"reading": "reading", "note": "note"}),
            (okb.Passage, {"marker": "marker", "heading": "heading"}),
            (okb.StatedDate, {"words": "words", "note": "note"}),
            (okb.Clause, {"paraphrase": "paraphrase"}),
            (okb.Statement, {"proposition": "proposition", "note": "note"}),
            (okb.Relation, {"note": "note"}),
            (okb.ContextFact, {"claim": "claim", "publisher": "publisher"}),
            (okb.Conference, {"title": "name", "series": "name"}),
            (okb.Document, {"title": "name", "rights": "rights"}),
            (okb.Link, {"publisher": "publisher"}),
            (
                okb.Concept,
                {
                    "preferred_label": "prefLabel",
                    "alternative_labels": "altLabel",
                    "definition": "definition",
                    "scope_note": "scopeNote",
                },
            ),
        ],
        ids=lambda value: getattr(value, "__name__", ""),
    )
    def test_origin(self, record: type, terms: dict[str, str]) -> None:
        """The vocabulary tells the same origin as the records do; no field with words is left out."""
        told = {name: okb.origin(record, name) for name in attrs.fields_dict(record)}
        said = {name: origin for name, origin in told.items() if origin is not okb.Origin.CODED}
        assert {name: origins()[term] for name, term in terms.items()} == said

    def test_verbatim(self, shipped: okb.KnowledgeBase) -> None:
        """What is told to be verbatim, but for the labels of shared concepts, stands in the source."""
        text = " ".join(shipped.source().text.split())
        verbatim = {name for name, origin in origins().items() if origin == "verbatim"} - {"altLabel"}
        for one in nodes(shipped).values():
            for name in verbatim & one.keys():
                pieces = " ".join(one[name].split()).split(" [...] ")
                assert [piece for piece in pieces if piece not in text] == []


class TestClaims:
    """What is a claim of fact."""

    def test_kinds(self, shipped: okb.KnowledgeBase) -> None:
        """Only what is stated to be or to have been the case is a claim; never what is asked, foretold or rejected."""
        claims = [shipped.statements[one["identifier"]] for one in typed(shipped, "schema:Claim")]
        assert claims == list(shipped.statements.where(is_claim))
        assert {one.kind.family for one in claims} == {okb.Family.EVENT, okb.Family.SITUATION, okb.Family.RESPONSE}
        assert [one for one in claims if one.directive or one.polarity is okb.Polarity.NEGATIVE] == []
        assert len(claims) == 38

    @pytest.mark.parametrize(
        "change",
        [
            {"kind": okb.StatementKind.ASSESSMENT},
            {"kind": okb.StatementKind.RECOMMENDATION},
            {"kind": okb.StatementKind.METADATA},
            {"modality": okb.Modality.ATTRIBUTED},
            {"modality": okb.Modality.FUTURE},
            {"polarity": okb.Polarity.NEGATIVE},
            {"basis": okb.Basis.PRESUPPOSED},
            {"basis": okb.Basis.INFERRED},
        ],
        ids=str,
    )
    def test_one_reason_is_enough(self, shipped: okb.KnowledgeBase, change: dict[str, Any]) -> None:
        """A statement that is a claim is none as soon as its kind, mood, polarity or basis is another."""
        claim = shipped.statements["ransomware-paralyses-organisations"]
        assert (is_claim(claim), is_claim(attrs.evolve(claim, **change))) == (True, False)

    def test_appearance(self, shipped: okb.KnowledgeBase) -> None:
        """A claim tells in which document it appears; what is reported of others names these, too."""
        for one in typed(shipped, "schema:Claim"):
            assert one["appearance"] == "urn:octopus-kb:octopus-2021"
            assert ("attribution" in one) is (shipped.statements[one["identifier"]].attribution is not None)

    def test_no_bounds(self, shipped: okb.KnowledgeBase) -> None:
        """A number has its value and nothing that would be a bound."""
        for one in typed(shipped, "schema:QuantitativeValue"):
            assert one.keys() == {"id", "type", "value", "unitText", "words", "approximate"}


class TestAddresses:
    """What IRIs nodes have."""

    def test_base(self, miniature: okb.KnowledgeBase) -> None:
        """Below a base, records and their parts are anchors of the site; the vocabulary stays what it is."""
        found = nodes(miniature, BASE)
        assert f"{BASE}document/#km2.1" in found
        assert f"{BASE}document/#s-fog-defined/evidence-1" in found
        assert f"{BASE}concepts/#topic-fog" in found
        assert "urn:octopus-kb:harbour" not in linked_data.dumps(miniature, base=BASE)
        assert context()["okb"] == "urn:octopus-kb:vocabulary#"

    @pytest.mark.parametrize(
        ("base", "meant"),
        [
            ("http://example.org/kb", "http://example.org/kb/"),
            ("", BASE),
            ("document/", BASE),
            ("http://example.org/kb/#", BASE),
            ("http://example.org/a b/", BASE),
        ],
    )
    def test_wrong_base(self, miniature: okb.KnowledgeBase, base: str, meant: str) -> None:
        """A base is a full address that ends in a slash."""
        with pytest.raises(okb.CriterionError, match=re.escape(f"did you mean {meant!r}")):
            linked_data.dumps(miniature, base=base)

    def test_two_editions(self, miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase) -> None:
        """Two editions go into one graph, but not below one base, where their anchors would be the same."""
        both = okb.KnowledgeBase((*miniature.bundles, *shipped.bundles))
        assert len(typed(both, "schema:Report")) == 2
        with pytest.raises(okb.AmbiguousIdError, match="title-1") as caught:
            linked_data.dumps(both, base=BASE)
        assert caught.value.__notes__ == ["leave the base out: then each record has an IRI of its own"]
        assert linked_data.dumps(both.statements.filter(edition="harbour-2030"), base=BASE)

    def test_pages(self, folder: Path, edit: Edit) -> None:
        """What may stand in no IRI is escaped; who publishes a page is kept for each that says so."""
        edit("context.json", lambda data: data["facts"][0].update(url="http://example.org/a b"))
        again = {"id": "context:again", "publisher": "Another"}
        edit("context.json", lambda data: data["facts"].append(data["facts"][0] | again))
        once_more = {"id": "context:once-more", "publisher": "Example"}
        edit("context.json", lambda data: data["facts"].append(data["facts"][0] | once_more))
        page = nodes(okb.load_bundle(folder))["http://example.org/a%20b"]
        assert page == {"id": page["id"], "type": "schema:WebPage", "publisher": ["Example", "Another"]}


class TestDates:
    """Dates that may be known in part."""

    @pytest.mark.parametrize(
        ("dates", "days"),
        [
            ("2030-05-03/2030-05-04", ("2030-05-03", "2030-05-04")),
            ("2030-05-03", ("2030-05-03", "2030-05-03")),
            ("2030-05", (None, None)),
            ("2030-05-03/2030-06", (None, None)),
            ("2030-05/2030-05-04", (None, None)),
            ("2030-05-03~", (None, None)),
            ("2030-05-03/..", (None, None)),
        ],
    )
    def test_days(self, folder: Path, edit: Edit, dates: str, days: tuple[str | None, str | None]) -> None:
        """A date is given as it is known; days are given besides only where both ends are known to the day."""
        edit("edition.json", lambda data: data["edition"]["conference"].update(dates=dates))
        edit("statements.json", lambda data: data["statements"][3]["dates"][0].update(value=dates))
        found = nodes(okb.load_bundle(folder))["urn:octopus-kb:event:harbour-2030"]
        assert (found["date"], (found.get("startDate"), found.get("endDate"))) == (dates, days)

    def test_typed(self) -> None:
        """Dates are literals of EDTF."""
        assert context()["date"] == {"@id": "dcterms:date", "@type": "edtf:EDTF"}
        assert PREFIXES["edtf"] + "EDTF" == "http://id.loc.gov/datatypes/edtf/EDTF"


class TestLists:
    """The closed lists, in the vocabulary and in the shapes."""

    def test_members(self) -> None:
        """The vocabulary has each closed list with its members in order, explained as in the code."""
        assert linked_data.vocabulary().partition("# The closed lists\n\n")[2] == "\n".join(_members())

    def test_every_list(self) -> None:
        """Each closed list is there, but for the ways of holding a conference, for which schema.org has names."""
        lists = {kind for kind in vars(vocabulary).values() if isinstance(kind, type) and issubclass(kind, StrEnum)}
        assert lists - {StrEnum} == {*LISTS, okb.ConferenceMode}

    @pytest.mark.parametrize("kind", [kind for kind in LISTS if kind not in {okb.Family, okb.Role, okb.Origin}])
    def test_shapes(self, kind: type[StrEnum]) -> None:
        """The shapes allow the members of a list, and no others."""
        head = LISTS[kind]
        lists = [
            re.findall(r"okb:[\w-]+", one) for one in re.findall(r"sh:in \((.*?)\)", linked_data.shapes(), re.DOTALL)
        ]
        found = [[name for name in one if name.startswith(f"okb:{head}-")] for one in lists]
        assert [member(one) for one in kind] in found
        assert {name for one in found for name in one} == {member(one) for one in kind}

    def test_claims(self) -> None:
        """The shapes ask of a claim what the code asks."""
        shape = linked_data.shapes().partition("shapes:Claim ")[2].partition("\n\n")[0]
        assert {*re.findall(r"okb:kind-[\w-]+", shape)} == {member(one) for one in CLAIM_KINDS}
        assert {*re.findall(r"okb:modality-[\w-]+", shape)} == {member(one) for one in CLAIM_MODALITIES}

    def test_schemes(self) -> None:
        """Statements have a term for each scheme of concepts but actors, whom their roles tie."""
        assert {*okb.Scheme} - CONCEPT_TERMS.keys() == {okb.Scheme.ACTOR}


def _members() -> Iterator[str]:
    """Write the members of the closed lists as the vocabulary has them."""
    said = _explanations()
    for kind in LISTS:
        if kind is not okb.Scheme:  # its members are schemes themselves, and SKOS keeps these apart from concepts
            about = said[kind.__name__].partition("\n")[0]
            yield _block(f"okb:{kind.__name__} a skos:ConceptScheme", f'rdfs:label "{kind.__name__}"', _comment(about))
        for one in kind:
            yield _block(*_lines(one, said[f"{kind.__name__}.{one.value}"]))


def _lines(one: StrEnum, meaning: str) -> Iterator[str]:
    label, kind = one.value.replace("_", " "), type(one)
    above = {okb.Role: "okb:participant", okb.RelationKind: "okb:related"}.get(kind)
    if kind is okb.Scheme:
        yield from (f"{member(one)} a skos:ConceptScheme", f'rdfs:label "{label}"', _comment(meaning))
        return
    yield f"{member(one)} a skos:Concept{', rdf:Property' if above else ''}"
    yield from (f'skos:prefLabel "{label}"', f"skos:definition {json.dumps(meaning, ensure_ascii=False)}")
    yield from (f'dcterms:identifier "{one.value}"', f"skos:inScheme okb:{kind.__name__}")
    if above:
        yield f"rdfs:subPropertyOf {above}"
    if isinstance(one, okb.StatementKind):
        yield f"skos:broadMatch {member(one.family)}"


def _comment(meaning: str) -> str:
    return f"rdfs:comment {json.dumps(meaning, ensure_ascii=False)}"


def _block(*lines: str) -> str:
    return " ;\n    ".join(lines) + " .\n"


def _explanations() -> dict[str, str]:
    """Read the docstrings of the closed lists and of their members from the source of the module."""
    found = {}
    for kind in ast.parse(Path(vocabulary.__file__).read_text("utf-8")).body:
        if isinstance(kind, ast.ClassDef):
            found[kind.name] = ast.get_docstring(kind) or ""
            for value, doc in zip(kind.body, kind.body[1:], strict=False):
                if isinstance(value, ast.Assign) and isinstance(doc, ast.Expr):
                    found[f"{kind.name}.{ast.literal_eval(value.value)}"] = ast.literal_eval(doc.value)
    return found


class Lines:
    """A graph that has read three lines, and writes them in no order; it stands in for the one of `rdflib`."""

    def __init__(self, bind_namespaces: str) -> None:
        """Take what `rdflib` takes."""
        self.given: list[tuple[str, str]] = [("bind_namespaces", bind_namespaces)]

    def bind(self, prefix: str, namespace: str) -> None:
        """Keep a prefix."""
        self.given.append((prefix, namespace))

    def parse(self, data: str, format: str) -> "Lines":  # noqa: A002 - as rdflib has it
        """Read JSON-LD with its context inside."""
        assert (json.loads(data)["@context"], format) == (context(), "json-ld")
        return self

    def serialize(self, format: str) -> str:  # noqa: A002 - as rdflib has it
        """Write lines."""
        return {"nt": "<b> .\n<c> .\n\n<a> .\n", "turtle": "\n<a> .\n\n"}[format]


class TestWriting:
    """Forms and files."""

    def test_sorted(self, miniature: okb.KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
        """N-Triples are sorted lines; Turtle ends with one line break; both begin with the JSON-LD."""
        monkeypatch.setitem(sys.modules, "rdflib", SimpleNamespace(Graph=Lines))
        assert linked_data.dumps(miniature, form="n-triples") == "<a> .\n<b> .\n<c> .\n"
        assert linked_data.dumps(miniature, form="turtle") == "<a> .\n"
        assert linked_data.to_graph(miniature).given == [("bind_namespaces", "none"), *PREFIXES.items()]  # type: ignore[attr-defined]  # it is a stand-in

    @pytest.mark.parametrize("form", ["n-triples", "turtle"])
    def test_missing(self, miniature: okb.KnowledgeBase, monkeypatch: pytest.MonkeyPatch, form: Any) -> None:
        """Without rdflib, the forms that need it say what to install, and JSON-LD is written all the same."""
        monkeypatch.setitem(sys.modules, "rdflib", None)
        with pytest.raises(okb.MissingExtraError, match=r"octopus-kb\[rdf\]"):
            linked_data.dumps(miniature, form=form)
        assert linked_data.dumps(miniature)

    def test_unknown_form(self, miniature: okb.KnowledgeBase) -> None:
        """A form that is none is told with those that there are."""
        with pytest.raises(okb.CriterionError, match="'json-ld' or 'n-triples' or 'turtle'"):
            linked_data.dumps(miniature, form="rdf/xml")  # type: ignore[arg-type]  # it is what is wrong
        assert linked_data.FORMS == ("json-ld", "n-triples", "turtle")

    def test_same_bytes(self) -> None:
        """The same input gives the same bytes in every process."""
        code = (
            "import octopus_kb as okb, hashlib; print(hash('a')); "
            "print(hashlib.sha256(okb.export.linked_data.dumps(okb.load()).encode()).hexdigest())"
        )
        runs = [
            subprocess.run(
                [sys.executable, "-c", code],
                env={**os.environ, "PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
                check=True,
            ).stdout.split()
            for seed in ("1", "2")
        ]
        assert (runs[0][0] == runs[1][0], runs[0][1] == runs[1][1]) == (False, True)

    def test_dump(self, miniature: okb.KnowledgeBase, tmp_path: Path) -> None:
        """A file has what `dumps` gives, in UTF-8, with a line break at its end."""
        linked_data.dump(miniature, tmp_path / "kb.jsonld", base=BASE)
        expected = linked_data.dumps(miniature, base=BASE)
        assert (tmp_path / "kb.jsonld").read_bytes() == expected.encode()
        assert (expected[-2:], "\r" in expected) == ("}\n", False)

    def test_other(self) -> None:
        """Nothing but a knowledge base or a collection is written."""
        with pytest.raises(TypeError, match="a knowledge base or a collection"):
            linked_data.dumps("octopus-2021")  # type: ignore[arg-type]  # it is what is wrong

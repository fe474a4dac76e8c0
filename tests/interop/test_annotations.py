"""Web Annotations read by others: Apache Annotator finds the quotes, pyld the graph, a JSON Schema proves the rules."""

import json
import subprocess
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pyld import jsonld

import octopus_kb as okb
from octopus_kb.export import annotations

ANNOTATOR = "@apache-annotator/selector@0.2.0"
FIND = """
import { readFileSync } from "node:fs";
import { textPositionSelectorMatcher, textQuoteSelectorMatcher } from "@apache-annotator/selector";
const { text, selectors } = JSON.parse(readFileSync(0, "utf8"));
const matchers = { TextQuoteSelector: textQuoteSelectorMatcher, TextPositionSelector: textPositionSelectorMatcher };
const chunk = { data: text, equals: (other) => other === chunk };
const chunker = () => ({
  currentChunk: chunk, nextChunk: () => null, previousChunk: () => null, precedesCurrentChunk: () => false,
});
const found = [];
for (const selector of selectors) {
  const places = [];
  try {
    for await (const match of matchers[selector.type](selector)(chunker())) {
      places.push(text.slice(match.startIndex, match.endIndex));
    }
  } catch (error) {
    places.push(null);
  }
  found.push(places);
}
process.stdout.write(JSON.stringify(found));
"""

IRI = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:\S+$"}
PURPOSES = ["classifying", "commenting", "describing", "linking", "tagging"]
MODEL = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["@context", "id", "type", "total", "first"],
    "properties": {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": IRI,
        "type": {"const": "AnnotationCollection"},
        "label": {"type": "string"},
        "total": {"type": "integer", "minimum": 0},
        "first": {"$ref": "#/$defs/page"},
        "last": IRI,
        "creator": {"type": "object", "required": ["id", "type", "name"]},
    },
    "additionalProperties": False,
    "$defs": {
        "page": {
            "type": "object",
            "required": ["id", "type", "partOf", "items"],
            "properties": {
                "id": IRI,
                "type": {"const": "AnnotationPage"},
                "partOf": IRI,
                "startIndex": {"type": "integer", "minimum": 0},
                "items": {"type": "array", "items": {"$ref": "#/$defs/annotation"}},
            },
            "additionalProperties": False,
        },
        "annotation": {
            "type": "object",
            "required": ["id", "type", "target"],
            "properties": {
                "id": IRI,
                "type": {"const": "Annotation"},
                "motivation": {"enum": PURPOSES},
                "creator": IRI,
                "body": {"type": "array", "items": {"$ref": "#/$defs/body"}},
                "target": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/target"}},
            },
            "additionalProperties": False,
        },
        "resource": {
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": IRI,
                "label": {"type": "string"},
                "format": {"const": "text/plain"},
                "language": {"type": "string", "pattern": "^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$"},
            },
            "additionalProperties": False,
        },
        "source": {"oneOf": [IRI, {"$ref": "#/$defs/resource"}]},
        "body": {
            "oneOf": [
                {
                    "type": "object",
                    "required": ["type", "value", "purpose"],
                    "properties": {
                        "type": {"const": "TextualBody"},
                        "value": {"type": "string", "minLength": 1},
                        "purpose": {"enum": PURPOSES},
                        "format": {"const": "text/plain"},
                        "creator": IRI,
                    },
                    "additionalProperties": False,
                },
                {
                    "type": "object",
                    "required": ["type", "source", "purpose"],
                    "properties": {
                        "type": {"const": "SpecificResource"},
                        "source": {"$ref": "#/$defs/source"},
                        "purpose": {"enum": PURPOSES},
                    },
                    "additionalProperties": False,
                },
            ]
        },
        "target": {
            "type": "object",
            "required": ["type", "source", "selector"],
            "properties": {
                "type": {"const": "SpecificResource"},
                "source": {"$ref": "#/$defs/source"},
                "selector": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/selector"}},
            },
            "additionalProperties": False,
        },
        "selector": {
            "oneOf": [
                {
                    "type": "object",
                    "required": ["type", "exact"],
                    "properties": {
                        "type": {"const": "TextQuoteSelector"},
                        "exact": {"type": "string", "minLength": 1},
                        "prefix": {"type": "string"},
                        "suffix": {"type": "string"},
                    },
                    "additionalProperties": False,
                },
                {
                    "type": "object",
                    "required": ["type", "start", "end"],
                    "properties": {
                        "type": {"const": "TextPositionSelector"},
                        "start": {"type": "integer", "minimum": 0},
                        "end": {"type": "integer", "minimum": 0},
                    },
                    "additionalProperties": False,
                },
            ]
        },
    },
}
"""The rules of the Web Annotation Data Model for what we write, put as a JSON Schema: there is no official one."""

OA = "http://www.w3.org/ns/oa#"
TERMS = {
    "oa": OA,
    "as": "http://www.w3.org/ns/activitystreams#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "id": "@id",
    "type": "@type",
    **{name: f"oa:{name}" for name in PURPOSES},
    **{
        name: f"oa:{name}"
        for name in ("Annotation", "SpecificResource", "TextualBody", "TextPositionSelector", "TextQuoteSelector")
    },
    "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage",
    "Organization": "foaf:Organization",
    **{
        name: {"@id": iri, "@type": "@id"}
        for name, iri in {
            "body": "oa:hasBody",
            "target": "oa:hasTarget",
            "source": "oa:hasSource",
            "selector": "oa:hasSelector",
            "creator": "dcterms:creator",
            "partOf": "as:partOf",
            "first": "as:first",
            "last": "as:last",
        }.items()
    },
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "format": "dc:format",
    "language": "dc:language",
    "value": "rdf:value",
    "name": "foaf:name",
    "label": "rdfs:label",
    "total": "as:totalItems",
    "startIndex": "as:startIndex",
    **{name: f"oa:{name}" for name in ("exact", "prefix", "suffix", "start", "end")},
}
"""What the official context says of the terms that we use; it stands here because nothing is fetched."""


@pytest.fixture(scope="module")
def find(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, list[Any]], list[Any]]:
    """A function that gives what Apache Annotator finds for each selector in a text."""
    folder = tmp_path_factory.mktemp("annotator")
    (folder / "package.json").write_text("{}")
    install = ["npm", "install", "--silent", "--no-audit", "--no-fund", ANNOTATOR]
    subprocess.run(install, cwd=folder, check=True)
    (folder / "find.mjs").write_text(FIND)

    def run(text: str, selectors: list[Any]) -> list[Any]:
        given = json.dumps({"text": text, "selectors": selectors})
        command = ["node", "find.mjs"]
        done = subprocess.run(command, cwd=folder, input=given, capture_output=True, text=True, check=True)
        found: list[Any] = json.loads(done.stdout)
        return found

    return run


def written(of: Any) -> dict[str, Any]:
    """Give an export as plain data."""
    found: dict[str, Any] = json.loads(annotations.dumps(of))
    return found


def selectors(collection: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield the two selectors of each target."""
    for annotation in collection["first"]["items"]:
        for target in annotation["target"]:
            yield tuple(target["selector"])


def triples(collection: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Give the RDF graph that a JSON-LD processor reads, from what the official context says."""

    def load(url: str, _: Any) -> dict[str, Any]:
        assert url == annotations.CONTEXT, "nothing else is fetched"
        return {"contextUrl": None, "documentUrl": url, "contentType": None, "document": {"@context": TERMS}}

    dataset = jsonld.to_rdf(collection, {"documentLoader": load})
    return [(one["subject"]["value"], one["predicate"]["value"], one["object"]["value"]) for one in dataset["@default"]]


@pytest.mark.parametrize("edition", ["miniature", "shipped"])
class TestAnnotator:
    """Apache Annotator finds the words again."""

    def test_each_alone(
        self, edition: str, find: Callable[[str, list[Any]], list[Any]], request: pytest.FixtureRequest
    ) -> None:
        """Either selector alone finds the words of the quote in the raw source, in one place."""
        kb: okb.KnowledgeBase = request.getfixturevalue(edition)
        # A sign of two UTF-16 units at the head would put positions in such units one off.
        for head in ("", "\N{PILE OF POO}"):
            pairs = list(selectors(written(kb)))
            for _, position in pairs:
                position["start"] += len(head)
                position["end"] += len(head)
            expected = [[quote["exact"]] for quote, _ in pairs]
            for which in (0, 1):
                assert expected == find(head + kb.source().text, [pair[which] for pair in pairs])

    def test_broken(
        self, edition: str, find: Callable[[str, list[Any]], list[Any]], request: pytest.FixtureRequest
    ) -> None:
        """A quote with a letter changed is not found, and a position past the end is refused."""
        kb: okb.KnowledgeBase = request.getfixturevalue(edition)
        quote, position = next(selectors(written(kb)))
        broken = [{**quote, "exact": quote["exact"][:-1] + "#"}, {**position, "end": len(kb.source().text) + 9}]
        assert find(kb.source().text, broken) == [[], [None]]


@pytest.mark.parametrize("edition", ["miniature", "shipped"])
class TestModel:
    """The rules of the standard."""

    def test_accepted(self, edition: str, request: pytest.FixtureRequest) -> None:
        """What is written keeps the rules, whatever the base; so does a collection of nothing."""
        kb: okb.KnowledgeBase = request.getfixturevalue(edition)
        Draft202012Validator.check_schema(MODEL)
        based = json.loads(annotations.dumps(kb, base="http://example.org/kb/"))
        for collection in (written(kb), based, written(kb.topics)):
            assert [error.message for error in Draft202012Validator(MODEL).iter_errors(collection)] == []

    def test_graph(self, edition: str, request: pytest.FixtureRequest) -> None:
        """A JSON-LD processor reads an oa:Annotation for each statement, and every quote; no term is lost."""
        kb: okb.KnowledgeBase = request.getfixturevalue(edition)
        collection = written(kb)
        graph = triples(collection)
        kinds = [s for s, p, o in graph if p.endswith("#type") and o == f"{OA}Annotation"]
        assert sorted(f"urn:octopus-kb:{id}/annotation" for id in kb.statements.ids) == sorted(kinds)
        for term in ("exact", "prefix", "suffix", "start", "end"):
            expected = sorted(str(one[term]) for pair in selectors(collection) for one in pair if term in one)
            assert expected == sorted(o for _, p, o in graph if p == OA + term)
        targets = [target for one in collection["first"]["items"] for target in one["target"]]
        assert len(targets) == sum(p == f"{OA}hasTarget" for _, p, _ in graph)
        assert {f"{OA}{name}" for name in PURPOSES} == {o for _, p, o in graph if p == f"{OA}hasPurpose"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda one: one.pop("target"), "'target' is a required property"),
        (lambda one: one.update(type="Note"), "'Annotation' was expected"),
        (lambda one: one["body"][1].update(purpose="guessing"), "is not valid under any"),
        (lambda one: one["target"][0]["selector"][0].pop("exact"), "is not valid under any"),
        (lambda one: one["target"][0]["selector"][1].update(start=-1), "is not valid under any"),
        (lambda one: one.update(bdoy=[]), "'bdoy' was unexpected"),
    ],
)
def test_refused(miniature: okb.KnowledgeBase, change: Callable[[Any], object], message: str) -> None:
    """An annotation that breaks a rule is refused."""
    collection = deepcopy(written(miniature))
    change(collection["first"]["items"][3])
    (error,) = Draft202012Validator(MODEL).iter_errors(collection)
    assert message in error.message


def test_another_context(miniature: okb.KnowledgeBase) -> None:
    """With any other context, nothing would be read: the standard's is the one that is asked for."""
    with pytest.raises(jsonld.JsonLdError):
        triples(written(miniature) | {"@context": "http://example.org/other.jsonld"})

"""Linked data as others read it: rdflib, pyld and Oxigraph agree, pyshacl judges it, SPARQL finds what Python finds."""

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyld.jsonld
import pyoxigraph
import pyshacl
import pytest
from rdflib import DC, DCTERMS, PROV, RDF, RDFS, SDO, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.exceptions import ParserError

import octopus_kb as okb
from octopus_kb.export import linked_data

OA = Namespace("http://www.w3.org/ns/oa#")
OKB = Namespace("urn:octopus-kb:vocabulary#")
AT = "urn:octopus-kb:harbour-2030"
BASE = "http://example.org/kb/"
OXIGRAPH = {
    "json-ld": pyoxigraph.RdfFormat.JSON_LD,
    "n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "turtle": pyoxigraph.RdfFormat.TURTLE,
}
PREFIXES = """
    PREFIX dcterms: <http://purl.org/dc/terms/>
    PREFIX oa: <http://www.w3.org/ns/oa#>
    PREFIX okb: <urn:octopus-kb:vocabulary#>
    PREFIX schema: <https://schema.org/>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

PARTS: dict[str, Callable[[okb.KnowledgeBase], Any]] = {
    "whole": lambda kb: kb,
    "statements": lambda kb: kb.recommendations,
    "passages": lambda kb: kb.passages.filter(kind="item"),
    "relations": lambda kb: kb.relations[:2],
    "concepts": lambda kb: kb.concepts[2:9],
    "context": lambda kb: kb.context,
    "nothing": lambda kb: kb.statements[:0],
}


@pytest.fixture(autouse=True)
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Let nothing be fetched: whoever tries gets an error, and what was tried for is listed."""
    tried: list[object] = []

    def refuse(*given: object, **_: object) -> None:
        tried.append(given[0])
        raise ConnectionError("nothing may be fetched")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(pyld.jsonld, "_default_document_loader", refuse)
    return tried


@pytest.fixture(scope="module")
def graph(shipped: okb.KnowledgeBase) -> Graph:
    """The graph of the shipped edition."""
    return linked_data.to_graph(shipped)


@pytest.fixture(scope="module")
def shapes() -> Graph:
    """The shapes."""
    return Graph().parse(data=linked_data.shapes(), format="turtle")


@pytest.fixture(scope="module")
def ask(graph: Graph) -> Callable[[str], list[tuple[str, ...]]]:
    """A function that puts a query to both, and gives what they both find, sorted."""
    store = pyoxigraph.Store()
    store.load(graph.serialize(format="nt").encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)

    def both(query: str) -> list[tuple[str, ...]]:
        found = sorted(tuple(map(str, row)) for row in graph.query(PREFIXES + query))
        other = sorted(tuple(one.value for one in row) for row in store.query(PREFIXES + query))
        assert found == other
        return found

    return both


def by_pyld(text: str) -> Graph:
    """Read JSON-LD with pyld."""
    quads = pyld.jsonld.to_rdf(json.loads(text), {"format": "application/n-quads"})
    return Graph().parse(data=quads, format="nt")


def by_oxigraph(text: str, form: str) -> Graph:
    """Read any form with Oxigraph."""
    triples = pyoxigraph.serialize(
        (quad.triple for quad in pyoxigraph.parse(text.encode(), OXIGRAPH[form])), format=pyoxigraph.RdfFormat.N_TRIPLES
    )
    return Graph().parse(data=triples, format="nt")


class TestReaders:
    """Three readers, each written apart from the others."""

    @pytest.mark.parametrize("base", [None, BASE])
    @pytest.mark.parametrize("part", PARTS)
    def test_agree(self, shipped: okb.KnowledgeBase, part: str, base: str | None) -> None:
        """They make the same graph of the JSON-LD, and there is no blank node in it."""
        of = PARTS[part](shipped)
        text, found = linked_data.dumps(of, base=base), linked_data.to_graph(of, base=base)
        assert isomorphic(by_pyld(text), found)
        assert isomorphic(by_oxigraph(text, "json-ld"), found)
        assert [one for triple in found for one in triple if isinstance(one, BNode)] == []

    @pytest.mark.parametrize("form", ["n-triples", "turtle"])
    @pytest.mark.parametrize("kb", ["miniature", "shipped"])
    def test_forms(self, kb: str, form: Any, request: pytest.FixtureRequest) -> None:
        """Each form is read back as the same graph, and is written as the same bytes again."""
        held: okb.KnowledgeBase = request.getfixturevalue(kb)
        text, expected = linked_data.dumps(held, form=form), linked_data.to_graph(held)
        assert isomorphic(Graph().parse(data=text, format={"n-triples": "nt"}.get(form, form)), expected)
        assert isomorphic(by_oxigraph(text, form), expected)
        assert linked_data.dumps(held, form=form) == text
        if form == "n-triples":
            assert text.split("\n")[:-1] == sorted(set(text.split("\n")[:-1]))

    @pytest.mark.parametrize("form", linked_data.FORMS)
    def test_any_character(self, folder: Path, edit: Callable[..., None], form: Any) -> None:
        """Words keep their characters, whatever these are."""
        note = "\t\n\r\"\"\" ''' \\ \\u0041 \x07 \x7f \x85 \u2028 \ufeff < > & é 🐙 @en ^^ # ."
        edit("statements.json", lambda data: data["statements"][0].update(note=note))
        text = linked_data.dumps(okb.load_bundle(folder), form=form)
        for found in (Graph().parse(data=text, format={"n-triples": "nt"}.get(form, form)), by_oxigraph(text, form)):
            assert str(found.value(URIRef(f"{AT}:forum-title"), OKB.note)) == note

    def test_nothing_is_fetched(self, miniature: okb.KnowledgeBase, fetched: list[object]) -> None:
        """No reader asks for anything; a context that stood elsewhere would be asked for, and refused."""
        by_pyld(linked_data.dumps(miniature))
        linked_data.to_graph(miniature)
        assert fetched == []
        text = json.dumps({"@context": "http://example.org/context", "@id": "urn:x", "name": "x"})
        with pytest.raises(OSError, match="nothing may be fetched"):
            Graph().parse(data=text, format="json-ld")
        with pytest.raises(pyld.jsonld.JsonLdError):
            by_pyld(text)
        assert fetched == ["example.org", "http://example.org/context"]

    @pytest.mark.parametrize("form", linked_data.FORMS)
    def test_broken(self, miniature: okb.KnowledgeBase, form: Any) -> None:
        """They refuse half a file."""
        text = linked_data.dumps(miniature, form=form)
        half = text[: text.index("Fog is a danger to ships.") + 5]
        with pytest.raises((ValueError, SyntaxError, ParserError, AssertionError)):  # rdflib fails in many ways
            Graph().parse(data=half, format={"n-triples": "nt"}.get(form, form))
        with pytest.raises(SyntaxError):
            by_oxigraph(half, form)


class TestTerms:
    """The words that are used."""

    def test_borrowed(self, graph: Graph) -> None:
        """Each term of another vocabulary is one that this vocabulary has."""
        used = {one for s, p, o in graph for one in (p, o if p == RDF.type else p)}
        used |= set(graph.objects(None, SDO.eventAttendanceMode))
        checked = set()
        for namespace in (DC, DCTERMS, PROV, RDFS, SDO, SKOS):
            names = {one for one in used if str(one).startswith(str(namespace))}
            assert [one for one in names if str(one).removeprefix(str(namespace)) not in namespace] == []
            checked |= names
        own = {one for one in used if str(one).startswith((str(OKB), str(OA)))}
        assert used - checked - own == {RDF.type}
        assert "Clam" not in SDO

    def test_explained(self, graph: Graph) -> None:
        """Each term of the own vocabulary, as a type, a property or a value, is explained in it."""
        explained = Graph().parse(data=linked_data.vocabulary(), format="turtle")
        used = {one for triple in graph for one in triple if str(one).startswith(str(OKB))}
        assert [
            one for one in used if not (set(explained[one : RDFS.comment]) | set(explained[one : SKOS.definition]))
        ] == []
        assert len(used) > 100

    def test_skos(self, graph: Graph) -> None:
        """Concepts are no schemes, have one preferred label, and are in no circle."""
        both = graph + Graph().parse(data=linked_data.vocabulary(), format="turtle")
        concepts, schemes = set(both[: RDF.type : SKOS.Concept]), set(both[: RDF.type : SKOS.ConceptScheme])
        assert concepts & schemes == set()
        assert {scheme for one in concepts for scheme in both[one : SKOS.inScheme]} <= schemes
        for one in concepts:
            assert len(list(both[one : SKOS.prefLabel])) == 1
            assert [wider for wider in both[one : SKOS.broader] if one in {*both[wider : SKOS.broader * "*"]}] == []

    def test_edtf(self, graph: Graph) -> None:
        """Every date but the two days of an event is a literal of EDTF, and no reader changes it."""
        dates = {str(one) for one in graph.objects(None, DCTERMS.date)}
        assert {"2021-11-16/2021-11-18", "2022-21"} <= dates
        kinds = {one.datatype for one in graph.objects(None, DCTERMS.date)}
        assert kinds == {URIRef("http://id.loc.gov/datatypes/edtf/EDTF")}


class TestShapes:
    """What pyshacl says."""

    def test_shapes_are_shapes(self, shapes: Graph) -> None:
        """The shapes keep the shapes of shapes."""
        conforms, _, report = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)
        assert conforms, report

    @pytest.mark.parametrize("part", PARTS)
    def test_kept(self, shipped: okb.KnowledgeBase, shapes: Graph, part: str) -> None:
        """The graph of the whole, and that of any part, keeps the shapes."""
        conforms, _, report = pyshacl.validate(linked_data.to_graph(PARTS[part](shipped)), shacl_graph=shapes)
        assert conforms, report

    def test_kept_elsewhere(self, miniature: okb.KnowledgeBase, shapes: Graph) -> None:
        """They are kept by an edition of one's own, below a base, and together with the vocabulary."""
        vocabulary = Graph().parse(data=linked_data.vocabulary(), format="turtle")
        for found in (linked_data.to_graph(miniature, base=BASE), linked_data.to_graph(miniature) + vocabulary):
            conforms, _, report = pyshacl.validate(found, shacl_graph=shapes)
            assert conforms, report

    @pytest.mark.parametrize("fault", range(24))
    def test_broken(self, miniature: okb.KnowledgeBase, shapes: Graph, fault: int) -> None:
        """A graph with one fault does not keep the shapes, and the report names the node at fault."""
        taken, given, node = FAULTS[fault]
        found = linked_data.to_graph(miniature)
        for triple in taken:
            assert triple in found
            found.remove(triple)
        for triple in given:
            assert triple not in found
            found.add(triple)
        conforms, report, _ = pyshacl.validate(found, shacl_graph=shapes)
        sh = Namespace("http://www.w3.org/ns/shacl#")
        assert (conforms, node in set(report.objects(None, sh.focusNode))) == (False, True)


def at(name: str) -> URIRef:
    """Give the IRI of a record, or of a part of one, of the miniature edition."""
    return URIRef(f"{AT}{name}")


SAID, MYTH, ASKED = at(":fog-endangers-ships"), at(":harmless-fog-a-myth"), at(":ports-should-light-buoys")
FACT, FOG, PILOTS = (URIRef(f"urn:octopus-kb:{id}") for id in ("context:fog-returned", "topic:fog", "actor:pilots"))
DATE, COUNT = at(":fog-returns/date-1"), at(":second-edition/quantity-1")
STRETCH = at("/source/char=21,45")
Triple = tuple[URIRef | None, URIRef | None, Any]
FAULTS: list[tuple[list[Triple], list[Triple], URIRef]] = [
    ([(SAID, OKB.proposition, None)], [], SAID),
    ([(SAID, OKB.evidence, None)], [], SAID),
    ([(SAID, DCTERMS.isPartOf, None)], [], SAID),
    ([(SAID, OKB.kind, None)], [(SAID, OKB.kind, OKB["kind-rumour"])], SAID),
    ([], [(SAID, OKB.modality, OKB["modality-past"])], SAID),
    ([], [(SAID, OKB.basis, OKB["basis-inferred"])], SAID),
    ([], [(MYTH, RDF.type, SDO.Claim), (MYTH, SDO.appearance, at(""))], MYTH),
    ([(MYTH, RDF.type, OKB.RejectedView)], [], MYTH),
    ([], [(ASKED, RDF.type, SDO.Claim), (ASKED, SDO.appearance, at(""))], ASKED),
    ([], [(SAID, OKB.directive, at(":ports-should-light-buoys/directive"))], SAID),
    (
        [],
        [(at(":ports-should-light-buoys/directive"), DCTERMS.audience, FOG)],
        at(":ports-should-light-buoys/directive"),
    ),
    ([(SAID, DCTERMS.subject, None)], [(SAID, DCTERMS.subject, PILOTS)], SAID),
    ([], [(SAID, OKB.participant, URIRef("urn:octopus-kb:actor:nobody"))], SAID),
    ([], [(COUNT, SDO.minValue, Literal(1))], COUNT),
    ([(COUNT, OKB.approximate, None)], [], COUNT),
    ([(DATE, DCTERMS.date, None)], [(DATE, DCTERMS.date, Literal("2031-03-20", datatype=XSD.date))], DATE),
    ([(STRETCH, OA.hasSelector, at("/source/char=21,45/quote"))], [], STRETCH),
    (
        [(at("/source/char=21,45/position"), OA.start, None)],
        [(at("/source/char=21,45/position"), OA.start, Literal("45", datatype=XSD.nonNegativeInteger))],
        at("/source/char=21,45/position"),
    ),
    ([], [(SAID, OKB.evidence, FACT)], FACT),
    ([], [(FACT, RDF.type, OKB.Statement)], FACT),
    ([(FACT, DCTERMS.source, None)], [], FACT),
    ([(FOG, SKOS.prefLabel, None)], [], FOG),
    ([(at("/source"), OKB.sha256, None)], [(at("/source"), OKB.sha256, Literal("abc"))], at("/source")),
    (
        [(at(":lamps-restated"), OKB.relationTarget, None)],
        [(at(":lamps-restated"), OKB.relationTarget, at(":keep-lamps-lit"))],
        at(":lamps-restated"),
    ),
]
"""Faults: what is taken out, what is put in, and the node that is then wrong."""


class TestQueries:
    """What SPARQL finds, by rdflib and by Oxigraph."""

    def test_no_statement_is_lost(self, shipped: okb.KnowledgeBase, ask: Callable[..., Any]) -> None:
        """Every statement is found, each once, with its quote and its proposition."""
        rows = ask("SELECT ?id ?quote ?said { ?s dcterms:identifier ?id; okb:quote ?quote; okb:proposition ?said }")
        assert rows == sorted((one.id, one.quote, one.proposition) for one in shipped.statements)

    @pytest.mark.parametrize(
        ("term", "facet"), [("kind", "kind"), ("modality", "modality"), ("polarity", "polarity"), ("basis", "basis")]
    )
    def test_counts(self, shipped: okb.KnowledgeBase, ask: Callable[..., Any], term: str, facet: Any) -> None:
        """Statements are counted as Python counts them."""
        rows = ask(f"SELECT ?member (COUNT(?s) AS ?n) {{ ?s a okb:Statement; okb:{term} ?member }} GROUP BY ?member")
        counted = {name.removeprefix(f"{OKB}{term}-").replace("-", "_"): int(n) for name, n in rows}
        assert counted == shipped.statements.count_by(facet)

    @pytest.mark.parametrize(
        ("path", "facet"),
        [
            ("dcterms:subject", "topic"),
            ("okb:threat", "threat"),
            ("okb:measure", "measure"),
            ("okb:instrument", "instrument"),
            ("okb:participant", "actor"),
            ("okb:directive/dcterms:audience", "addressee"),
            ("okb:attribution/okb:holder", "attribution"),
        ],
    )
    def test_concepts(self, shipped: okb.KnowledgeBase, ask: Callable[..., Any], path: str, facet: Any) -> None:
        """What statements name is counted as Python counts it."""
        query = f"SELECT ?id (COUNT(DISTINCT ?s) AS ?n) {{ ?s {path}/dcterms:identifier ?id }} GROUP BY ?id"
        assert {id: int(n) for id, n in ask(query)} == shipped.statements.count_by(facet)

    def test_relations(self, shipped: okb.KnowledgeBase, ask: Callable[..., Any]) -> None:
        """Every relation is found, and ties its ends directly, too."""
        rows = ask(
            "SELECT ?id ?from ?to { ?r a okb:Relation; dcterms:identifier ?id; okb:relationKind ?kind;"
            " okb:relationSource ?s; okb:relationTarget ?t. ?s ?kind ?t; okb:related ?t; dcterms:identifier ?from."
            " ?t dcterms:identifier ?to }"
        )
        assert rows == sorted((one.id, one.source, one.target) for one in shipped.relations)

    def test_hierarchy(self, shipped: okb.KnowledgeBase, ask: Callable[..., Any]) -> None:
        """What is narrower is found along `skos:broader`, as a filter of Python finds it."""
        query = (
            "SELECT DISTINCT ?id { ?s a okb:Statement; dcterms:identifier ?id; dcterms:subject/skos:broader* ?topic."
            " ?topic dcterms:identifier 'topic:cooperation' }"
        )
        assert [id for (id,) in ask(query)] == sorted(shipped.statements.filter(topic="topic:cooperation").ids)

    def test_quotes_are_proved(self, ask: Callable[..., Any], graph: Graph) -> None:
        """That the words stand where the offsets say can be proved inside the graph."""
        query = (
            "SELECT ?stretch { ?stretch oa:hasSource/schema:text ?text; oa:hasSelector [ oa:exact ?words ],"
            " [ oa:start ?start; oa:end ?end ]. FILTER (SUBSTR(?text, ?start + 1, ?end - ?start) = ?words) }"
        )
        assert len(ask(query)) == len(set(graph[: RDF.type : OA.SpecificResource])) > 200

    def test_rejected(self, ask: Callable[..., Any]) -> None:
        """The one view that is rejected is told apart by its type and by its polarity, and is no claim."""
        rows = ask("SELECT ?s { ?s a okb:RejectedView; okb:polarity okb:polarity-negative }")
        assert rows == [("urn:octopus-kb:octopus-2021:insignificance-is-a-myth",)]
        assert ask("SELECT ?s { ?s a okb:RejectedView, schema:Claim }") == []


def test_page(run_page: Callable[[Path], str]) -> None:
    """Each example of the page about linked data gives what the page shows."""
    assert run_page(Path(__file__).parents[2] / "docs" / "formats" / "linked-data.md") == ""

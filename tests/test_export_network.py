"""Networks: the same graph in every form, and drawings that no text breaks."""

import html
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

import octopus_kb as okb
from octopus_kb.export import network
from octopus_kb.export._mermaid import escaped

FORMS: tuple[Any, ...] = network.FORMS
SPACE = "{http://graphml.graphdrawing.org/xmlns}"


def graph(of: Any) -> dict[str, Any]:
    """Give the node-link graph of an export."""
    found: dict[str, Any] = json.loads(network.dumps(of))
    return found


def nodes(of: Any) -> dict[str, dict[str, Any]]:
    """Give the nodes of an export by their ids."""
    return {node["id"]: node for node in graph(of)["nodes"]}


def ties(of: Any, **wanted: str) -> list[tuple[str, str]]:
    """Give both ends of the edges that carry some attributes, without the edition."""
    found = [edge for edge in graph(of)["edges"] if wanted.items() <= edge.items()]
    return [tuple(edge[end].removeprefix("harbour-2030:") for end in ("source", "target")) for edge in found]


class TestNodes:
    """What is a node."""

    def test_records(self, miniature: okb.KnowledgeBase) -> None:
        """Every record but the relations is a node, under its id, with its type."""
        for name, kind in (
            ("editions", "edition"),
            ("passages", "passage"),
            ("statements", "statement"),
            ("concepts", "concept"),
            ("context", "context"),
        ):
            expected = {record.id for record in getattr(miniature, name)}
            assert expected == {id for id, node in nodes(miniature).items() if node["type"] == kind}

    def test_labels(self, shipped: okb.KnowledgeBase) -> None:
        """Every node has a label and says whose words it is; the editors' are told from the document's."""
        found = nodes(shipped)
        assert {"verbatim", "editorial", "coded"} == {node["label_origin"] for node in found.values()}
        for node in found.values():
            assert node["label"]
            if node["label_origin"] == "verbatim":
                assert shipped.verify(node["label"])
            if "words" in node:
                assert shipped.verify(node["words"])

    def test_statement(self, miniature: okb.KnowledgeBase) -> None:
        """A statement has its proposition for a label, its words, and how it is meant."""
        assert nodes(miniature)["harbour-2030:harmless-fog-a-myth"] == {
            "id": "harbour-2030:harmless-fog-a-myth",
            "type": "statement",
            "label": "It is not so that fog is harmless.",
            "label_origin": "editorial",
            "kind": "assessment",
            "modality": "present",
            "polarity": "negative",
            "basis": "stated",
            "words": "The idea that “fog is harmless” is a myth.",
            "note": "Quoted in order to be rejected.",
        }

    def test_passage(self, miniature: okb.KnowledgeBase) -> None:
        """A passage has its heading for a label, which is the editors', or else its short id."""
        found = nodes(miniature)
        labels = [found[f"harbour-2030:{id}"] for id in ("km2", "slogan")]
        assert [(node["label"], node["label_origin"]) for node in labels] == [
            ("Fog to come", "editorial"),
            ("slogan", "coded"),
        ]
        assert found["harbour-2030:km2"]["number"] == 2

    def test_context(self, miniature: okb.KnowledgeBase) -> None:
        """A fact from outside is tied to what it is about, and to no statement."""
        assert ties(miniature, type="about") == [("context:fog-returned", "topic:fog")]
        ends = {end for tie in ties(miniature) for end in tie}
        assert "context:fog-returned" in ends


class TestEdges:
    """What ties nodes."""

    @pytest.mark.parametrize(
        ("source", "target", "attributes"),
        [
            ("km2", "harbour-2030", {"type": "part_of"}),
            ("km2.1", "km2", {"type": "part_of"}),
            ("fog-defined", "km1", {"type": "stands_in"}),
            ("fog-defined", "fog-endangers-ships", {"type": "relation", "kind": "elaborates", "cue": "that is"}),
            ("fog-defined", "topic:fog", {"type": "names", "field": "topics"}),
            ("held-online", "event:harbour-2030", {"type": "names", "field": "events"}),
            ("pilots-took-part", "actor:ports", {"type": "participant", "role": "origin"}),
            ("pilots-took-part", "actor:ferry-pilots", {"type": "example", "words": "pilots of ferries"}),
            ("ports-should-light-buoys", "actor:ports", {"type": "addressee"}),
            ("fog-defined", "event:panels", {"type": "attributed_to"}),
            ("fog-defined", "panels-underlined", {"type": "ascribed_by"}),
            ("topic:sea-fog", "topic:fog", {"type": "broader"}),
            ("harbour-2030", "event:harbour-2030", {"type": "conference"}),
            ("harbour-2030", "event:panels", {"type": "session", "label": "workshop"}),
        ],
    )
    def test_ties(self, miniature: okb.KnowledgeBase, source: str, target: str, attributes: dict[str, str]) -> None:
        """What a record says of another is an edge that says what it is."""
        assert ties(miniature, **attributes).count((source, target)) == 1

    def test_supplements(self, shipped: okb.KnowledgeBase) -> None:
        """A protocol is tied to its convention."""
        (edge,) = graph(shipped.instruments)["edges"]
        assert (edge["source"], edge["type"], edge["target"]) == (
            "instrument:second-additional-protocol",
            "supplements",
            "instrument:budapest-convention",
        )

    def test_cue(self, shipped: okb.KnowledgeBase) -> None:
        """The words that ascribe a view stand on its edges."""
        cued = shipped.statements.where(lambda one: one.attribution and one.attribution.cue)
        assert {one.attribution.cue.text for one in cued if one.attribution and one.attribution.cue} == {
            edge["cue"] for edge in graph(cued)["edges"] if edge["type"] == "attributed_to" and "cue" in edge
        }

    @pytest.mark.parametrize("name", ["passages", "statements", "relations", "concepts", "context", "editions"])
    def test_no_loose_ends(self, shipped: okb.KnowledgeBase, name: str) -> None:
        """Whatever is chosen, both ends of each edge are nodes, and each edge has a key of its own."""
        for part in (getattr(shipped, name), getattr(shipped, name)[1:3]):
            found = graph(part)
            ids = {node["id"] for node in found["nodes"]}
            edges = found["edges"]
            assert {edge[end] for edge in edges for end in ("source", "target")} <= ids
            assert len({edge["key"] for edge in edges}) == len(edges)

    def test_repeated(self, edit: Any, folder: Path) -> None:
        """Two ties of one kind between the same ends have keys of their own."""

        def alter(data: Any) -> None:
            data["statements"][8]["examples"].append({"quote": {"text": "ships"}, "concept": "actor:ferries"})

        edit("statements.json", alter)
        keys = [
            edge["key"] for edge in graph(okb.load_bundle(folder))["edges"] if "--example--actor:ferries" in edge["key"]
        ]
        assert keys == [
            "harbour-2030:fog-endangers-ships--example--actor:ferries",
            "harbour-2030:fog-endangers-ships--example--actor:ferries--2",
        ]


class TestGraphml:
    """The same graph as XML."""

    @pytest.mark.parametrize("edition", ["miniature", "shipped"])
    def test_same(self, edition: str, request: pytest.FixtureRequest) -> None:
        """Nodes, edges, and all that they carry are those of node-link JSON, with the types declared."""
        kb = request.getfixturevalue(edition)
        root = ET.fromstring(network.dumps(kb, form="graphml"))  # noqa: S314 - our own text
        keys = {key.get("id"): key for key in root.iter(f"{SPACE}key")}

        def carried(element: ET.Element) -> dict[str, Any]:
            found: dict[str, Any] = {}
            for data in element.findall(f"{SPACE}data"):
                key = keys[data.get("key")]
                value = data.text or ""
                assert element.tag == SPACE + key.get("for", "")
                found[key.get("attr.name", "")] = int(value) if key.get("attr.type") == "long" else value
            return {**found, **{name: value for name, value in element.items() if name != "edgedefault"}}

        (body,) = root.findall(f"{SPACE}graph")
        expected = graph(kb)
        assert expected["graph"] == carried(body)
        assert expected["nodes"] == [carried(node) for node in body.findall(f"{SPACE}node")]
        edges = [carried(edge) for edge in body.findall(f"{SPACE}edge")]
        assert expected["edges"] == [{"key": edge.pop("id"), **edge} for edge in edges]

    @pytest.mark.parametrize("sign", ["\x01", "\x0b", "\r", "\ufffe"])
    def test_not_in_xml(self, edit: Any, folder: Path, sign: str) -> None:
        """A text that XML cannot hold is refused, with its place; JSON takes it."""

        def alter(data: Any) -> None:
            data["statements"][1]["proposition"] = f"The forum{sign}."

        edit("statements.json", alter)
        kb = okb.load_bundle(folder)
        with pytest.raises(
            network.XmlCharacterError, match="harbour-2030:forum-days, label: XML cannot hold U"
        ) as caught:
            network.dumps(kb, form="graphml")
        assert (caught.value.place, caught.value.character) == ("harbour-2030:forum-days, label", sign)
        assert nodes(kb)["harbour-2030:forum-days"]["label"] == f"The forum{sign}."


class TestMermaid:
    """Drawings."""

    def test_statements(self, miniature: okb.KnowledgeBase) -> None:
        """Statements stand in their passages, relations between them quote the words that state them."""
        lines = network.dumps(miniature.key_messages, form="mermaid").splitlines()
        assert lines[:5] == [
            "---",
            'title: "Boxes hold the editors’ words; arrows quote the document"',
            "---",
            "flowchart TD",
            '  subgraph p1["harbour-2030:km1: Fog and buoys (heading by the editors)"]',
        ]
        assert lines[5] == '    s1["fog-defined (definition)<br/>Fog is cloud at the surface of the sea."]'
        assert '  s1 -->|"elaborates: “that is”"| s2' in lines
        assert network.dumps(miniature.passages.filter(parent="km2"), form="mermaid").endswith("\n  end\n")

    def test_rejected(self, miniature: okb.KnowledgeBase) -> None:
        """The box of a rejected view says so, and looks otherwise."""
        drawn = network.dumps(miniature.statements.filter(polarity="negative"), form="mermaid")
        assert "harmless-fog-a-myth (assessment, rejects the view that it quotes)<br/>It is not so" in drawn
        assert drawn.endswith("  class s1 rejecting\n")

    def test_concepts(self, miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase) -> None:
        """Of concepts alone, the hierarchy is drawn, as far as it was chosen."""
        drawn = network.dumps(miniature.topics.where(lambda one: "fog" in one.id), form="mermaid")
        assert '  c1["fog<br/>topic:fog"]\n  c2["sea fog<br/>topic:sea-fog"]\n  c2 -->|"broader"| c1\n' in drawn
        assert "-->" not in network.dumps(miniature.topics.where(lambda one: "sea" in one.id), form="mermaid")
        assert '  c2 -->|"supplements"| c1\n' in network.dumps(shipped.instruments, form="mermaid")

    def test_whole(self, shipped: okb.KnowledgeBase) -> None:
        """Every statement has a box, and every relation an arrow."""
        drawn = network.dumps(shipped, form="mermaid")
        assert (drawn.count("<br/>"), drawn.count("-->")) == (len(shipped.statements), len(shipped.relations))

    @given(
        st.text() | st.sampled_from(["1. a", "- a", "* a", "12) b", "end", '"]', "`a`", "%%{init}%%", "<b>", "ﬂ°°34¶ß"])
    )
    def test_escaped(self, text: str) -> None:
        """A label is the text but for white space, and has no sign that means anything to Mermaid."""
        label = escaped(text)
        assert " ".join(text.split()) == html.unescape(re.sub(r"#(\d+);", _sign, label))
        assert not set(re.sub(r"#\d+;", "", label)) & set('"#;`<>[]{}|\\&%*_~^=\n\ufb02\u00b6')
        assert not re.match(r"\d+[.)]|[-+*] ", label)


def _sign(match: re.Match[str]) -> str:
    # An ampersand of the text itself must not begin an entity for `unescape`.
    sign = chr(int(match[1]))
    return "&amp;" if sign == "&" else sign


class TestForms:
    """What all forms share."""

    def test_form(self, miniature: okb.KnowledgeBase) -> None:
        """There are three forms; another is refused, and they are named."""
        with pytest.raises(okb.CriterionError, match="form cannot be 'dot'; did you mean 'node-link' or 'graphml'"):
            network.dumps(miniature, form="dot")  # type: ignore[arg-type]

    @pytest.mark.parametrize("form", FORMS)
    def test_file(self, miniature: okb.KnowledgeBase, tmp_path: Path, form: Any) -> None:
        """A file holds what the text holds, with plain line ends, the same each time."""
        network.dump(miniature, tmp_path / "file", form=form)
        text = network.dumps(miniature, form=form)
        assert (tmp_path / "file").read_bytes() == text.encode()
        assert (text.endswith("\n"), text.endswith("\n\n"), "\r" in text) == (True, False, False)

    @pytest.mark.parametrize("form", FORMS)
    def test_nothing(self, miniature: okb.KnowledgeBase, form: Any) -> None:
        """Nothing makes an empty network."""
        text = network.dumps(miniature.statements[:0], form=form)
        assert not re.search(r"<node|<edge|-->|\"id\":", text)

    def test_networkx(self, miniature: okb.KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
        """A graph of networkx is made of the same nodes and edges, under the same keys."""
        made = _Made()
        library = ModuleType("networkx")
        monkeypatch.setattr(library, "MultiDiGraph", made, raising=False)
        monkeypatch.setitem(sys.modules, "networkx", library)
        assert network.to_networkx(miniature) is made
        expected = graph(miniature)
        assert expected["graph"] == made.graph
        assert expected["nodes"] == [{"id": id, **carried} for id, carried in made.nodes]
        assert expected["edges"] == [
            {"source": source, "target": target, "key": key, **carried} for source, target, key, carried in made.edges
        ]

    def test_missing(self, miniature: okb.KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without networkx, the extra that brings it is named."""
        monkeypatch.setitem(sys.modules, "networkx", None)
        with pytest.raises(okb.MissingExtraError, match=r"pip install 'octopus-kb\[graph\]'"):
            network.to_networkx(miniature)


class _Made:
    """What stands for a graph of networkx: it keeps what it is given."""

    def __call__(self, **graph: str) -> "_Made":
        self.graph = graph
        return self

    def add_nodes_from(self, nodes: Any) -> None:
        """Keep nodes."""
        self.nodes = list(nodes)

    def add_edges_from(self, edges: Any) -> None:
        """Keep edges."""
        self.edges = list(edges)

"""Networks read by others: networkx and igraph read the graphs, Mermaid's own parser reads the drawings."""

import html
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import igraph
import networkx as nx
import pytest

import octopus_kb as okb
from octopus_kb.export import network
from octopus_kb.export._mermaid import escaped

ROOT = Path(__file__).parents[2]
MERMAID = ("mermaid@11.17.2", "jsdom@29.1.1")  # jsdom: even its parser wants a browser's document
READ = """
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";
const page = new JSDOM("");
globalThis.window = page.window;
globalThis.document = page.window.document;
const mermaid = (await import("mermaid")).default;
const found = [];
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    await mermaid.parse(text);
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    found.push({
      boxes: [...db.getVertices().values()].map((one) => [one.id, one.text]),
      arrows: db.getEdges().map((one) => [one.start, one.end, one.text]),
      groups: db.getSubGraphs().map((one) => one.title),
    });
  } catch (error) {
    found.push(null);
  }
}
process.stdout.write(JSON.stringify(found));
"""
HOSTILE = [
    'a "quoted" word',
    "#quot; &quot; &#34; #35;",
    "end",
    "1. first",
    "- item",
    "`code` **bold** _it_",
    "<script>alert(1)</script>",
    "[x](http://example.org)",
    "%% comment %%{init: {}}%%",
    "a | b --> c; d",
    "{{x}} ((y)) [[z]]",
    "$$x^2$$",
    "back\\slash",
    "\N{PILE OF POO} é ﬂ°°34¶ß",
    "fa:fa-car",
    "subgraph\n  end",
]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Callable[[list[str]], list[Any]]:
    """A function that gives what Mermaid reads in drawings, or nothing for those that it refuses."""
    folder = tmp_path_factory.mktemp("mermaid")
    (folder / "package.json").write_text("{}")
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", *MERMAID], cwd=folder, check=True)  # noqa: S607 - npm of the session
    (folder / "read.mjs").write_text(READ)

    def run(drawings: list[str]) -> list[Any]:
        command = ["node", "read.mjs"]
        done = subprocess.run(
            command, cwd=folder, input=json.dumps(drawings), capture_output=True, text=True, check=True
        )
        found: list[Any] = json.loads(done.stdout)
        return found

    return run


def words(label: str) -> str:
    """Give the words of a label as Mermaid shows them: it holds entities in signs of its own until it draws."""
    return html.unescape(label.replace("ﬂ°°", "&#").replace("ﬂ°", "&").replace("¶ß", ";"))


@pytest.mark.parametrize("edition", ["miniature", "shipped"])
class TestGraphs:
    """The graph in each of its forms."""

    def test_networkx(self, edition: str, request: pytest.FixtureRequest) -> None:
        """Networkx reads node-link JSON and GraphML, and has the graph that it is given directly."""
        kb: okb.KnowledgeBase = request.getfixturevalue(edition)
        given = network.to_networkx(kb)
        linked = nx.node_link_graph(json.loads(network.dumps(kb)), edges="edges")
        assert type(given) is type(linked) is nx.MultiDiGraph
        assert nx.utils.graphs_equal(given, linked)
        xml = nx.parse_graphml(network.dumps(kb, form="graphml"), edge_key_type=str, force_multigraph=True)
        for name in ("node_default", "edge_default"):  # what the reader adds
            assert xml.graph.pop(name) == {}
        assert type(xml) is nx.MultiDiGraph
        assert nx.utils.graphs_equal(given, xml)

    def test_networkx_writes_the_same(self, edition: str, request: pytest.FixtureRequest) -> None:
        """Networkx writes the node-link JSON that we write."""
        kb: okb.KnowledgeBase = request.getfixturevalue(edition)
        written = nx.node_link_data(network.to_networkx(kb), edges="edges")
        ours = json.loads(network.dumps(kb))
        assert written["graph"] == ours["graph"]
        assert written["nodes"] == ours["nodes"]
        by_key = {edge["key"]: edge for edge in written["edges"]}
        assert by_key == {edge["key"]: edge for edge in ours["edges"]}

    def test_igraph(self, edition: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
        """Igraph reads GraphML, with every node, edge and attribute."""
        kb: okb.KnowledgeBase = request.getfixturevalue(edition)
        network.dump(kb, tmp_path / "kb.graphml", form="graphml")
        read = igraph.Graph.Read_GraphML(str(tmp_path / "kb.graphml"))
        given = json.loads(network.dumps(kb))
        assert read.is_directed()
        assert [node["id"] for node in given["nodes"]] == read.vs["id"]
        # igraph gives edges the ids of nodes, whatever the file says: they are known by their order.
        for ours, theirs in ((given["nodes"], read.vs), (given["edges"], read.es)):
            for mine, other in zip(ours, theirs, strict=True):
                carried = {name: value for name, value in mine.items() if name not in {"id", "key", "source", "target"}}
                assert carried == {name: other[name] for name in carried}
        ends = [(read.vs[edge.source]["id"], read.vs[edge.target]["id"]) for edge in read.es]
        assert ends == [(edge["source"], edge["target"]) for edge in given["edges"]]


class TestBrokenGraphs:
    """Files that were spoilt."""

    def test_graphml(self, miniature: okb.KnowledgeBase, tmp_path: Path) -> None:
        """GraphML that is cut off, or whose edge has no key that was declared, is refused."""
        whole = network.dumps(miniature, form="graphml")
        with pytest.raises(ParseError):
            nx.parse_graphml(whole[:-40])
        with pytest.raises(nx.NetworkXError, match="Bad GraphML data"):
            nx.parse_graphml(re.sub(r'<key id="edge-cue".*?/>', "", whole))
        for name, broken in (("cut", whole[:-40]), ("end", re.sub(r'target="[^"]*"', "", whole, count=1))):
            (tmp_path / name).write_text(broken, "utf-8")
            with pytest.raises(igraph.InternalError):
                igraph.Graph.Read_GraphML(str(tmp_path / name))

    def test_node_link(self, miniature: okb.KnowledgeBase) -> None:
        """Node-link JSON whose edge lost an end is refused."""
        data = json.loads(network.dumps(miniature))
        del data["edges"][3]["target"]
        with pytest.raises(KeyError, match="target"):
            nx.node_link_graph(data, edges="edges")


class TestMermaid:
    """Drawings."""

    def test_statements(
        self, miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase, read: Callable[[list[str]], list[Any]]
    ) -> None:
        """Mermaid finds a box for each statement, with all its words, and an arrow for each relation."""
        for kb, found in zip(
            (miniature, shipped), read([network.dumps(kb, form="mermaid") for kb in (miniature, shipped)]), strict=True
        ):
            boxes = [words(text).partition("<br>") for _, text in found["boxes"]]
            # A box that stands in a group is listed with the arrows of which it is an end.
            assert {one.proposition for one in kb.statements} == {box[2] for box in boxes}
            names = dict(
                zip([box[0].partition(" (")[0] for box in boxes], [id for id, _ in found["boxes"]], strict=True)
            )
            expected = {
                (
                    names[relation.source.partition(":")[2]],
                    names[relation.target.partition(":")[2]],
                    f"{relation.kind}: “{relation.cue.text}”",
                )
                for relation in kb.relations
            }
            assert expected == {(start, end, words(text)) for start, end, text in found["arrows"]}
            assert len(kb.passages) == len(found["groups"])

    def test_concepts(self, shipped: okb.KnowledgeBase, read: Callable[[list[str]], list[Any]]) -> None:
        """Mermaid finds a box for each concept, and an arrow to each that is broader."""
        topics, nothing = read([network.dumps(of, form="mermaid") for of in (shipped.topics, shipped.topics[:0])])
        expected = [f"{one.preferred_label}<br>{one.id}" for one in shipped.topics]
        assert expected == [words(text) for _, text in topics["boxes"]]
        assert sum(len(one.broader) for one in shipped.topics) == len(topics["arrows"])
        assert nothing == {"boxes": [], "arrows": [], "groups": []}

    def test_hostile(self, read: Callable[[list[str]], list[Any]]) -> None:
        """No text breaks a box or an arrow, and none loses a word."""
        drawings = [f'flowchart TD\n  a["{escaped(text)}"]\n  a -->|"{escaped(text)}"| b["x"]\n' for text in HOSTILE]
        for text, found in zip(HOSTILE, read(drawings), strict=True):
            expected = " ".join(text.split())
            assert found, text
            assert [expected, "x"] == [words(label) for _, label in found["boxes"]]
            assert [expected] == [words(label) for _, _, label in found["arrows"]]

    def test_broken(self, miniature: okb.KnowledgeBase, read: Callable[[list[str]], list[Any]]) -> None:
        """Mermaid refuses a drawing whose label is not closed, and a text that was not escaped."""
        whole = network.dumps(miniature, form="mermaid")
        assert read([whole.replace('"]', "]", 1), f'flowchart TD\n  a["{HOSTILE[0]}"]\n']) == [None, None]


def test_page(run_page: Callable[[Path], str]) -> None:
    """The examples of the page give what they show."""
    assert run_page(ROOT / "docs" / "formats" / "network.md") == ""

"""Records as a network: node-link JSON, GraphML, a Mermaid drawing, or a graph of networkx.

- Nodes are editions, passages, statements, concepts and, apart from these, facts from outside (`type`); each has a
  `label`, and says whose words it is (`label_origin`). Words of the source stand in `words` and in `cue`.
- Edges say what ties their ends (`type`): `part_of`, `stands_in`, `relation` (with `kind` and `cue`), `names` (with
  `field`), `participant` (with `role`), `addressee`, `item`, `example`, `attributed_to`, `ascribed_by`, `broader`,
  `supplements`, `conference`, `session`, `about`. Both ends are always there.
- Node-link JSON and GraphML carry the same graph, that of `to_networkx`, and need no library to be written.
- A Mermaid drawing shows the statements and relations or, of concepts alone, their hierarchy; no text breaks it.
- A rejected view is never shown as asserted: its polarity is in the graph, and its box in a drawing says so.
"""

import os
from collections.abc import Iterator
from typing import Any, Literal, TypeAlias
from xml.etree import ElementTree as ET

from octopus_kb import codec
from octopus_kb.errors import CriterionError, OctopusError
from octopus_kb.export._graph import Attributes, Graph, graph_of
from octopus_kb.export._mermaid import drawing
from octopus_kb.extras import require
from octopus_kb.selection import Exportable, select
from octopus_kb.writing import write_whole

Form: TypeAlias = Literal["node-link", "graphml", "mermaid"]
"""How a network can be written."""
FORMS = ("node-link", "graphml", "mermaid")
"""The forms: JSON for networkx and d3, XML for Gephi, yEd and igraph, a text that is drawn."""

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"


class XmlCharacterError(OctopusError, ValueError):
    """A text has a character that XML cannot hold."""

    def __init__(self, place: str, character: str) -> None:
        """Take the id of the node or the key of the edge, with the attribute, and the character."""
        super().__init__(place, character)
        self.place = place
        """The node or edge, and its attribute."""
        self.character = character
        """The character."""

    def __str__(self) -> str:
        """Say where it is, and what can be done."""
        return f"{self.place}: XML cannot hold U+{ord(self.character):04X}; write the form 'node-link' instead"


def dumps(of: Exportable, *, form: Form = "node-link") -> str:
    """Write a knowledge base or a collection as a network.

    Args:
        of: What to write.
        form: `node-link` for JSON as networkx reads it (`nx.node_link_graph(data, edges="edges")`), `graphml`, or
            `mermaid`.

    Raises:
        CriterionError: If there is no such form.
        XmlCharacterError: If GraphML is asked for, and a text has a character that XML cannot hold.

    """
    if form not in FORMS:
        raise CriterionError("form", form, FORMS)
    selection = select(of)
    if form == "mermaid":
        return drawing(selection)
    graph = graph_of(selection)
    return _graphml(graph) if form == "graphml" else codec.dumps(_node_link(graph))


def dump(of: Exportable, path: str | os.PathLike[str], *, form: Form = "node-link") -> None:
    """Write to a file what `dumps` gives, whole or not at all.

    Raises:
        CriterionError: If there is no such form.
        XmlCharacterError: If GraphML is asked for, and a text has a character that XML cannot hold.
        OSError: If the file cannot be written.

    """
    write_whole(path, dumps(of, form=form))


def to_networkx(of: Exportable) -> Any:  # noqa: ANN401 - a type of networkx, which need not be installed
    """Make a `networkx.MultiDiGraph`: the same graph as in node-link JSON and in GraphML.

    Args:
        of: What to put into it.

    Returns:
        The graph. Nodes bear the ids of records; an edge's key says what it ties, and how.

    Raises:
        MissingExtraError: If networkx is not installed.

    """
    found = graph_of(select(of))
    graph = require("networkx", "graph").MultiDiGraph(name=found.name)
    graph.add_nodes_from(found.nodes.items())
    graph.add_edges_from((edge.source, edge.target, edge.key, edge.attributes) for edge in found.edges)
    return graph


def _node_link(graph: Graph) -> dict[str, Any]:
    return {
        "directed": True,
        "multigraph": True,
        "graph": {"name": graph.name},
        "nodes": [{"id": id, **attributes} for id, attributes in graph.nodes.items()],
        "edges": [
            {"source": edge.source, "target": edge.target, "key": edge.key, **edge.attributes} for edge in graph.edges
        ],
    }


def _graphml(graph: Graph) -> str:
    root = ET.Element("graphml", {"xmlns": _NAMESPACE})
    found = {"node": list(graph.nodes.values()), "edge": [edge.attributes for edge in graph.edges]}
    keys = {"graph": {"name": "graph-name"}}
    ET.SubElement(root, "key", {"id": "graph-name", "for": "graph", "attr.name": "name", "attr.type": "string"})
    for kind, all_attributes in found.items():
        keys[kind] = {name: f"{kind}-{name}" for one in all_attributes for name in one}
        for name, id in keys[kind].items():
            whole = all(isinstance(one.get(name, 0), int) for one in all_attributes)
            declared = {"id": id, "for": kind, "attr.name": name, "attr.type": "long" if whole else "string"}
            ET.SubElement(root, "key", declared)
    body = ET.SubElement(root, "graph", {"edgedefault": "directed"})
    _data(body, keys["graph"], {"name": graph.name}, "graph")
    for id, attributes in graph.nodes.items():
        _data(ET.SubElement(body, "node", {"id": id}), keys["node"], attributes, id)
    for edge in graph.edges:
        element = ET.SubElement(body, "edge", {"id": edge.key, "source": edge.source, "target": edge.target})
        _data(element, keys["edge"], edge.attributes, edge.key)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _data(element: ET.Element, keys: dict[str, str], attributes: Attributes, place: str) -> None:
    for name, value in attributes.items():
        for character in _not_in_xml(str(value)):
            raise XmlCharacterError(f"{place}, {name}", character)
        ET.SubElement(element, "data", {"key": keys[name]}).text = str(value)


def _not_in_xml(text: str) -> Iterator[str]:
    """Yield the characters that XML 1.0 leaves out, and the line ends that reading XML would change."""
    for character in text:
        code = ord(character)
        if (code < 0x20 and character not in "\t\n") or 0xD800 <= code < 0xE000 or code in {0xFFFE, 0xFFFF}:
            yield character

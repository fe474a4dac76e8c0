"""Linked data: JSON-LD, N-Triples and Turtle; the SHACL shapes that such a graph keeps, and the `okb:` vocabulary.

- Each record is a node with an IRI of its own, and so is each of its parts: there are no blank nodes.
- IRIs are URNs (`urn:octopus-kb:octopus-2021:km4.5`) or, below a base, anchors of the documentation site.
- The context of the JSON-LD stands in the file: nothing is fetched.
- Words of the document and words of the editors are values of different properties; the vocabulary tells whose.
- Only what is stated as a fact is a `schema:Claim`, and no number gets bounds.
- The same input gives the same bytes. JSON-LD needs nothing else installed; the other forms need the extra `rdf`.
"""

import os
from collections.abc import Iterator
from typing import Any, Literal, TypeAlias

from octopus_kb import codec
from octopus_kb.errors import CriterionError
from octopus_kb.export import _editions, _statements
from octopus_kb.export._context import PREFIXES, context
from octopus_kb.export._nodes import Node, Places
from octopus_kb.extras import require
from octopus_kb.loading import read_packaged
from octopus_kb.selection import Exportable, Selection, select
from octopus_kb.writing import write_whole

Form: TypeAlias = Literal["json-ld", "n-triples", "turtle"]
"""The forms in which a graph is written."""
FORMS: tuple[Form, ...] = ("json-ld", "n-triples", "turtle")
"""The forms in which a graph is written."""


def dumps(of: Exportable, *, form: Form = "json-ld", base: str | None = None) -> str:
    """Write a knowledge base, or a collection of its records, as linked data.

    Args:
        of: What to write. A whole comes with its source text and its conference; a part with what is needed to read
            it.
        form: The form; all but JSON-LD need the extra `rdf`.
        base: The address of a documentation site, ending in a slash, if IRIs are to lead to its anchors; the site
            shows one edition.

    Raises:
        CriterionError: If there is no such form, or if the base is no such address.
        AmbiguousIdError: If two records have the same anchor, as those of two editions may have.
        MissingExtraError: If `rdflib` is needed and not installed.

    """
    if form not in FORMS:
        raise CriterionError("form", form, FORMS)
    if form == "json-ld":
        return codec.dumps(to_dict(of, base=base))
    graph = to_graph(of, base=base)
    if form == "turtle":
        return f"{graph.serialize(format='turtle').strip()}\n"
    lines = graph.serialize(format="nt").split("\n")
    return "".join(f"{line}\n" for line in sorted(lines) if line)


def dump(of: Exportable, path: str | os.PathLike[str], *, form: Form = "json-ld", base: str | None = None) -> None:
    """Write linked data into a file, whole or not at all; see `dumps`.

    Raises:
        OSError: If the file cannot be written.

    """
    write_whole(path, dumps(of, form=form, base=base))


def to_dict(of: Exportable, *, base: str | None = None) -> dict[str, Any]:
    """Give JSON-LD as plain data: the context, and the nodes under `@graph`; see `dumps`."""
    selection = select(of)
    return {"@context": context(), "@graph": _merged(_nodes(Places(selection, base), selection))}


def to_graph(of: Exportable, *, base: str | None = None) -> Any:  # noqa: ANN401 - rdflib may be missing
    """Give an `rdflib.Graph` (extra `rdf`), to query with SPARQL or to put into a store; see `dumps`."""
    graph = require("rdflib", "rdf").Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph.parse(data=dumps(of, base=base), format="json-ld")


def shapes() -> str:
    """Give the SHACL shapes that each graph written here keeps, as Turtle."""
    return read_packaged("linked_data/shapes.ttl").decode("utf-8")


def vocabulary() -> str:
    """Give the `okb:` vocabulary as Turtle: its classes, its properties, and the closed lists as concept schemes."""
    return read_packaged("linked_data/vocabulary.ttl").decode("utf-8")


def _nodes(places: Places, selection: Selection) -> Iterator[Node]:
    holdings = selection.holdings
    for edition in selection.editions:
        yield from _editions.edition_nodes(places, selection, edition)
    position = {one.id: n for bundle in holdings.bundles for n, one in enumerate(bundle.passages, 1)}
    for passage in selection.passages:
        yield _statements.passage_node(places, passage, holdings.reading(passage), position[passage.id])
    ties = selection.relations.group_by("source")
    for statement in selection.statements:
        yield _statements.statement_node(places, statement, ties.get(statement.id, ()))
    for relation in selection.relations:
        yield _statements.relation_node(places, relation)
    for concept in selection.concepts:
        yield _editions.concept_node(places, concept)
    for fact in selection.context:
        yield _editions.fact_node(places, fact)
    yield from _editions.page_nodes(selection)
    yield from places.stretches()


def _merged(nodes: Iterator[Node]) -> list[Node]:
    """Put together what is said of the same node: an event is a concept, too, and a page may be linked twice."""
    found: dict[str, Node] = {}
    for node in nodes:
        known = found.setdefault(node["id"], node)
        if known is not node:
            found[node["id"]] = known | {key: _both(known.get(key, node[key]), node[key]) for key in node}
    return list(found.values())


def _both(first: object, second: object) -> object:
    """Put two values of a property together, each member once."""
    if first == second:
        return first
    firsts, seconds = (value if isinstance(value, list) else [value] for value in (first, second))
    return [*firsts, *(value for value in seconds if value not in firsts)]

"""Every export of the shipped edition as a download, with what it is for, its size and its checksum."""

from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from atlas import Atlas, Page
from attrs import frozen

import octopus_kb as okb
from octopus_kb.export import annotations, chunks, citations, json, linked_data, markdown, network, schema, tables

PATH = "data.md"


@frozen
class Download:
    """A file to download."""

    name: str
    """Its name, in the folder `data`."""
    what: str
    """What it is, and what it is for."""
    make: Callable[[okb.KnowledgeBase], str | bytes]
    """What gives its content."""


def _parquet(kb: okb.KnowledgeBase) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "statements.parquet"
        tables.to_parquet(kb, path, "statements")
        return path.read_bytes()


DOWNLOADS = (
    Download("octopus-2021.json", "All of it in one file, as the library reads it back", json.dumps),
    Download("octopus-2021.jsonld", "Linked data: JSON-LD", lambda kb: linked_data.dumps(kb, form="json-ld")),
    Download("octopus-2021.ttl", "Linked data: Turtle", lambda kb: linked_data.dumps(kb, form="turtle")),
    Download("octopus-2021.nt", "Linked data: N-Triples", lambda kb: linked_data.dumps(kb, form="n-triples")),
    Download("shapes.ttl", "SHACL shapes that the linked data keep to", lambda _: linked_data.shapes()),
    Download("vocabulary.ttl", "The vocabulary of kinds, modalities and strengths", lambda _: linked_data.vocabulary()),
    *(Download(f"{name}.csv", f"A table of {name}", partial(tables.dumps, table=name)) for name in tables.TABLES),
    Download("statements.parquet", "The statements as Parquet", _parquet),
    Download("octopus-2021.graphml", "A graph for Gephi and others", lambda kb: network.dumps(kb, form="graphml")),
    Download(
        "octopus-2021.graph.json", "The same graph: node-link JSON", lambda kb: network.dumps(kb, form="node-link")
    ),
    Download("octopus-2021.md.txt", "The document as Markdown", markdown.dumps),
    Download("octopus-2021.bib", "A citation: BibTeX", lambda kb: citations.dumps(kb, form="bibtex")),
    Download("octopus-2021.csl.json", "A citation: CSL-JSON", lambda kb: citations.dumps(kb, form="csl")),
    Download("octopus-2021.ris", "A citation: RIS", lambda kb: citations.dumps(kb, form="ris")),
    Download("annotations.jsonld", "The evidence as W3C Web Annotations", annotations.dumps),
    Download("chunks.jsonl", "A chunk for each statement, for retrieval", lambda kb: chunks.dumps(kb, per="statement")),
    Download("recommendations.json", "What is asked of whom", lambda kb: json.dumps(kb.recommendations)),
    Download("source.txt", "The source, byte for byte", lambda kb: kb.source().to_bytes()),
)
"""Every file that can be downloaded."""


def pages(atlas: Atlas) -> Iterator[Page]:
    """Yield the downloads, and the page that lists them."""
    rows = []
    for one in DOWNLOADS:
        made = one.make(atlas.kb)
        content = made.encode("utf-8") if isinstance(made, str) else made
        yield Page(f"data/{one.name}", content)
        digest = f"<code>{sha256(content).hexdigest()}</code>"
        rows.append(f"| [{one.name}](data/{one.name}) | {one.what} | {len(content):,} | {digest} |")
    names = [f"[{name}](schema/{name})" for name in sorted(schema.NAMES)]
    for name in schema.NAMES:
        yield Page(f"schema/{name}", schema.dumps(name))
    table = "\n".join(("| File | What it is | Bytes | SHA-256 |", "| --- | --- | ---: | --- |", *rows))
    yield Page(PATH, f"{_HEAD}\n{table}\n\n{_SCHEMA}{', '.join(names)}.\n")


_HEAD = """---
title: Data
hide: [toc]
---

# Data

Every export of the edition, made when this site was built. The annotations are under the MIT licence. The text of the
document, and every quotation of it in these files, is © Council of Europe 2021 and not under that licence: whoever
passes them on checks the Council's current terms, and gives the credit line

> Key messages, Octopus Conference 2021, 16-18 November 2021. © Council of Europe

`sha256sum FILE` gives the checksum of what was downloaded.
"""
_SCHEMA = "The JSON files of an edition keep to these JSON Schemas: "

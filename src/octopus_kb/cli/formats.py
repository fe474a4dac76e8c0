"""The formats of `octopus-kb export`, in one table: which function writes each, and what it may be told."""

from collections.abc import Mapping
from typing import Any, Literal

from attrs import field, frozen

TABLES = ("statements", "recommendations", "participants", "concepts", "relations", "passages")
"""The tables that `--table` names."""


@frozen(kw_only=True)
class Format:
    """A format: where it is made, and what it may be told."""

    help: str
    """What is written, in a few words."""
    module: str
    """The module of `octopus_kb.export` that makes it."""
    function: str = "dumps"
    """The function of that module."""
    fixed: Mapping[str, str] = field(factory=dict)
    """What that function is always told."""
    options: tuple[str, ...] = ()
    """What it may be told besides: keys of `OPTIONS`."""
    path: Literal["optional", "file", "folder"] = "optional"
    """Whether it can go to standard output, or is written to a file, or into a folder."""
    of_content: bool = True
    """Whether it is made of records, so that some can be chosen."""

    @property
    def where(self) -> str:
        """What `--output` names."""
        if self.path == "folder":
            return "the folder to write into; it is made if it is not there"
        return "the file to write" + ("; standard output if none is given" if self.path == "optional" else "")


OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "base": {"metavar": "ADDRESS", "help": "the address that ids are resolved against; names (urn:) if none is given"},
    "per": {
        "metavar": "UNIT",
        "choices": ("passage", "statement"),
        "default": "passage",
        "help": "one chunk for each passage, which is the default, or for each statement",
    },
    "table": {
        "metavar": "TABLE",
        "choices": TABLES,
        "default": "statements",
        "help": f"one of: {', '.join(TABLES)}; statements is the default",
    },
}
"""What formats may be told, as argparse takes it."""

FORMATS: Mapping[str, Format] = {
    "json": Format(help="one JSON file; of everything, it can be loaded again", module="json"),
    "jsonld": Format(help="linked data as JSON-LD", module="linked_data", fixed={"form": "json-ld"}, options=("base",)),
    "turtle": Format(help="linked data as Turtle", module="linked_data", fixed={"form": "turtle"}, options=("base",)),
    "ntriples": Format(
        help="linked data as N-Triples", module="linked_data", fixed={"form": "n-triples"}, options=("base",)
    ),
    "shapes": Format(
        help="the SHACL shapes of the linked data", module="linked_data", function="shapes", of_content=False
    ),
    "vocabulary": Format(
        help="the vocabulary of the linked data", module="linked_data", function="vocabulary", of_content=False
    ),
    "csv": Format(help="one table as CSV", module="tables", options=("table",)),
    "tables": Format(help="every table as CSV, with a description", module="tables", function="dump", path="folder"),
    "parquet": Format(
        help="one table as Parquet, which needs the extra `arrow`",
        module="tables",
        function="to_parquet",
        options=("table",),
        path="file",
    ),
    "graphml": Format(help="the network as GraphML", module="network", fixed={"form": "graphml"}),
    "nodelink": Format(help="the network as node-link JSON", module="network", fixed={"form": "node-link"}),
    "mermaid": Format(help="the relations as a Mermaid diagram", module="network", fixed={"form": "mermaid"}),
    "markdown": Format(help="a text in Markdown", module="markdown"),
    "citations": Format(help="citations as plain sentences", module="citations", fixed={"form": "text"}),
    "bibtex": Format(help="citations as BibTeX", module="citations", fixed={"form": "bibtex"}),
    "csl": Format(help="citations as CSL-JSON", module="citations", fixed={"form": "csl"}),
    "ris": Format(help="citations as RIS", module="citations", fixed={"form": "ris"}),
    "annotations": Format(help="each quotation as a W3C Web Annotation", module="annotations", options=("base",)),
    "chunks": Format(help="passages or statements for retrieval, as JSON Lines", module="chunks", options=("per",)),
}
"""The formats, by the name that a shell gives them."""

"""The generator of the JSON Schemas: it reads the records, the closed lists, and the docstrings beneath their members.

- The schemas are part of the package, so that nothing is generated where it is used.
- Whoever changes a record runs `python -m octopus_kb.export._schema` in a checkout, which writes them anew; a test
  holds the two together.
"""

import ast
import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

import attrs

from octopus_kb import codec
from octopus_kb.concepts import RECORD_OF_SCHEME, origin
from octopus_kb.edition import ContextFact, Edition
from octopus_kb.export._rules import ARRAYS, EDTF, IDS, NUMBERS, RULES, TEXTS, id_pattern, scheme_rules
from octopus_kb.export.schema import NAMES, file_name
from octopus_kb.model import Passage, Relation, Statement
from octopus_kb.uncertain import PartialDate
from octopus_kb.vocabulary import Origin, Scheme
from octopus_kb.writing import write_whole

Schema = dict[str, Any]
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ORIGINS = {Origin.VERBATIM: " Words of the source.", Origin.EDITORIAL: " Words of the editors.", Origin.CODED: ""}
_PLAIN = {str: "string", int: "integer", bool: "boolean"}
_DATES = ["2021-11-18", "2021-11", "2021", "2022-21", "2021-11-16/2021-11-18", "2021-11-16/..", "2021~"]

_RECORDS: dict[str, tuple[str, dict[str, tuple[str, Any]]]] = {
    "edition.json": (
        "A conference, its outcome document, and the passages of the document.",
        {
            "edition": ("The conference and its document.", Edition),
            "passages": ("The passages, in source order.", tuple[Passage, ...]),
        },
    ),
    "statements.json": (
        "What the document says, statement by statement.",
        {"statements": ("The statements.", tuple[Statement, ...])},
    ),
    "relations.json": (
        "The ties between statements that the text itself states.",
        {"relations": ("The relations.", tuple[Relation, ...])},
    ),
    "context.json": (
        "Facts from outside the document: part of no statement, evidence for none.",
        {"facts": ("The facts.", tuple[ContextFact, ...])},
    ),
}
"""For each file of a bundle but the vocabularies: what it holds, and its keys with their types."""


def generate(name: str) -> Schema:
    """Make the schema of a file from the records.

    Raises:
        KeyError: If no file of the format has this name.

    """
    made = _Made()
    if name == "export.json":
        head = "Editions in one file, with every concept that they may point to."
        return made.whole(name, head, _export_keys(made), {"selection"})
    if name.startswith("vocabularies/"):
        scheme = Scheme(Path(name).stem)
        keys = {"concepts": {"title": "Concepts", "description": "The concepts.", **made.concepts(scheme)}}
        return made.whole(name, f"The concepts of the scheme {scheme}. {_docs(Scheme)[scheme.name]}", keys)
    head, records = _RECORDS[name]
    return made.whole(name, head, {key: made.member(key, *held) for key, held in records.items()})


def _export_keys(made: "_Made") -> dict[str, Schema]:
    keys = {key: held for _, records in _RECORDS.values() for key, held in records.items()}
    keys["context"] = keys.pop("facts")
    ids = {"type": "array", "items": {"type": "string", "pattern": id_pattern(*Scheme)}, "uniqueItems": True}
    edition: dict[str, Schema] = {
        "source": {"type": "string", "title": "Source", "description": "The text of the document, unaltered."},
        "concepts": {"title": "Concepts", "description": "The ids of those it may point to; left out if all.", **ids},
        **{key: made.member(key, *held) for key, held in keys.items()},
    }
    words = {scheme.value: {"description": _docs(Scheme)[scheme.name], **made.concepts(scheme)} for scheme in Scheme}
    selected = "There where only some records were selected: such a file is not read back."
    return {
        "selection": {"const": True, "title": "Selection", "description": selected},
        "vocabularies": {"title": "Vocabularies", "description": "The concepts of each scheme.", **_object(words, ())},
        "editions": {
            "title": "Editions",
            "description": "The editions.",
            "type": "array",
            "items": _object(edition, edition.keys() - {"concepts"}),
        },
    }


class _Made:
    """The definitions that a schema needs, made as they are asked for."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def whole(self, name: str, head: str, keys: dict[str, Schema], optional: set[str] | None = None) -> Schema:
        """Make the schema of a file."""
        version = {
            "type": "integer",
            "const": codec.SCHEMA_VERSION,
            "title": "Schema version",
            "description": "The version of the format.",
        }
        pointer = {"type": "string", "title": "Schema", "description": "Where editors find this schema."}
        required = [key for key in ("schema_version", *keys) if key not in (optional or ())]
        stem = name.removesuffix(".json").replace("/", ":")
        return {
            "$schema": _DIALECT,
            "$id": f"urn:octopus-kb:schema:{codec.SCHEMA_VERSION}:{stem}",
            "title": f"octopus-kb: {name}",
            "description": head,
            **_object({"$schema": pointer, "schema_version": version, **keys}, required),
            "$defs": dict(sorted(self.definitions.items())),
        }

    def member(self, key: str, description: str, kind: object) -> Schema:
        """Make the schema of a key at the top of a file."""
        return {"title": _words(key), "description": description, **self.of(kind, {})}

    def concepts(self, scheme: Scheme) -> Schema:
        """Make the schema of an array of concepts of one scheme."""
        one = {**self.of(RECORD_OF_SCHEME[scheme], {}), **scheme_rules(scheme)}
        return {"type": "array", "items": one}

    def of(self, kind: object, rules: Schema) -> Schema:
        """Make the schema of a type, with the rules that its values keep besides."""
        if get_origin(kind) is UnionType:
            inner = self.of(get_args(kind)[0], rules)
            return (
                {**inner, "type": [inner["type"], "null"]} if "type" in inner else {"anyOf": [inner, {"type": "null"}]}
            )
        if get_origin(kind) is tuple:
            inner = self.of(get_args(kind)[0], {key: rules[key] for key in rules.keys() & {"pattern"}})
            return {"type": "array", "items": inner, **{key: rules[key] for key in rules.keys() - {"pattern"}}}
        if kind in _PLAIN:
            return {"type": _PLAIN[kind], **rules}
        if not isinstance(kind, type):
            raise TypeError(f"no schema is known of {kind!r}")
        return {"$ref": f"#/$defs/{self.defined(kind)}"}

    def defined(self, kind: type) -> str:
        """Make the definition of a record, a closed list, or a date, unless it is there; give its name."""
        if kind.__name__ not in self.definitions:
            self.definitions[kind.__name__] = {}  # its place, should it hold itself
            self.definitions[kind.__name__] = self.definition(kind)
        return kind.__name__

    def definition(self, kind: type) -> Schema:
        """Make a definition."""
        head: Schema = {"title": _words(kind.__name__), "description": _first(kind)}
        if kind is PartialDate:
            return {**head, "type": "string", "pattern": EDTF, "examples": _DATES}
        if issubclass(kind, StrEnum):
            docs = _docs(kind)
            members = [{"const": member.value, "description": docs[member.name]} for member in kind]
            return {**head, "type": "string", "oneOf": members}
        fields = attrs.fields(kind)  # type: ignore[arg-type]  # what is neither of the above is a record
        keys = {field.name: self.field(kind, field) for field in fields}
        required = [field.name for field in fields if field.default is attrs.NOTHING]
        rules = {"allOf": RULES[kind]} if kind in RULES else {}
        return {**head, **_object(keys, required), **rules}

    def field(self, kind: type, field: "attrs.Attribute[Any]") -> Schema:
        """Make the schema of a field."""
        home = next(base for base in kind.__mro__ if field.name in inspect.get_annotations(base))
        text = _docs(kind)[field.name] + _ORIGINS[origin(kind, field.name)]
        rules: Schema = {}
        for table in (IDS, TEXTS, NUMBERS, ARRAYS):
            rules |= table.get((home, field.name), {})
        made = {"title": _words(field.name), "description": text, **self.of(field.type, rules)}
        if field.default is not attrs.NOTHING and field.default is not None:
            made["default"] = codec.unstructure(field.default)
        return made


def _object(keys: dict[str, Schema], required: Iterable[str]) -> Schema:
    """Make the schema of an object with these keys and no others."""
    wanted = set(required)
    held = [key for key in keys if key in wanted]
    return {"type": "object", "properties": keys, **({"required": held} if held else {}), "additionalProperties": False}


def _docs(kind: type) -> dict[str, str]:
    """Read the docstrings beneath the fields or the members of a class, those that it inherits included."""
    found: dict[str, str] = {}
    for base in reversed(kind.__mro__):
        if base.__module__.startswith("octopus_kb."):
            found |= dict(_beneath(base))
    return found


def _beneath(kind: type) -> Iterator[tuple[str, str]]:
    tree = ast.parse(inspect.getsource(sys.modules[kind.__module__]))
    (found,) = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == kind.__name__]
    for assigned, doc in zip(found.body, found.body[1:], strict=False):
        if isinstance(assigned, ast.Assign | ast.AnnAssign) and isinstance(doc, ast.Expr):
            target = assigned.target if isinstance(assigned, ast.AnnAssign) else assigned.targets[0]
            yield ast.unparse(target), " ".join(str(ast.literal_eval(doc.value)).split())


def _first(kind: type) -> str:
    """Give the first paragraph of a class's docstring."""
    return " ".join(inspect.cleandoc(kind.__doc__ or "").partition("\n\n")[0].split())


def _words(name: str) -> str:
    """Turn a name into words."""
    return re.sub(r"_|(?<=[a-z])(?=[A-Z])", " ", name).capitalize()


if __name__ == "__main__":  # pragma: no cover - a test holds what it writes to what `generate` gives
    for each in NAMES:
        write_whole(Path(__file__).parents[1] / "data" / "schema" / file_name(each), codec.dumps(generate(each)))

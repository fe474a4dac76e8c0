"""Synthetic editions of any size, made of copies of the shipped one."""

import json
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs

import octopus_kb as okb

SHIPPED = Path(str(files("octopus_kb"))) / "data" / "editions" / "octopus-2021"
NAMES = ("edition.json", "statements.json", "relations.json", "context.json")


def files_of(copies: int) -> dict[str, bytes]:
    """Give the files of an edition whose document is the shipped one, several times over."""
    text = (SHIPPED / "source.txt").read_bytes().decode()
    data = {name: json.loads((SHIPPED / name).read_text("utf-8")) for name in NAMES}
    grown: dict[str, Any] = json.loads(json.dumps(data))
    for copy in range(1, copies):
        for file, key in (
            ("edition.json", "passages"),
            ("statements.json", "statements"),
            ("relations.json", "relations"),
        ):
            grown[file][key] += [_moved(record, len(text) * copy, f"c{copy}-") for record in data[file][key]]
    number = 0
    for passage in grown["edition.json"]["passages"]:
        if passage["kind"] == "key_message":
            number += 1
            passage["number"] = number
    source = (text * copies).encode()
    grown["edition.json"]["edition"]["document"]["sha256"] = sha256(source).hexdigest()
    return {"source.txt": source} | {name: json.dumps(grown[name], ensure_ascii=False).encode() for name in NAMES}


def folder(path: Path, copies: int) -> Path:
    """Write such an edition into a folder."""
    path.mkdir(parents=True)
    for name, content in files_of(copies).items():
        (path / name).write_bytes(content)
    return path


def light(copies: int) -> okb.Bundle:
    """Give such an edition without proof, its statements sharing all but their ids: for search alone."""
    bundle = okb.load().bundles[0]
    statements = tuple(
        attrs.evolve(statement, id=f"octopus-2021:c{copy}-{statement.id.partition(':')[2]}")
        for copy in range(copies)
        for statement in bundle.statements
    )
    return attrs.evolve(bundle, statements=statements)


def _moved(value: Any, by: int, prefix: str) -> Any:
    """Move spans, and rename what belongs to the edition."""
    if isinstance(value, dict):
        if value.keys() == {"start", "end"}:
            return {"start": value["start"] + by, "end": value["end"] + by}
        return {key: _moved(member, by, prefix) for key, member in value.items()}
    if isinstance(value, list):
        return [_moved(member, by, prefix) for member in value]
    if isinstance(value, str) and value.startswith("octopus-2021:"):
        return f"octopus-2021:{prefix}{value.removeprefix('octopus-2021:')}"
    return value

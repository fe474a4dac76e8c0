"""`octopus-kb export` and `octopus-kb schema`: what is written for other programs."""

import argparse
import json
from importlib import import_module
from pathlib import Path
from typing import Any

from octopus_kb.cli.criteria import given
from octopus_kb.cli.formats import FORMATS, Format
from octopus_kb.cli.loaded import knowledge
from octopus_kb.cli.page import Answer
from octopus_kb.errors import CriterionError
from octopus_kb.facets import Statements
from octopus_kb.graph import near_matches
from octopus_kb.selection import Exportable
from octopus_kb.writing import write_whole


def export(options: argparse.Namespace) -> Answer:
    """Write what is held, or the statements that meet the criteria, in a format."""
    form = FORMATS[options.format]
    function = getattr(import_module(f"octopus_kb.export.{form.module}"), form.function)
    told = {name: getattr(options, name) for name in form.options} | dict(form.fixed)
    of = [_chosen(options)] if form.of_content else []
    if form.path != "optional":
        _prepare(Path(options.output), form)
        function(*of, options.output, **told)
        return _written(options.format, options.output)
    content = function(*of, **told)
    if options.output in {None, "-"}:
        return _shown("content", content, format=options.format)
    write_whole(options.output, content)
    return _written(options.format, options.output)


def _chosen(options: argparse.Namespace) -> Exportable:
    kb = knowledge(options)
    criteria = given(options, Statements)
    if not criteria:
        return kb
    if set(criteria) == {"edition"}:  # all that these hold, not their statements alone
        wanted = {kb.editions[name].id for name in criteria["edition"]}
        return kb.editions.where(lambda one: one.id in wanted)
    return kb.statements.filter(**criteria)


def _prepare(path: Path, form: Format) -> None:
    if form.path == "folder":
        path.mkdir(exist_ok=True)


def schema(options: argparse.Namespace) -> Answer:
    """Give the JSON Schema of a file, name those that there are, or write them into a folder."""
    from octopus_kb.export import schema as schemas

    name = None if options.file is None else _file(options.file, schemas.NAMES)
    if options.output is None:
        if name is None:
            return Answer(lines=lambda _: schemas.NAMES, data=lambda: {"files": list(schemas.NAMES)})
        content = schemas.dumps(name)
        return Answer(lines=lambda _: (), content=content, data=lambda: {"file": name, "schema": json.loads(content)})
    folder = Path(options.output)
    folder.mkdir(exist_ok=True)
    written = [str(folder / schemas.file_name(one)) for one in ([name] if name else schemas.NAMES)]
    if name:
        schemas.dump(name, written[0])
    else:
        schemas.dump_all(folder)
    return Answer(lines=lambda _: written, data=lambda: {"written": written})


def _file(word: str, names: tuple[str, ...]) -> str:
    """Give the name of a file that has a schema; `statements` and `topic` will do."""
    found = {one: one for one in names} | {Path(one).stem: one for one in names}
    if word not in found:
        raise CriterionError("FILE", word, near_matches(word, found) or names)
    return found[word]


def _shown(key: str, content: str, **about: str) -> Answer:
    return Answer(lines=lambda _: (), content=content, data=lambda: {**about, key: content})


def _written(name: str, path: str) -> Answer:
    data: dict[str, Any] = {"format": name, "written": path}
    return Answer(lines=lambda _: (f"{path} is written",), data=lambda: data)

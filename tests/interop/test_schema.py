"""The JSON Schemas, as validators read them: what is spoilt is refused by them and by loading, or it says why not."""

import copy
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import octopus_kb as okb
from octopus_kb.export import json as one_file
from octopus_kb.export import schema

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "formats" / "schema.md"
MINIATURE = ROOT / "tests" / "miniature"
DATA = Path(okb.__file__).parent / "data"
SHIPPED = {
    **{path.name: path for path in (DATA / "editions" / "octopus-2021").glob("*.json")},
    **{f"vocabularies/{path.name}": path for path in (DATA / "vocabularies").glob("*.json")},
}
AUTHORED = {path.relative_to(MINIATURE).as_posix(): path for path in MINIATURE.rglob("*.json")}
VALIDATORS = {name: Draft202012Validator(json.loads(schema.dumps(name))) for name in schema.NAMES}

BEYOND = {
    # Rules that span records, or files.
    "the id is not well formed": "which edition a file belongs to is said in another file",
    "the id is taken by another record": "ids are unique across files",
    "no .* has this id": "whether an id leads anywhere is known to the whole alone",
    "the id is of the wrong kind": "what an id is the id of is known to the whole alone",
    "a circle": "a circle goes through several records",
    "a statement is not related to itself": "two fields are held against each other",
    "the cue stands in neither statement's passage": "a relation is held against the statements that it ties",
    "key messages are numbered in their order": "the number hangs on the passages before",
    "the statement .* does not (give|prove) this": "facts are held against the statements that prove them",
    "source.txt is not the file": "the hash is held against the source",
    "the source is not the file": "the hash is held against the source",
    "another edition has": "editions are held against each other",
    "no edition lists the concept": "the vocabularies are held against the editions' lists",
    "a listed concept names": "the editions' lists are held against the vocabularies",
    "no concept has this id": "the editions' lists are held against the vocabularies",
    # Rules that hold a record against the source.
    "the span": "spans are held against the source and each other",
    "a span": "spans are held against those of the passage",
    "words (before|after)": "passages are held against the source",
    "the words": "words are held against the source, or against the evidence",
    "the quote": "words are held against the source",
    "words are left out between spans": "spans are held against the source",
    "the marker holds words": "markers are held against the source",
    "the passage does not begin with its marker": "markers are held against the source",
    "the pieces of evidence": "pieces are held against each other and the source",
    "nothing stands between": "pieces are held against each other and the source",
    "no statement covers": "the source is held against all the evidence",
    # Rules between fields of one record that a schema could say only at length.
    "the strength of a directive is its modality": "two closed lists are held against each other",
    "the addressees are not the participants": "two arrays are held against each other",
    "the statement does not list the concept": "two arrays are held against each other",
    "no statement is named that proves": "each fact is looked for in an array",
    "there is no such fact to prove": "the name of a fact is that of a key elsewhere",
    "the fact is proved twice": "members of an array are held against each other in one key",
    # What JSON Schema sees otherwise.
    r"wrong value \(expected a whole number, found -?\d+\.0\)": "JSON Schema takes 1.0 for a whole number",
    r"unknown version of the format \(expected 1, found 1\.0": "JSON Schema takes 1.0 for 1",
    "wrong date .*is not in the calendar": "leap years are beyond a pattern",
    "wrong date .*the interval ends before it begins": "the order of two dates is beyond a pattern",
    r"wrong date .*\\n": "in Python, not in the standard, $ may stand before a line break",
    "the id of the edition is not well formed": "in Python, not in the standard, $ may stand before a line break",
    "a selection cannot be proved": "a selection is a sound file, though no edition",
}
"""What loading refuses and a schema accepts: the beginning of the problem as a regular expression, and the reason."""

FIRST = ("relations", 0)
"""The path of the first relation."""
RECORDS = {"editions", "passages", "statements", "relations", "context"}
"""Keys at the top of a file, or of an edition, under which many sound records stand."""

Spot = tuple[str | int, ...]
Verdict = Callable[[Any], list[str]]


def nodes(data: Any, at: Spot = ()) -> Iterator[Spot]:
    """Yield the path of everything in plain data."""
    yield at
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield from nodes(value, (*at, key))


def shapes(data: Any) -> list[Spot]:
    """Give the first path of each shape: the same keys, whatever the numbers."""
    found: dict[Spot, Spot] = {}
    for spot in nodes(data):
        found.setdefault(tuple("*" if isinstance(step, int) else step for step in spot), spot)
    return [*found.values()]


def at(data: Any, spot: Spot) -> Any:
    """Give what stands at a path."""
    for step in spot:
        data = data[step]
    return data


def spoilings(value: Any) -> Iterator[Any]:
    """Yield what may stand instead of a value: another type, a near miss, an unlikely member."""
    for other in (None, True, 5, "x", [], {}):
        if type(other) is not type(value) or other != value:
            yield other
    if isinstance(value, str):
        near = (
            value.upper(),
            f"{value}x",
            f"x{value}",
            f" {value}",
            f"{value}\n",
            "",
            " ",
            value[:-1],
            value.replace(":", ""),
        )
        yield from near
        yield from ("topic:Fog", "topic:fog", "topic:fog-", "actor:ports", "harbour-2030:km1", "other:km1", "context:x")
        yield from ("2030-13", "2031-02-29", "2030-02-30", "2030-05-04/2030-05-03", "2030-05-04/", "2030-21-01", "soon")
    elif type(value) is int:
        yield from (-1, 0, value + 1, float(value), str(value), 10**20)
    elif isinstance(value, list):
        yield from (value * 2, value[1:], [*value, None], value[::-1])


def mutants(data: Any, deepest: int) -> Iterator[tuple[Spot, str, Any]]:
    """Yield spoilt copies of plain data, each with the place and what was done there."""
    for spot in shapes(data):
        if len(spot) > deepest:
            continue
        value = at(data, spot)
        if isinstance(value, dict):
            yield spot, "with another key", _with(data, (*spot, "unheard"), 1)
        if spot and isinstance(spot[-1], str):
            yield spot, "dropped", _without(data, spot)
        for other in spoilings(value):
            yield spot, f"as {other!r:.60}", _with(data, spot, other)


def _with(data: Any, spot: Spot, value: Any) -> Any:
    if not spot:
        return value
    copied = copy.copy(data)
    copied[spot[0]] = _with(copied[spot[0]], spot[1:], value) if spot[1:] else value
    return copied


def _without(data: Any, spot: Spot) -> Any:
    held = dict(at(data, spot[:-1]))
    del held[spot[-1]]
    return _with(data, spot[:-1], held)


def alone(mutant: Any, spot: Spot) -> Any:
    """Leave the sound members out of the arrays that hold the spoilt one: a schema holds none against another there."""
    if not spot:
        return mutant
    if isinstance(spot[0], int):
        records = any(isinstance(member, dict) and {"id", "source"} & member.keys() for member in mutant)
        before, after = ([], []) if records else (mutant[: spot[0]], mutant[spot[0] + 1 :])
        return [*before, alone(mutant[spot[0]], spot[1:]), *after]
    bare = {key: [] if key in RECORDS and isinstance(value, list) else value for key, value in mutant.items()}
    return {**bare, spot[0]: alone(mutant[spot[0]], spot[1:])} if spot[0] in mutant else bare


def compare(name: str, data: Any, loading: Verdict, deepest: int = 99) -> tuple[list[str], set[str]]:
    """Compare the verdict of a schema on each mutant with that of loading.

    Returns:
        The mutants on which they differ for no reason that is listed, and the reasons that were needed.

    """
    unexplained, needed = [], set[str]()
    for spot, how, mutant in mutants(data, deepest):
        what = f"{spot} {how}"
        refused, problems = not VALIDATORS[name].is_valid(alone(mutant, spot)), loading(mutant)
        if refused and not problems:
            unexplained.append(f"{name}: {what}: the schema alone refuses it")
        elif problems and not refused:
            for problem in problems:
                reasons = [reason for reason in BEYOND if re.match(reason, problem, re.DOTALL)]
                needed.update(reasons)
                if not reasons:
                    unexplained.append(f"{name}: {what}: loading alone refuses it: {problem}")
    return unexplained, needed


def said(error: okb.BundleError) -> list[str]:
    """Give the problems of an error without their places."""
    return [str(problem).removeprefix(f"{problem.file}: {problem.path}: ") for problem in error.problems]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the miniature edition, to spoil."""
    return shutil.copytree(MINIATURE, tmp_path_factory.mktemp("spoilt") / "bundle")


NEEDED: set[str] = set()
"""The reasons that the tests below needed."""


class TestMutants:
    """What is refused by the schema and by loading alike."""

    @pytest.mark.parametrize("name", AUTHORED)
    def test_files(self, bundle: Path, name: str) -> None:
        """Every mutant of a file is refused by both, or accepted by both, or the exception is listed."""

        def loading(mutant: Any) -> list[str]:
            (bundle / name).write_text(json.dumps(mutant), "utf-8")
            try:
                okb.load_bundle(bundle)
            except okb.BundleError as error:
                return said(error)
            return []

        try:
            unexplained, needed = compare(name, json.loads(AUTHORED[name].read_text("utf-8")), loading)
        finally:
            shutil.copy(AUTHORED[name], bundle / name)
        NEEDED.update(needed)
        assert unexplained == []

    def test_export(self) -> None:
        """Every mutant of the one-file export is refused by both, or accepted by both, or the exception is listed."""

        def loading(mutant: Any) -> list[str]:
            try:
                one_file.loads(json.dumps(mutant))
            except okb.BundleError as error:
                return said(error)
            return []

        data = json.loads(one_file.dumps(okb.load_bundle(MINIATURE)))
        # What lies deeper is spoilt in the files: the same definitions hold for it.
        unexplained, needed = compare("export.json", data, loading, deepest=4)
        NEEDED.update(needed)
        assert unexplained == []

    @pytest.mark.parametrize(
        ("name", "spot", "value", "reason"),
        [
            ("vocabularies/topic.json", ("concepts", 0, "broader"), ["topic:sea-fog"], "a circle"),
            ("relations.json", (*FIRST, "target"), "harbour-2030:fog-defined", "a statement is not related to itself"),
            (
                "relations.json",
                (*FIRST, "passage"),
                "harbour-2030:slogan",
                "the cue stands in neither statement's passage",
            ),
            ("edition.json", ("passages", 5, "marker"), "- ▶ Fog", "the marker holds words"),
            (
                "statements.json",
                ("statements", 9, "directive", "strength"),
                "need",
                "the strength of a directive is its modality",
            ),
            ("statements.json", ("statements", 8, "evidence", 0, "spans"), [{"start": 1, "end": 4}], "a span"),
            (
                "statements.json",
                ("statements", 8, "evidence", 0, "spans"),
                [{"start": 307, "end": 310}, {"start": 320, "end": 325}],
                "words are left out between spans",
            ),
        ],
    )
    def test_between_records(self, bundle: Path, name: str, spot: Spot, value: Any, reason: str) -> None:
        """What a misspelling does not bring about, and what is made on purpose, is refused by loading alone."""
        mutant = _with(json.loads(AUTHORED[name].read_text("utf-8")), spot, value)
        (bundle / name).write_text(json.dumps(mutant), "utf-8")
        try:
            with pytest.raises(okb.BundleError) as caught:
                okb.load_bundle(bundle)
        finally:
            shutil.copy(AUTHORED[name], bundle / name)
        assert VALIDATORS[name].is_valid(mutant)
        assert any(re.match(reason, problem) for problem in said(caught.value))
        NEEDED.add(reason)

    def test_selection(self) -> None:
        """A selection is a sound file to the schema, and is not read back."""
        data = json.loads(one_file.dumps(okb.load_bundle(MINIATURE).statements))
        assert VALIDATORS["export.json"].is_valid(data)
        with pytest.raises(okb.BundleError) as caught:
            one_file.loads(json.dumps(data))
        (problem,) = said(caught.value)
        NEEDED.update(reason for reason in BEYOND if re.match(reason, problem))

    def test_no_idle_exception(self) -> None:
        """Every exception that is listed was needed."""
        assert sorted(set(BEYOND) - NEEDED) == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every schema."""
    path = tmp_path_factory.mktemp("schemas")
    schema.dump_all(path)
    return path


class TestValidators:
    """What other tools say."""

    def check(self, *arguments: str | Path) -> tuple[int, str]:
        """Run check-jsonschema, and give its exit status and its output."""
        command = [sys.executable, "-m", "check_jsonschema", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def test_schemas(self, folder: Path) -> None:
        """The schemas are schemas, and a validator finds one that is none."""
        assert self.check("--check-metaschema", *folder.iterdir())[0] == 0
        broken = folder.parent / "broken.json"
        broken.write_text(schema.dumps("edition.json").replace('"type": "object"', '"type": "objekt"'))
        assert self.check("--check-metaschema", broken)[0] == 1

    @pytest.mark.parametrize("files", [SHIPPED, AUTHORED], ids=["shipped", "miniature"])
    def test_authored(self, folder: Path, files: dict[str, Path]) -> None:
        """Every authored file is sound."""
        for name, path in files.items():
            assert self.check("--schemafile", folder / schema.file_name(name), path)[0] == 0, name

    @pytest.mark.parametrize("name", AUTHORED)
    def test_broken(self, folder: Path, tmp_path: Path, name: str) -> None:
        """A file that was broken is refused."""
        data = json.loads(AUTHORED[name].read_text("utf-8"))
        (key,) = data.keys() & {"passages", "statements", "relations", "facts", "concepts"}
        data[key][0]["id"] += "-"
        (tmp_path / "broken.json").write_text(json.dumps(data))
        status, output = self.check("--schemafile", folder / schema.file_name(name), tmp_path / "broken.json")
        assert (status, f"$.{key}[0].id" in output) == (1, True)

    def test_exports(self, folder: Path, tmp_path: Path) -> None:
        """Every export is sound: of editions, of several, of each sort of collection, of nothing."""
        miniature = okb.load_bundle(MINIATURE)
        both = okb.KnowledgeBase([*okb.load().bundles, *miniature.bundles])
        sorts = ("editions", "statements", "recommendations", "passages", "relations", "concepts", "actors", "context")
        everything = [okb.load(), miniature, both, okb.KnowledgeBase([]), *(getattr(both, sort) for sort in sorts)]
        for number, of in enumerate(everything):
            one_file.dump(of, tmp_path / f"{number}.json")
        files = list(tmp_path.iterdir())
        assert (len(files), self.check("--schemafile", folder / "export.schema.json", *files)[0]) == (12, 0)
        (tmp_path / "0.json").write_text(one_file.dumps(okb.load()).replace('"kind": "threat"', '"kind": "thread"', 1))
        status, output = self.check("--schemafile", folder / "export.schema.json", *files)
        assert (status, "0.json" in output, "'thread'" in output) == (1, True, True)


def test_page(run_page: Callable[[Path], str]) -> None:
    """Each example of the page gives what the page shows."""
    assert PAGE.name == "schema.md"
    assert run_page(PAGE) == ""

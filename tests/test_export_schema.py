"""Tests of `octopus_kb.export.schema` and of its generator: schemas are made of the records, and no stricter."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import octopus_kb as okb
from octopus_kb import codec, concepts, edition, model
from octopus_kb.export import schema
from octopus_kb.export._rules import EDTF, id_pattern
from octopus_kb.export._schema import _Made, generate

ROOT = Path(__file__).parents[1]
MINIATURE = ROOT / "tests" / "miniature"
PACKAGE = Path(okb.__file__).parent
SCHEMAS = {name: json.loads(schema.dumps(name)) for name in schema.NAMES}
AUTHORED = [
    *(path for path in (PACKAGE / "data").rglob("*.json") if path.parent.name != "schema"),
    *MINIATURE.rglob("*.json"),
]
IN_REPOSITORY = Path("src/octopus_kb/data/schema")

each_name = pytest.mark.parametrize("name", schema.NAMES)


def objects(data: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in plain data."""
    if isinstance(data, dict):
        yield data
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from objects(inner)


class TestFiles:
    """The schemas that are part of the package."""

    @each_name
    def test_made_of_the_records(self, name: str) -> None:
        """Each is what the generator makes; where not, run `python -m octopus_kb.export._schema` in a checkout."""
        assert codec.dumps(generate(name)) == schema.dumps(name)

    @each_name
    def test_identified(self, name: str) -> None:
        """Each says its dialect, has a name that is no address, and points to nothing outside itself."""
        data = SCHEMAS[name]
        assert data["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert data["$id"] == f"urn:octopus-kb:schema:1:{name.removesuffix('.json').replace('/', ':')}"
        found = {one["$ref"] for one in objects(data) if "$ref" in one and isinstance(one["$ref"], str)}
        assert {f"#/$defs/{key}" for key in data["$defs"]} == found
        assert schema.dumps(name).count("://") == schema.dumps(name).count("https://json-schema.org/")

    @each_name
    def test_knows_no_other_key(self, name: str) -> None:
        """No object of a file may have a key that is not named, and every key is explained."""
        shapes = [one for one in objects(SCHEMAS[name]) if one.get("type") == "object" and "properties" in one]
        assert len(shapes) > 1
        for shape in shapes:
            assert shape["additionalProperties"] is False
            assert all("description" in one for one in shape["properties"].values())

    def test_names(self) -> None:
        """There is one for each file of a bundle, by the file's name, and one for the one-file export."""
        files = {path.relative_to(MINIATURE).as_posix() for path in MINIATURE.rglob("*.json")}
        assert set(schema.NAMES) >= files
        assert len(schema.NAMES) == 5 + len(okb.Scheme)

    def test_written(self, tmp_path: Path) -> None:
        """One is written into a file, or all of them into a folder, as they are given."""
        schema.dump("statements.json", tmp_path / "one")
        assert (tmp_path / "one").read_text("utf-8") == schema.dumps("statements.json")
        (tmp_path / "all").mkdir()
        schema.dump_all(tmp_path / "all")
        written = {path.name: path.read_text("utf-8") for path in (tmp_path / "all").iterdir()}
        assert written == {schema.file_name(name): schema.dumps(name) for name in schema.NAMES}

    @pytest.mark.parametrize(("name", "near"), [("statement.json", "statements.json"), ("../x", None)])
    def test_unknown(self, tmp_path: Path, name: str, near: str | None) -> None:
        """A name that no file of the format has is told, with what was meant."""
        for call in (lambda: schema.dumps(name), lambda: schema.dump(name, tmp_path / "x")):
            with pytest.raises(okb.CriterionError) as caught:
                call()
            assert near is None or near in caught.value.near
        assert list(tmp_path.iterdir()) == []


class TestRecords:
    """What the schemas say of the records."""

    @pytest.mark.parametrize("module", [edition, model, concepts], ids=lambda module: module.__name__)
    def test_keys(self, module: Any) -> None:
        """A record has the keys of its fields in their order, and must have those that nothing is taken for."""
        defined = SCHEMAS["export.json"]["$defs"]
        kinds = [kind for kind in vars(module).values() if attrs.has(kind) and kind.__module__ == module.__name__]
        for kind in kinds:
            if kind is not edition.Bundle:
                fields, made = attrs.fields(kind), defined[kind.__name__]
                assert list(made["properties"]) == [field.name for field in fields]
                assert made.get("required", []) == [one.name for one in fields if one.default is attrs.NOTHING]

    def test_descriptions(self) -> None:
        """A key is described by the docstring beneath its field, and whose words it holds is said."""
        found = SCHEMAS["statements.json"]["$defs"]["Statement"]["properties"]
        assert found["kind"]["description"] == "What the statement does."
        assert found["proposition"]["description"].endswith("never evidence. Words of the editors.")
        assert SCHEMAS["statements.json"]["$defs"]["Quote"]["properties"]["text"]["description"].endswith("the source.")
        inherited = SCHEMAS["vocabularies/actor.json"]["$defs"]["Actor"]["properties"]
        assert inherited["broader"]["description"] == "The ids of the next wider concepts, of the same scheme."

    def test_closed_lists(self) -> None:
        """A closed list has its members in order, each with the docstring beneath it."""
        defined = SCHEMAS["export.json"]["$defs"]
        for kind in (okb.StatementKind, okb.Modality, okb.Role, okb.Polarity, okb.ConferenceMode):
            assert [one["const"] for one in defined[kind.__name__]["oneOf"]] == [member.value for member in kind]
        assert defined["Role"]["oneOf"][0] == {"const": "agent", "description": "Does it."}

    def test_unknown_type(self) -> None:
        """A field of a type that the generator does not know is refused, not left open."""
        with pytest.raises(TypeError, match="no schema is known"):
            _Made().of(list[int], {})


dates = st.from_regex(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?[~?%]?", fullmatch=True) | st.dates().map(str) | st.just("..")
texts = dates | st.builds("{}/{}".format, dates, dates) | st.text(alphabet="0123456789-/.~?%", max_size=24)


class TestPatterns:
    """Patterns are no stricter than what reads the values."""

    @given(text=texts)
    def test_dates(self, text: str) -> None:
        """A text that is a date fits; one that fits is a date, unless that hangs on the calendar or on the order."""
        try:
            reason = "" if okb.PartialDate(text) else None
        except okb.DateError as error:
            reason = error.reason
        fits = bool(re.search(EDTF, text))
        assert fits if not reason else (not fits or "calendar" in reason or "ends before" in reason)

    @pytest.mark.parametrize("text", ["2021", "0001", "9999-12", "2021-22", "2024-02-29", "2021-11-30/..", "../2021~"])
    def test_fitting_dates(self, text: str) -> None:
        """Dates fit."""
        assert re.search(EDTF, text)
        assert okb.PartialDate(text).edtf == text

    @pytest.mark.parametrize(
        "text", ["", "0000", "2021-13", "2021-11-31", "2021-21-01", "2021-02-30", "..", "../..", "21"]
    )
    def test_other_texts(self, text: str) -> None:
        """What can be told from its digits to be no date does not fit."""
        assert not re.search(EDTF, text)

    @given(text=st.from_regex(r"[a-z0-9:.A-Z_-]{0,12}", fullmatch=True))
    def test_ids(self, text: str) -> None:
        """What fits as an id is what the rules for ids take for one."""
        from octopus_kb.references import _ID

        assert bool(re.search(id_pattern(*okb.Scheme), f"topic:{text}")) == bool(_ID.match(f"topic:{text}"))


class TestAuthored:
    """The files that people write."""

    @pytest.mark.parametrize("path", AUTHORED, ids=lambda path: f"{path.parent.name}/{path.name}")
    def test_points_to_its_schema(self, path: Path) -> None:
        """Each is canonical, and points first to its schema, as a relative path that holds in the repository."""
        text = path.read_text("utf-8")
        data = json.loads(text)
        name = f"{path.stem}.schema.json"
        if path.is_relative_to(PACKAGE):
            expected = os.path.relpath(PACKAGE / "data" / "schema" / name, path.parent)
        else:
            expected = os.path.relpath(ROOT / IN_REPOSITORY / name, path.parent)
        assert (next(iter(data.items())), codec.dumps(data)) == (("$schema", Path(expected).as_posix()), text)
        assert not (ROOT / "src").is_dir() or (path.parent / expected).is_file()

"""Tests of `octopus_kb.export.tables`: rows, CSV and its descriptor; data frames by stand-ins for their libraries."""

import csv
import io
import json
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

import octopus_kb as okb
from octopus_kb.export import tables
from octopus_kb.export._table_csv import read_rows, write_rows
from octopus_kb.export.tables import TABLES, Column, Row, TableName

each_table = pytest.mark.parametrize("table", TABLES)
hostile = st.text("=+-@'\"\uff1d,;[]{}\\ \t\r\n\x00\ufeffa1é", max_size=8) | st.text(max_size=12)
"""Texts rich in what CSV and spreadsheets trip over, and any texts at all."""
unhurried = settings(deadline=None)  # how long it takes depends on the machine
COLUMNS = (
    Column("text", "string", ""),
    Column("perhaps", "string", "", nullable=True),
    Column("number", "integer", "", nullable=True),
    Column("flag", "boolean", ""),
    Column("texts", "strings", ""),
    Column("spans", "spans", ""),
)
ROW: Row = {"text": "a", "perhaps": None, "number": 1, "flag": True, "texts": [], "spans": []}
any_row = st.fixed_dictionaries(
    {
        "text": hostile,
        "perhaps": st.none() | hostile,
        "number": st.none() | st.integers(),
        "flag": st.booleans(),
        "texts": st.lists(hostile, max_size=3),
        "spans": st.lists(st.fixed_dictionaries({"start": st.integers(), "end": st.integers()}), max_size=3),
    }
)


def one(rows: list[Row], id: str) -> Row:
    """Give the row with an id, the edition's name left out."""
    (found,) = [row for row in rows if str(row["id"]).endswith(f":{id}")]
    return found


class TestRows:
    """The tables as plain values."""

    def test_tables(self) -> None:
        """There are six tables."""
        assert TABLES == ("statements", "recommendations", "participants", "concepts", "relations", "passages")

    @each_table
    def test_columns(self, miniature: okb.KnowledgeBase, table: TableName) -> None:
        """Each row has the columns that are declared, in order, and values of their types and lists."""
        kinds: dict[str, type] = {"string": str, "integer": int, "boolean": bool, "strings": list, "spans": list}
        declared = tables.columns(table)
        found = tables.rows(miniature, table)
        assert found
        for row in found:
            assert list(row) == [column.name for column in declared]
            for column in declared:
                value = row[column.name]
                assert type(value) is kinds[column.type] or (column.nullable and value is None)
                assert column.choices is None or (type(value) is str and value in list(column.choices))

    @each_table
    def test_keys(self, shipped: okb.KnowledgeBase, table: TableName) -> None:
        """The key of each table tells its rows apart."""
        key = ("statement", "number") if table == "participants" else ("id",)
        keys = [tuple(row[name] for name in key) for row in tables.rows(shipped, table)]
        assert len(keys) == len(set(map(str, keys)))

    @each_table
    def test_editorial(self, table: TableName) -> None:
        """The columns of the editors' words, and no others, say so in their names and descriptions."""
        for column in tables.columns(table):
            editorial = column.origin is okb.Origin.EDITORIAL
            assert editorial == column.name.startswith("editorial_") == ("In the editors' words" in column.description)

    @each_table
    def test_described(self, table: TableName) -> None:
        """Each column is described in a sentence, no two have one name, and no list is ever null."""
        declared = tables.columns(table)
        assert len({column.name for column in declared}) == len(declared)
        for column in declared:
            assert (column.description[-1], column.nullable and column.type in ("strings", "spans")) == (".", False)

    def test_statements(self, miniature: okb.KnowledgeBase) -> None:
        """Each statement is a row, with its words, their places in the source, and who says so."""
        found = tables.rows(miniature)
        assert [row["id"] for row in found] == list(miniature.statements.ids)
        row = one(found, "fog-endangers-ships")
        assert (row["kind"], row["family"], row["key_message"]) == ("threat", "situation", 1)
        assert row["quote"] == "Fog [...] is a danger to ships, such as ferries."
        assert (row["topics"], row["examples"]) == (["topic:fog"], ["actor:ferries"])
        assert (row["attribution_holders"], row["attribution_cue"]) == (["event:panels"], None)
        source = miniature.source().text
        assert [source[span["start"] : span["end"]] for span in row["spans"]] == [  # type: ignore[index,union-attr]  # they are spans
            "Fog",
            "is a danger to ships, such as ferries.",
        ]
        assert source[row["start_offset"] : row["end_offset"]].startswith("Fog – that is")  # type: ignore[misc]  # they are numbers

    def test_uncertain(self, miniature: okb.KnowledgeBase) -> None:
        """A date is what is known of it, and a number is in the words of the text: "about" gets no bounds."""
        row = one(tables.rows(miniature), "pilots-took-part")
        assert (row["dates"], row["quantities"]) == (["2030-05-03/2030-05-04"], ["About 40", "some 5"])

    def test_rejected(self, miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase) -> None:
        """A view that the text rejects is marked, and no other is."""
        for kb in (miniature, shipped):
            marked = [row["id"] for row in tables.rows(kb) if row["rejected"]]
            assert marked == list(kb.statements.filter(polarity="negative").ids) != []

    def test_recommendations(self, shipped: okb.KnowledgeBase) -> None:
        """Each directive is a row: what is asked, verbatim, beside the editors' paraphrase, and how strongly."""
        found = tables.rows(shipped, "recommendations")
        assert [row["id"] for row in found] == list(shipped.recommendations.ids)
        (row,) = [row for row in found if row["timeframe"]]
        assert row["action"] == "to sign the Second Additional"
        assert row["editorial_action_paraphrase"] == "to sign the Second Additional Protocol"
        assert row["timeframe"] == "once it will be opened for signature in Spring 2022"
        assert (row["strength"], row["strength_rank"], row["addressees"]) == ("encouragement", 4, ["actor:states"])

    def test_nothing_said(self, miniature: okb.KnowledgeBase) -> None:
        """What the text does not say is null, and who is not named is in no list."""
        row = one(tables.rows(miniature, "recommendations"), "ports-should-clean-lamps")
        assert (row["condition"], row["editorial_condition_paraphrase"], row["timeframe"]) == (None, None, None)
        row = one(tables.rows(miniature, "recommendations"), "keep-lamps-lit")
        assert (row["addressees"], row["key_message"], row["editorial_heading"]) == ([], None, None)

    def test_participants(self, miniature: okb.KnowledgeBase) -> None:
        """Each part that an actor plays is a row, with the actor's label."""
        found = [row for row in tables.rows(miniature, "participants") if row["role"] == "at_risk"]
        assert [(row["number"], row["actor"], row["editorial_actor_label"]) for row in found] == [
            (1, "actor:ships", miniature.actors["actor:ships"].preferred_label),
            (2, "actor:ferries", miniature.actors["actor:ferries"].preferred_label),
        ]

    def test_concepts(self, shipped: okb.KnowledgeBase) -> None:
        """Each concept is a row, and a protocol has the instrument that it supplements."""
        found = {row["id"]: row for row in tables.rows(shipped, "concepts")}
        assert list(found) == list(shipped.concepts.ids)
        assert found["instrument:second-additional-protocol"]["supplements"] == "instrument:budapest-convention"
        assert (found["topic:ransomware"]["scheme"], found["topic:ransomware"]["broader"]) == (
            "topic",
            ["topic:cybercrime"],
        )

    def test_relations(self, miniature: okb.KnowledgeBase) -> None:
        """Each relation is a row, with the words that state it."""
        row = one(tables.rows(miniature, "relations"), "definition-of-danger")
        assert (row["kind"], row["cue"]) == ("elaborates", "that is")
        assert (row["source"], row["target"]) == ("harbour-2030:fog-defined", "harbour-2030:fog-endangers-ships")

    def test_passages(self, miniature: okb.KnowledgeBase) -> None:
        """Each passage is a row, with its words as they are read; an item belongs to the key message above it."""
        found = tables.rows(miniature, "passages")
        assert [row["text"] for row in found] == [miniature.reading(passage).text for passage in miniature.passages]
        row = one(found, "km2.2")
        assert (row["parent"], row["marker"], row["number"]) == ("harbour-2030:km2", "-", None)
        assert (one(found, "slogan")["marker"], one(found, "km1")["editorial_heading"]) == (None, "Fog and buoys")
        horns = tables.rows(miniature.statements.filter(passage="km2.2"))[0]
        assert (horns["key_message"], horns["editorial_heading"]) == (2, "Fog to come")

    def test_item_of_an_item(self, miniature: okb.KnowledgeBase) -> None:
        """An item of an item belongs to the key message above both."""
        (bundle,) = miniature.bundles
        *first, item, slogan = bundle.passages
        nested = (*first, evolve(item, parent="harbour-2030:km2.1"), slogan)
        kb = okb.KnowledgeBase([evolve(bundle, passages=nested)])
        assert [row["key_message"] for row in tables.rows(kb.statements.filter(passage="km2.2"))] == [2]

    def test_selection(self, miniature: okb.KnowledgeBase) -> None:
        """Of a collection, its records and those that come with them are written; what these look up is still found."""
        some = miniature.statements.filter(passage="km2.2")
        assert [row["id"] for row in tables.rows(some)] == list(some.ids)
        assert [row["editorial_heading"] for row in tables.rows(some)] == ["Fog to come"] * len(some)
        assert [row["id"] for row in tables.rows(some, "passages")] == ["harbour-2030:km2.2"]
        for table in TABLES:
            assert tables.loads(tables.dumps(some[:0], table), table) == []

    def test_unknown(self, miniature: okb.KnowledgeBase) -> None:
        """A table that is not there is refused by name, with those that are near."""
        for call in (tables.rows, tables.dumps, tables.to_pandas, tables.to_arrow):
            with pytest.raises(okb.CriterionError, match=r"'statement'; did you mean 'statements'"):
                call(miniature, "statement")  # type: ignore[arg-type]
        with pytest.raises(okb.CriterionError, match="'x'; did you mean 'statements' or 'recommendations'"):
            tables.columns("x")  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="a knowledge base or a collection"):
            tables.rows("statements")  # type: ignore[arg-type]


class TestCsv:
    """The tables as CSV."""

    @each_table
    def test_read_back(self, miniature: okb.KnowledgeBase, shipped: okb.KnowledgeBase, table: TableName) -> None:
        """Each table reads back as the very rows, and the same input gives the same text."""
        for kb in (miniature, shipped):
            text = tables.dumps(kb, table)
            assert tables.loads(text, table) == tables.rows(kb, table)
            assert text == tables.dumps(kb.editions, table)

    @unhurried
    @example([])
    @given(st.lists(any_row, max_size=3))
    def test_lossless(self, rows: list[Row]) -> None:
        """Whatever stands in the cells comes back, with either line end and with a byte order mark."""
        text = write_rows(COLUMNS, rows)
        assert read_rows(COLUMNS, text, file="t.csv") == rows
        assert read_rows(COLUMNS, f"\ufeff{text}", file="t.csv") == rows
        assert read_rows(COLUMNS, text.removesuffix("\n"), file="t.csv") == rows

    @unhurried
    @given(st.lists(any_row, max_size=3))
    def test_standard(self, rows: list[Row]) -> None:
        """The reader of the standard library finds the same cells: a line of them for each row."""
        lines = list(csv.reader(io.StringIO(write_rows(COLUMNS, rows), newline=""), strict=True))
        assert [len(line) for line in lines] == [len(COLUMNS)] * (len(rows) + 1)
        assert [line[1] == "" for line in lines[1:]] == [row["perhaps"] is None for row in rows]

    @unhurried
    @given(any_row)
    def test_no_formula(self, row: Row) -> None:
        """No cell of text begins with what a spreadsheet runs, or with white space that may hide it."""
        _, line = csv.reader(io.StringIO(write_rows(COLUMNS, [row]), newline=""), strict=True)
        for cell in line[:2]:
            assert not cell[:1] or (cell[0] not in "=+-@\uff1d\uff0b\uff0d\uff20" and not cell[0].isspace())

    @settings(unhurried, max_examples=50)
    @given(hostile, hostile)
    def test_hostile_words(self, proposition: str, label: str) -> None:
        """Whatever editors write comes back from every table."""
        (bundle,) = okb.load().bundles
        said = tuple(evolve(one, proposition=proposition, note=label) for one in bundle.statements)
        named = tuple(evolve(one, preferred_label=label, alternative_labels=(label,)) for one in bundle.concepts)
        kb = okb.KnowledgeBase([evolve(bundle, statements=said, concepts=named)])
        for table in TABLES:
            assert tables.loads(tables.dumps(kb, table), table) == tables.rows(kb, table)

    @pytest.mark.parametrize(
        ("value", "cell"),
        [
            ("a", "a"),
            ("", "'"),
            (None, ""),
            ("'", "''"),
            ("'a", "''a"),
            ("=1+1", "'=1+1"),
            ("-a", "'-a"),
            (" =1", "' =1"),
            ("\t=1", "'\t=1"),
            ("\r=1", '"\'\r=1"'),
            ("\uff1d1", "'\uff1d1"),
            ('a "b"', '"a ""b"""'),
            ("a,b", '"a,b"'),
            ("a\nb", '"a\nb"'),
            ("– a", "– a"),
        ],
    )
    def test_cells(self, value: str | None, cell: str) -> None:
        """A cell of text is written in one way, the one that is documented."""
        column = (Column("a", "string", "", nullable=True), Column("b", "boolean", ""))
        assert write_rows(column, [{"a": value, "b": False}]) == f"a,b\n{cell},false\n"

    def test_lists(self) -> None:
        """A list is a JSON array, and a span is an object of its ends."""
        row: Row = {**ROW, "texts": ["é", 'a"b'], "spans": [{"start": 0, "end": 2}]}
        (line,) = csv.reader([write_rows(COLUMNS, [row]).splitlines()[1]])
        assert line == ["a", "", "1", "true", '["é", "a\\"b"]', '[{"start": 0, "end": 2}]']

    def test_line_ends(self, miniature: okb.KnowledgeBase) -> None:
        """Lines end with LF, the last one too; CRLF is read as well."""
        text = tables.dumps(miniature)
        assert ("\r" in text, text[-1]) == (False, "\n")
        assert tables.loads(text.replace("\n", "\r\n")) == tables.rows(miniature)

    def test_cut_short(self) -> None:
        """A text that ends with a comma ends with an empty cell."""
        columns = (Column("a", "string", ""), Column("b", "string", "", nullable=True))
        assert read_rows(columns, "a,b\nx,", file="t.csv") == [{"a": "x", "b": None}]

    def test_long(self) -> None:
        """A cell may be longer than the standard library reads."""
        rows: list[Row] = [{**ROW, "text": 'a"' * csv.field_size_limit()}]
        assert read_rows(COLUMNS, write_rows(COLUMNS, rows), file="t.csv") == rows

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            (",,1,true,[],[]", "column text: wrong value (expected a value: the column has no nulls, found"),
            ("=1,,1,true,[],[]", "column text: wrong value (expected a text that has an apostrophe before `= + - @`"),
            ("'a,,1,true,[],[]", "column text: wrong value (expected a text that has an apostrophe"),
            ("a,,1.0,true,[],[]", 'column number: wrong value (expected a whole number, found "1.0")'),
            ("a,,01,true,[],[]", 'column number: wrong value (expected a whole number, found "01")'),
            ("a,,\u0661,true,[],[]", "column number: wrong value (expected a whole number"),
            ("a,,1,TRUE,[],[]", 'column flag: wrong value (expected true or false, found "TRUE")'),
            ("a,,1,true,b,[]", "column texts: wrong value (expected a JSON array of texts"),
            ("a,,1,true,[1],[]", "column texts: wrong value (expected a JSON array of texts"),
            ("a,,1,true,{},[]", "column texts: wrong value (expected a JSON array of texts"),
            ('a,,1,true,"[""\\ud800""]",[]', "column texts: wrong value (expected a JSON array of texts"),
            ("a,,1,true,[],[1]", "column spans: wrong value (expected a JSON array of spans"),
            ('a,,1,true,[],"[{""start"": 1}]"', "column spans: wrong value (expected a JSON array of spans"),
            ('a,,1,true,[],"[{""start"": 1, ""end"": true}]"', "column spans: wrong value"),
            ("a,,1,true,[]", "row 2: wrong number of cells (expected 6 cells, found 5)"),
            ("a,,1,true,[],[],", "row 2: wrong number of cells (expected 6 cells, found 7)"),
            ("", "row 2: wrong number of cells (expected 6 cells, found 1)"),
            ('a"b,,1,true,[],[]', "row 2: a quotation mark or a line break stands where none may; a cell that"),
            ('"a,,1,true,[],[]', "row 2: a quotation mark or a line break stands where none may"),
            ('"a"b,,1,true,[],[]', "row 2: a quotation mark or a line break stands where none may"),
            ("a\rb,,1,true,[],[]", "row 2: a quotation mark or a line break stands where none may"),
        ],
    )
    def test_refused(self, line: str, told: str) -> None:
        """What is no such table is refused with its place, and with what should stand there."""
        with pytest.raises(okb.BundleError) as caught:
            read_rows(COLUMNS, f"text,perhaps,number,flag,texts,spans\n{line}\n", file="t.csv")
        assert told in str(caught.value)
        assert {problem.file for problem in caught.value.problems} == {"t.csv"}

    def test_every_fault(self) -> None:
        """All faults of the cells are told at once, each with its row and column."""
        with pytest.raises(okb.BundleError) as caught:
            read_rows(COLUMNS, "text,perhaps,number,flag,texts,spans\n,,x,true,[],[]\na,,1,x,[],[]\n", file="t.csv")
        assert [problem.path for problem in caught.value.problems] == [
            "row 2, column text",
            "row 2, column number",
            "row 3, column flag",
        ]

    @pytest.mark.parametrize("text", ["", "\n", "id;edition\n", "edition,id\n"])
    def test_wrong_columns(self, text: str) -> None:
        """A table with other columns is refused, and both lines of names are shown."""
        with pytest.raises(
            okb.BundleError, match=r"statements.csv: row 1: wrong columns \(expected id,edition,"
        ) as caught:
            tables.loads(text)
        assert caught.value.source == "statements.csv"

    def test_closed_list(self, miniature: okb.KnowledgeBase) -> None:
        """A value that is not in the closed list of its column is refused, and the list is shown."""
        text = tables.dumps(miniature, "relations").replace(",restates,", ",repeats,")
        with pytest.raises(okb.BundleError, match=r"row 3, column kind.*expected one of cause, .*found \"repeats\""):
            tables.loads(text, "relations")


class TestFolder:
    """The tables as a folder with its descriptor."""

    def test_read_back(self, miniature: okb.KnowledgeBase, tmp_path: Path) -> None:
        """A folder holds every table and the descriptor, and reads back; the same input gives the same bytes."""
        folder = tmp_path / "tables"
        tables.dump(miniature, folder)
        assert {path.name for path in folder.iterdir()} == {tables.DESCRIPTOR, *(f"{table}.csv" for table in TABLES)}
        assert tables.load(folder) == {table: tables.rows(miniature, table) for table in TABLES}
        first = {path.name: path.read_bytes() for path in folder.iterdir()}
        tables.dump(miniature, folder)
        assert first == {path.name: path.read_bytes() for path in folder.iterdir()}
        assert first["statements.csv"] == tables.dumps(miniature).encode()

    def test_descriptor(self, miniature: okb.KnowledgeBase, tmp_path: Path) -> None:
        """The descriptor has the columns, whose words they are, what must be there, and the sum of each file."""
        tables.dump(miniature, tmp_path)
        found = json.loads((tmp_path / tables.DESCRIPTOR).read_text("utf-8"))
        assert [resource["name"] for resource in found["resources"]] == list(TABLES)
        for resource in found["resources"]:
            content = (tmp_path / resource["path"]).read_bytes()
            assert (resource["bytes"], resource["hash"]) == (len(content), f"sha256:{sha256(content).hexdigest()}")
            for field, column in zip(resource["schema"]["fields"], tables.columns(resource["name"]), strict=True):
                assert (field["name"], field["origin"]) == (column.name, column.origin)
                assert field.get("constraints", {}).get("required", False) == (not column.nullable)
        (edition,) = found["editions"]
        assert (edition["id"], edition["source_sha256"]) == ("harbour-2030", miniature.source().sha256)

    def test_keys(self, miniature: okb.KnowledgeBase, tmp_path: Path) -> None:
        """Of a whole edition, every id of another record is a foreign key; of a part, those whose records are there."""
        tables.dump(miniature, tmp_path / "whole")
        assert foreign_keys(tmp_path / "whole") == [
            ("statements", "passage", "passages"),
            ("statements", "attribution_statement", ""),
            ("recommendations", "id", "statements"),
            ("recommendations", "passage", "passages"),
            ("recommendations", "attribution_statement", "statements"),
            ("participants", "statement", "statements"),
            ("participants", "actor", "concepts"),
            ("concepts", "supplements", ""),
            ("relations", "source", "statements"),
            ("relations", "target", "statements"),
            ("relations", "passage", "passages"),
            ("passages", "parent", ""),
        ]
        tables.dump(miniature.statements.filter(passage="km2.2"), tmp_path / "part")
        lost = set(foreign_keys(tmp_path / "whole")) - set(foreign_keys(tmp_path / "part"))
        assert lost == {
            ("statements", "attribution_statement", ""),
            ("recommendations", "attribution_statement", "statements"),
            ("passages", "parent", ""),
        }

    def test_shipped_keys(self, shipped: okb.KnowledgeBase, tmp_path: Path) -> None:
        """The shipped edition has every foreign key too."""
        tables.dump(shipped, tmp_path)
        assert len(foreign_keys(tmp_path)) == 12

    def test_concepts_alone(self, miniature: okb.KnowledgeBase, tmp_path: Path) -> None:
        """Concepts belong to no edition, and the descriptor names none."""
        tables.dump(miniature.topics, tmp_path)
        found = json.loads((tmp_path / tables.DESCRIPTOR).read_text("utf-8"))
        assert (found["title"], found["editions"]) == ("Tables of concepts", [])

    def test_descriptor_last(
        self, miniature: okb.KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The descriptor is written last: where a table cannot be written, an old descriptor stays as it was."""
        written: list[str] = []

        def write(path: Path, _: object) -> None:
            written.append(path.name)

        monkeypatch.setattr(tables, "write_whole", write)
        tables.dump(miniature, tmp_path)
        assert written == [*(f"{table}.csv" for table in TABLES), tables.DESCRIPTOR]

    def test_nowhere(self, miniature: okb.KnowledgeBase, tmp_path: Path) -> None:
        """A folder that cannot be made is named in the error."""
        with pytest.raises(FileNotFoundError, match="nowhere"):
            tables.dump(miniature, tmp_path / "nowhere" / "tables")

    def test_refused(self, miniature: okb.KnowledgeBase, tmp_path: Path) -> None:
        """The faults of all tables of a folder are told at once."""
        tables.dump(miniature, tmp_path)
        (tmp_path / "concepts.csv").write_bytes(b"id\xff")
        (tmp_path / "passages.csv").unlink()
        (tmp_path / "relations.csv").write_text("id\n")
        with pytest.raises(okb.BundleError) as caught:
            tables.load(tmp_path)
        assert [(problem.file, problem.path) for problem in caught.value.problems] == [
            ("concepts.csv", "row 1"),
            ("relations.csv", "row 1"),
            ("passages.csv", "row 1"),
        ]
        assert "this is not UTF-8 at byte 2; save the table as UTF-8" in str(caught.value)
        assert "the table cannot be read: No such file or directory" in str(caught.value)
        assert caught.value.source == str(tmp_path)


def foreign_keys(folder: Path) -> list[tuple[str, str, str]]:
    """Give the foreign keys that a descriptor names: table, column, table that is referred to."""
    found = json.loads((folder / tables.DESCRIPTOR).read_text("utf-8"))
    return [
        (resource["name"], key["fields"][0], key["reference"]["resource"])
        for resource in found["resources"]
        for key in resource["schema"]["foreignKeys"]
    ]


class Stand(ModuleType):
    """A stand-in for a library: each name it is not given is a function that gives back what it was called with."""

    def __getattr__(self, name: str) -> Any:
        """Give such a function."""
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *given, **named: (name, *given, *named.items())


class TestFrames:
    """What the libraries are handed; what they make of it is shown where they are installed."""

    @pytest.mark.parametrize(
        ("call", "module", "extra"),
        [
            (tables.to_pandas, "pandas", "pandas"),
            (tables.to_polars, "polars", "polars"),
            (tables.to_arrow, "pyarrow", "arrow"),
        ],
    )
    def test_missing(
        self,
        miniature: okb.KnowledgeBase,
        monkeypatch: pytest.MonkeyPatch,
        call: Callable[..., object],
        module: str,
        extra: str,
    ) -> None:
        """Where the library is missing, the error says what to install."""
        monkeypatch.setattr("octopus_kb.extras.import_module", missing)
        with pytest.raises(okb.MissingExtraError, match=rf"this needs {module}: .*octopus-kb\[{extra}\]"):
            call(miniature)

    def test_parquet_missing(
        self, miniature: okb.KnowledgeBase, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """Without pyarrow no Parquet file is written, and the error says what to install."""
        monkeypatch.setattr("octopus_kb.extras.import_module", missing)
        with pytest.raises(okb.MissingExtraError, match=r"octopus-kb\[arrow\]"):
            tables.to_parquet(miniature, tmp_path / "a.parquet")
        assert list(tmp_path.iterdir()) == []

    def test_pandas(self, miniature: okb.KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
        """Pandas is handed each column with its nullable type, and lists as objects."""
        stand = Stand("pandas")
        vars(stand).update(DataFrame=dict, Series=lambda values, dtype: (values, dtype))
        monkeypatch.setitem(sys.modules, "pandas", stand)
        found = tables.to_pandas(miniature, "passages")
        assert list(found) == [column.name for column in tables.columns("passages")]
        assert {name: dtype for name, (_, dtype) in found.items() if dtype != "string"} == {
            "number": "Int64",
            "start_offset": "Int64",
            "end_offset": "Int64",
            "spans": "object",
        }
        assert found["number"][0] == [row["number"] for row in tables.rows(miniature, "passages")]
        assert tables.to_pandas(miniature)["rejected"][1] == "boolean"

    def test_polars(self, miniature: okb.KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
        """Polars is handed the rows and a type for each column."""
        stand = Stand("polars")
        vars(stand).update(String="text", Int64="integer", Boolean="boolean")
        monkeypatch.setitem(sys.modules, "polars", stand)
        _, found, (_, schema), _ = tables.to_polars(miniature)
        assert found == tables.rows(miniature)
        assert list(schema) == [column.name for column in tables.columns("statements")]
        assert (schema["topics"], schema["rejected"]) == (("List", "text"), "boolean")
        assert schema["spans"] == ("List", ("Struct", {"start": "integer", "end": "integer"}))

    def test_arrow(self, miniature: okb.KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
        """Arrow is handed the rows and a schema that tells what may be null and whose words a column holds."""
        stand = Stand("pyarrow")
        vars(stand).update(Table=SimpleNamespace(from_pylist=lambda rows, schema: (rows, schema)))
        monkeypatch.setitem(sys.modules, "pyarrow", stand)
        found, (_, fields, _) = tables.to_arrow(miniature, "relations")
        assert found == tables.rows(miniature, "relations")
        assert [(name, nullable) for _, name, _, nullable, _ in fields][-1] == ("editorial_note", True)
        assert [metadata["origin"] for *_, metadata in fields][-1] == "editorial"

    def test_parquet(self, miniature: okb.KnowledgeBase, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        """A Parquet file is written whole."""
        stand, writer = Stand("pyarrow"), Stand("pyarrow.parquet")
        vars(stand).update(Table=SimpleNamespace(from_pylist=lambda rows, _: rows))
        vars(writer).update(write_table=lambda rows, file: file.write(f"{len(rows)} rows".encode()))
        monkeypatch.setitem(sys.modules, "pyarrow", stand)
        monkeypatch.setitem(sys.modules, "pyarrow.parquet", writer)
        tables.to_parquet(miniature, tmp_path / "a.parquet", "relations")
        assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("a.parquet", "2 rows")]


def missing(module: str) -> ModuleType:
    """Import nothing."""
    raise ModuleNotFoundError(name=module)

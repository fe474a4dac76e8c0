"""What a document says as flat tables: CSV, data frames, Arrow and Parquet.

- One declaration of columns serves every form: a table has the same columns and values everywhere.
- CSV reads back losslessly, whatever stands in a cell: null is not the empty text, lists are lists.
- No cell of a CSV file runs as a formula in a spreadsheet.
- Columns of the editors' words have names that begin with `editorial_`, and descriptions that say so; all other words
  are the document's, with their offsets in code points.
- A view that the text rejects has `rejected` true in each table of statements.
- Whole numbers that may be missing stay whole numbers: nullable types are kept in each library.
- The same input gives the same bytes, and each file is written whole; the descriptor of a folder comes last.
"""

import os
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any

from octopus_kb import codec
from octopus_kb.errors import BundleError, CriterionError, Problem
from octopus_kb.export._table_columns import TABLE, Column, ColumnType, Row, Table, TableName, Value
from octopus_kb.export._table_csv import read_rows, write_rows
from octopus_kb.export._table_package import describe
from octopus_kb.export._table_rows import make_rows
from octopus_kb.extras import require
from octopus_kb.selection import Exportable, select
from octopus_kb.writing import write_whole

__all__ = [
    "DESCRIPTOR",
    "TABLES",
    "Column",
    "ColumnType",
    "Row",
    "TableName",
    "Value",
    "columns",
    "dump",
    "dumps",
    "load",
    "loads",
    "rows",
    "to_arrow",
    "to_pandas",
    "to_parquet",
    "to_polars",
]

TABLES: tuple[TableName, ...] = tuple(TABLE)
"""The names of the tables."""
DESCRIPTOR = "datapackage.json"
"""The name of the file that describes a folder of tables."""


def columns(table: TableName) -> tuple[Column, ...]:
    """Give the columns of a table, in order: name, type, description, whose words, and whether there may be nulls.

    Raises:
        CriterionError: If there is no such table.

    """
    return _table(table).columns


def rows(of: Exportable, table: TableName = "statements") -> list[Row]:
    """Give the rows of a table as plain values.

    Args:
        of: A knowledge base, or a collection of its records.
        table: The table; see `TABLES`.

    Returns:
        For each row its values by the names of the columns: texts, whole numbers, booleans, lists of texts, lists of
        spans as `{"start": ..., "end": ...}` in code points, and `None` for null.

    Raises:
        CriterionError: If there is no such table.

    """
    _table(table)
    return make_rows(select(of), table)


def dumps(of: Exportable, table: TableName = "statements") -> str:
    """Write a table as CSV (RFC 4180, with a line of names, and LF at the ends of lines).

    A null is an empty cell, a list is a JSON array. A text that begins with `= + - @`, white space or an apostrophe has
    an apostrophe before it, and the empty text is a lone apostrophe: `loads` takes it away again.

    Raises:
        CriterionError: If there is no such table.

    """
    return write_rows(columns(table), rows(of, table))


def loads(text: str, table: TableName = "statements") -> list[Row]:
    """Read a table that `dumps` wrote: the very rows that `rows` gives.

    Raises:
        BundleError: If the text is no such table; every fault is listed with its row and column.
        CriterionError: If there is no such table.

    """
    return read_rows(columns(table), text, file=f"{table}.csv")


def dump(of: Exportable, folder: str | os.PathLike[str]) -> None:
    """Write every table as CSV into a folder, and last `datapackage.json`, a Frictionless Data Package descriptor.

    Each file is written whole. The descriptor has the SHA-256 of each: it tells whether a writing was cut short.
    Of a part of an edition, it names as foreign keys the columns whose records are all in the folder.

    Args:
        of: A knowledge base, or a collection of its records.
        folder: The folder; it is made if it is not there, in a folder that is.

    Raises:
        OSError: If a file cannot be written.

    """
    selection = select(of)
    made = {table: make_rows(selection, table) for table in TABLES}
    files = {table: write_rows(columns(table), made[table]).encode() for table in TABLES}
    descriptor = codec.dumps(describe(selection, made, files))
    Path(folder).mkdir(exist_ok=True)
    for table, content in files.items():
        write_whole(Path(folder, f"{table}.csv"), content)
    write_whole(Path(folder, DESCRIPTOR), descriptor)


def load(folder: str | os.PathLike[str]) -> dict[TableName, list[Row]]:
    """Read the tables of a folder that `dump` wrote.

    Raises:
        BundleError: If a table is missing or is no such table; every fault of every table is listed.

    """
    found: dict[TableName, list[Row]] = {}
    problems: list[Problem] = []
    for table in TABLES:
        try:
            found[table] = loads(_read(Path(folder, f"{table}.csv")), table)
        except BundleError as error:
            problems += error.problems
    if problems:
        raise BundleError(os.fspath(folder), tuple(problems))
    return found


def to_pandas(of: Exportable, table: TableName = "statements") -> Any:  # noqa: ANN401 - pandas may be missing
    """Give a table as a `pandas.DataFrame` with nullable types: `string`, `Int64`, `boolean`.

    Lists are Python lists in columns of type `object`, which `explode` takes apart without pyarrow.

    Raises:
        MissingExtraError: If pandas is not installed.
        CriterionError: If there is no such table.

    """
    types: dict[ColumnType, str] = {"string": "string", "integer": "Int64", "boolean": "boolean"}
    found, pandas = rows(of, table), require("pandas", "pandas")
    return pandas.DataFrame(
        {
            one.name: pandas.Series([row[one.name] for row in found], dtype=types.get(one.type, "object"))
            for one in columns(table)
        }
    )


def to_polars(of: Exportable, table: TableName = "statements") -> Any:  # noqa: ANN401 - polars may be missing
    """Give a table as a `polars.DataFrame`; lists are lists, and spans are lists of structs.

    Raises:
        MissingExtraError: If polars is not installed.
        CriterionError: If there is no such table.

    """
    found, polars = rows(of, table), require("polars", "polars")
    types: dict[ColumnType, Any] = {
        "string": polars.String,
        "integer": polars.Int64,
        "boolean": polars.Boolean,
        "strings": polars.List(polars.String),
        "spans": polars.List(polars.Struct({"start": polars.Int64, "end": polars.Int64})),
    }
    return polars.DataFrame(found, schema={one.name: types[one.type] for one in columns(table)}, orient="row")


def to_arrow(of: Exportable, table: TableName = "statements") -> Any:  # noqa: ANN401 - pyarrow may be missing
    """Give a table as a `pyarrow.Table` whose schema tells which columns may be null.

    The metadata of each field has its description and its origin (`verbatim`, `editorial` or `coded`).

    Raises:
        MissingExtraError: If pyarrow is not installed.
        CriterionError: If there is no such table.

    """
    found, arrow = rows(of, table), require("pyarrow", "arrow")
    types = _arrow_types(arrow)
    fields = [
        arrow.field(one.name, types[one.type], one.nullable, {"description": one.description, "origin": one.origin})
        for one in columns(table)
    ]
    return arrow.Table.from_pylist(found, arrow.schema(fields, {"description": _table(table).description}))


def to_parquet(of: Exportable, path: str | os.PathLike[str], table: TableName = "statements") -> None:
    """Write a table as a Parquet file, with the schema of `to_arrow`.

    Raises:
        MissingExtraError: If pyarrow is not installed.
        CriterionError: If there is no such table.
        OSError: If the file cannot be written.

    """
    content = to_arrow(of, table)
    written = BytesIO()
    require("pyarrow.parquet", "arrow").write_table(content, written)
    write_whole(path, written.getvalue())


def _table(table: TableName) -> Table:
    if table not in TABLE:
        raise CriterionError("table", table, tuple(get_close_matches(str(table), TABLES)) or TABLES)
    return TABLE[table]


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        message, hint = f"this is not UTF-8 at byte {error.start}", "save the table as UTF-8"
    except OSError as error:
        message, hint = f"the table cannot be read: {error.strerror}", "`dump` writes every table"
    raise BundleError(path.name, (Problem(path.name, "row 1", message, hint=hint),))


def _arrow_types(arrow: ModuleType) -> dict[ColumnType, Any]:
    # `element` is the name that Parquet has for a member of a list: under another, a list would come back altered.
    ends = [arrow.field(name, arrow.int64(), nullable=False) for name in ("start", "end")]
    return {
        "string": arrow.string(),
        "integer": arrow.int64(),
        "boolean": arrow.bool_(),
        "strings": arrow.list_(arrow.field("element", arrow.string(), nullable=False)),
        "spans": arrow.list_(arrow.field("element", arrow.struct(ends), nullable=False)),
    }

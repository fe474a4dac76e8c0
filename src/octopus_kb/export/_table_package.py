"""The descriptor of a folder of tables: a Frictionless Data Package."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from octopus_kb.edition import Edition
from octopus_kb.export._table_columns import TABLE, Column, ColumnType, Row, TableName
from octopus_kb.selection import Selection

_TYPES: dict[ColumnType, str] = {"strings": "array", "spans": "array"}
_DESCRIPTION = (
    "What a document says, as tables. Columns whose names begin with editorial_ hold the editors' words; those whose "
    "origin is verbatim hold words of the source, with offsets into it in code points. A text cell that begins with an "
    "apostrophe is the text after it; a lone apostrophe is the empty text; an empty cell is null."
)


def describe(
    selection: Selection, rows: Mapping[TableName, Sequence[Row]], files: Mapping[TableName, bytes]
) -> dict[str, Any]:
    """Make the descriptor of tables that are written as CSV.

    Args:
        selection: What the tables are of.
        rows: The rows of each table.
        files: The bytes of each file: their number and their SHA-256 go into the descriptor, so that a descriptor tells
            whether it belongs to the files beside it.

    """
    return {
        "profile": "tabular-data-package",
        "name": "octopus-kb-tables",
        "title": f"Tables of {', '.join(selection.editions.ids) or 'concepts'}",
        "description": _DESCRIPTION,
        "editions": [_edition(one) for one in selection.editions],
        "resources": [_resource(table, rows, files[table]) for table in TABLE],
    }


def _edition(edition: Edition) -> dict[str, str]:
    return {
        "id": edition.id,
        "content_version": edition.content_version,
        "title": edition.document.title,
        "source_sha256": edition.document.sha256,
        "rights": edition.document.rights,
    }


def _resource(table: TableName, rows: Mapping[TableName, Sequence[Row]], content: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table,
        "path": f"{table}.csv",
        "description": TABLE[table].description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
        "schema": {
            "fields": [_field(column) for column in TABLE[table].columns],
            "missingValues": [""],
            "primaryKey": list(TABLE[table].key),
            "foreignKeys": [_foreign_key(table, one) for one in TABLE[table].columns if _held(one, table, rows)],
        },
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {} if column.nullable else {"required": True}
    if column.choices:
        constraints["enum"] = [member.value for member in column.choices]
    return {
        "name": column.name,
        "type": _TYPES.get(column.type, column.type),
        "description": column.description,
        "origin": column.origin.value,
        **({"constraints": constraints} if constraints else {}),
    }


def _held(column: Column, table: TableName, rows: Mapping[TableName, Sequence[Row]]) -> bool:
    """Tell whether a column's ids are all in the table it refers to: a part of an edition may point beyond itself."""
    if column.refers is None:
        return False
    there = {row["id"] for row in rows[column.refers]}
    return {row[column.name] for row in rows[table]} <= {None, *there}


def _foreign_key(table: TableName, column: Column) -> dict[str, Any]:
    there = "" if column.refers == table else column.refers  # the empty name stands for the same table
    return {"fields": [column.name], "reference": {"resource": there, "fields": ["id"]}}

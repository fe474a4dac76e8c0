"""JSON Schema (2020-12) of each file of a bundle, and of the one-file export: for editors and for validators.

- A schema is of the format, not of any content: `dumps` and `dump` take the name of a file where those of other formats
  take a knowledge base.
- Each says what every key means, completes ids by their form and closed lists by their members, and knows no key that
  the loader does not know. It stands alone: it points to no other schema.
- No schema is stricter than the loader. What spans records (whether ids lead somewhere, whether quotes stand in the
  source) is beyond a schema: only loading proves a bundle.
- `$id` is a name (`urn:octopus-kb:schema:1:statements`), not an address: nothing is to be fetched.
"""

import os
from importlib.resources import files
from pathlib import Path

from octopus_kb.errors import CriterionError
from octopus_kb.graph import near_matches
from octopus_kb.vocabulary import Scheme
from octopus_kb.writing import write_whole

NAMES: tuple[str, ...] = (
    "edition.json",
    "statements.json",
    "relations.json",
    "context.json",
    *(f"vocabularies/{scheme}.json" for scheme in Scheme),
    "export.json",
)
"""The files that have a schema, by their names in a bundle's folder; `export.json` is what `export.json` writes."""


def dumps(name: str) -> str:
    """Give the schema of a file as JSON.

    Args:
        name: One of `NAMES`, such as `statements.json` or `vocabularies/topic.json`.

    Raises:
        CriterionError: If no file of the format has this name; near matches are named.

    """
    return files("octopus_kb").joinpath("data", "schema", file_name(name)).read_text("utf-8")


def dump(name: str, path: str | os.PathLike[str]) -> None:
    """Write the schema of a file, whole or not at all.

    Args:
        name: One of `NAMES`.
        path: The file to write.

    Raises:
        CriterionError: If no file of the format has this name; near matches are named.
        OSError: If the file cannot be written.

    """
    write_whole(path, dumps(name))


def dump_all(folder: str | os.PathLike[str]) -> None:
    """Write every schema into a folder, each under its `file_name`.

    Args:
        folder: The folder, which must be there.

    Raises:
        OSError: If a file cannot be written.

    """
    for name in NAMES:
        dump(name, Path(folder) / file_name(name))


def file_name(name: str) -> str:
    """Give the name under which the schema of a file is kept, such as `topic.schema.json`.

    Raises:
        CriterionError: If no file of the format has this name; near matches are named.

    """
    if name not in NAMES:
        raise CriterionError("name", name, near_matches(name, NAMES))
    return f"{Path(name).stem}.schema.json"

"""Everything in one JSON object that stands alone, and back under the same proof as a folder.

- The object holds the version of the format, `vocabularies` with every concept that the editions may point to, the
  packaged ones included, and `editions`: of each its source text, edition, passages, statements, relations and facts
  from outside. JSON Schema: `octopus_kb.export.schema.dumps("export.json")`.
- Nothing is lost: `loads(dumps(kb)) == kb`, and what is read back is written as the same bytes.
- Canonical: UTF-8, two-space indent, keys in the order of the records, every quote with its spans.
- What is read is proved as a folder is; every fault is told with its path inside the file, nothing is half loaded.
- The vocabularies of the file are its own: they hold even where the packaged ones have come to say something else, and
  no packaged concept is mixed with them.
- Of a collection, the object holds the selected records alone, with the whole source that their offsets count in, and
  says `"selection": true`. Such an object cannot be proved and is not read back.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from octopus_kb import codec
from octopus_kb.edition import Bundle
from octopus_kb.errors import BundleError, Problem
from octopus_kb.knowledge import KnowledgeBase
from octopus_kb.onefile import read_one_file
from octopus_kb.selection import Exportable, Selection, select
from octopus_kb.vocabulary import Scheme
from octopus_kb.writing import write_whole


def dumps(of: Exportable) -> str:
    """Write a knowledge base, or what a collection holds, as one JSON object.

    Args:
        of: A knowledge base, or a collection of its records. The records of a collection come in the order of their
            edition. What comes of a collection cannot be read back, unless it is one of editions.

    """
    selection = select(of)
    vocabularies = _vocabularies(selection)
    written = [concept["id"] for concepts in vocabularies.values() for concept in concepts]
    data: dict[str, Any] = {"schema_version": codec.SCHEMA_VERSION} | ({} if selection.whole else {"selection": True})
    data |= {"vocabularies": vocabularies}
    data |= {"editions": [_edition(bundle, selection, written) for bundle in _bundles(selection)]}
    return codec.dumps(data)


def dump(of: Exportable, path: str | os.PathLike[str]) -> None:
    """Write that object into a file, whole or not at all.

    Raises:
        OSError: If the file cannot be written.

    """
    write_whole(path, dumps(of))


def loads(data: str | bytes, *, name: str = "<json>") -> KnowledgeBase:
    """Read back what was written, under the same proof as a folder.

    Args:
        data: The JSON, as text or as UTF-8.
        name: What the error is to call it.

    Raises:
        BundleError: If anything is wrong with it; every fault that can be found is listed.

    """
    return _proved(data, file=name, source=name)


def load(path: str | os.PathLike[str]) -> KnowledgeBase:
    """Read back a file that was written, under the same proof as a folder.

    Raises:
        BundleError: If it cannot be read, or if anything is wrong with it; every fault that can be found is listed.

    """
    source = os.fspath(path)
    file = os.path.basename(source) or "."  # noqa: PTH119 - a name that no file can have is told, rather than an error
    try:
        data = Path(source).read_bytes()
    except (OSError, ValueError) as error:  # a null character in the name is a ValueError
        reason = getattr(error, "strerror", None) or error
        raise BundleError(source, (Problem(file, "$", f"the file cannot be read: {reason}"),)) from None
    return _proved(data, file=file, source=source)


def _proved(data: str | bytes, *, file: str, source: str) -> KnowledgeBase:
    try:
        encoded = data.encode() if isinstance(data, str) else data
    except UnicodeEncodeError:
        message = "malformed JSON: half a surrogate pair stands for no character"
        raise BundleError(source, (Problem(file, "$", message),)) from None
    return KnowledgeBase(read_one_file(encoded, file=file, source=source))


def _vocabularies(selection: Selection) -> dict[str, list[Any]]:
    """Give the selected concepts of each scheme that has any, in their order, as plain data."""
    found: dict[Scheme, list[Any]] = {scheme: [] for scheme in Scheme}
    for concept in selection.concepts:
        found[concept.scheme].append(codec.unstructure(concept))
    return {scheme.value: concepts for scheme, concepts in found.items() if concepts}


def _bundles(selection: Selection) -> list[Bundle]:
    """Give the bundles of the selected editions, and those that selected facts come from."""
    editions, facts = set(selection.editions.ids), set(selection.context.ids)
    return [
        bundle
        for bundle in selection.holdings.bundles
        if bundle.edition.id in editions or any(fact.id in facts for fact in bundle.context)
    ]


def _edition(bundle: Bundle, selection: Selection, written: list[str]) -> dict[str, Any]:
    # The ids are left out where an edition may point to all that is written: the usual case takes no hundred lines.
    listed = [concept.id for concept in bundle.concepts]
    return {
        "source": bundle.source.text,
        **({"concepts": listed} if selection.whole and listed != written else {}),
        "edition": codec.unstructure(bundle.edition),
        "passages": _plain(bundle.passages, selection.passages.ids),
        "statements": _plain(bundle.statements, selection.statements.ids),
        "relations": _plain(bundle.relations, selection.relations.ids),
        "context": _plain(bundle.context, selection.context.ids),
    }


def _plain(records: Iterable[Any], ids: Iterable[str]) -> list[Any]:
    """Give the records that are selected, in the order of their edition, as plain data."""
    chosen = set(ids)
    return [codec.unstructure(record) for record in records if record.id in chosen]

"""A folder in, a checked bundle out; every fault that can be found is told at once, and nothing is half loaded."""

import os
from collections.abc import Callable, Collection, Iterable
from functools import cache, partial
from stat import S_ISDIR, S_ISREG
from typing import Any

from octopus_kb.checks import check_vocabularies
from octopus_kb.concepts import RECORD_OF_SCHEME, Concept
from octopus_kb.edition import Bundle, ContextFact
from octopus_kb.errors import BundleError, Problem
from octopus_kb.gathering import Gatherer, head_problems, read_object
from octopus_kb.graph import near_matches
from octopus_kb.model import Passage, Relation, Statement
from octopus_kb.vocabulary import Scheme

EDITIONS = ("octopus-2021",)
"""The ids of the editions that are shipped."""

_OPTIONAL = {"relations.json", "context.json", *(f"vocabularies/{scheme}.json" for scheme in Scheme)}
_JSON_FILES = {"edition.json", "statements.json", *_OPTIONAL}
_SHIPPED = {"source.txt", "edition.json", "statements.json", "relations.json", "context.json"}
_DATA = f"{os.path.dirname(__file__)}/data"  # noqa: PTH120 - a path inside a zip archive is no path of the file system

_Read = Callable[[str], bytes]


def load_folder(folder: str | os.PathLike[str]) -> Bundle:
    """Load a bundle from a folder of files.

    Args:
        folder: The folder that holds `source.txt`, `edition.json`, `statements.json` and, if there are any,
            `relations.json`, `context.json` and `vocabularies/<scheme>.json`.

    Raises:
        BundleError: If anything is wrong with it; every fault that can be found is listed.

    """
    from pathlib import Path  # which is slow to import, and the shipped edition needs none

    root = Path(folder)
    if not os.path.isdir(root):  # noqa: PTH112 - a name that no file can have is not there, rather than an error
        state = "this is a file, not a folder" if os.path.exists(root) else "the folder is not there"  # noqa: PTH110 - as above
        raise BundleError(str(root), (Problem(".", "$", state, hint="give the folder of a bundle"),))
    try:
        present = _present(str(root))
    except OSError as error:
        place = os.path.relpath(error.filename, root)
        raise BundleError(str(root), (Problem(place, "$", f"the folder cannot be read: {error.strerror}"),)) from None
    return _Loader(str(root), present, partial(_from_folder, str(root)), _strays(present)).bundle()


@cache
def load_shipped(edition: str) -> Bundle:
    """Load a shipped edition, once; the same proof is run on it as on any other folder.

    Raises:
        BundleError: If the installed files were altered.

    """
    return _Loader(edition, _SHIPPED, lambda name: read_packaged(f"editions/{edition}/{name}")).bundle()


@cache
def shared_concepts() -> dict[str, Concept]:
    """Give the packaged concepts by id, checked once."""
    loader = _Loader("packaged vocabularies", {f"vocabularies/{scheme}.json" for scheme in Scheme}, read_packaged)
    loader.read_concepts()
    parts = loader.gathered.parts
    loader.refuse([*loader.gathered.problems, *check_vocabularies(parts)])
    return {entry.record.id: entry.record for entry in parts.concepts}


def read_packaged(name: str) -> bytes:
    """Read a file of the package's data, by its path below `data`."""
    # The loader reads from a zip archive too, and takes no time to import.
    data: bytes = __spec__.loader.get_data(f"{_DATA}/{name}")  # type: ignore[union-attr]  # set by the import system
    return data


def _present(root: str) -> set[str]:
    """Give the names of what is in a folder and in its folder of vocabularies."""
    names = set(os.listdir(root))  # noqa: PTH208 - quicker by far, and it counts here
    if "vocabularies" in names:
        names |= {f"vocabularies/{name}" for name in os.listdir(f"{root}/vocabularies")}  # noqa: PTH208 - as above
    return names


def _from_folder(root: str, name: str) -> bytes:
    path = f"{root}/{name}"
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - as above
        if not S_ISREG(mode) and not S_ISDIR(mode):  # who opens a pipe waits for whoever writes into it
            raise OSError(0, "it is neither a file nor a folder")
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - as above
            return file.read()
    except FileNotFoundError:
        raise OSError(0, "it is a link that leads nowhere") from None


def _strays(present: set[str]) -> list[Problem]:
    """Find JSON files that a bundle has no place for: a misspelt name must not go unseen."""
    found = {name for name in present if name.lower().endswith(".json")}
    return [
        Problem(name, "$", "no such file belongs to a bundle", hint=_meant(name))
        for name in sorted(found - _JSON_FILES)
    ]


def _meant(name: str) -> str:
    near = near_matches(name, sorted(_JSON_FILES))
    return f"did you mean {' or '.join(near)}?" if near else f"files of a bundle: {', '.join(sorted(_JSON_FILES))}"


class _Loader:
    """Reads the files of one bundle, and hands over what they hold."""

    def __init__(self, name: str, files: Collection[str], read: _Read, problems: Iterable[Problem] = ()) -> None:
        self.name, self.files, self.read, self.gathered = name, files, read, Gatherer(problems)

    def bundle(self) -> Bundle:
        """Read everything, prove it, and put it together."""
        gathered = self.gathered
        gathered.parts.shared = shared_concepts()
        gathered.take_source(self.bytes_of("source.txt"))
        gathered.take_edition(self.object_of("edition.json", "edition", passages=Passage))
        gathered.take_statements(self.object_of("statements.json", statements=Statement))
        gathered.take_relations(self.object_of("relations.json", relations=Relation))
        gathered.take_context(self.object_of("context.json", facts=ContextFact))
        self.read_concepts()
        self.refuse(gathered.faults())
        return gathered.bundle()

    def read_concepts(self) -> None:
        """Read the vocabularies of the bundle's own."""
        for scheme in Scheme:
            if (file := f"vocabularies/{scheme}.json") in self.files:
                self.gathered.take_concepts(self.object_of(file, concepts=RECORD_OF_SCHEME[scheme]), scheme)

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Raise what was found, if anything was."""
        if found := tuple(problems):
            raise BundleError(self.name, found)

    def object_of(self, file: str, *others: str, **arrays: type) -> dict[str, Any] | None:
        """Read a JSON file, making the records of its arrays, and check its head."""
        data = self.bytes_of(file)
        if data is None:
            return None
        try:
            found = read_object(data, file=file, arrays=arrays)
        except BundleError as error:
            self.gathered.problems.extend(error.problems)
            self.gathered.lose(file)
            return None
        keys = {*others, *arrays}
        self.gathered.problems.extend(head_problems(found, file, keys))
        if keys - found.keys():
            self.gathered.lose(file)
        return found

    def bytes_of(self, file: str) -> bytes | None:
        """Read a file; a missing one is a problem unless a bundle can do without."""
        if file in self.files:
            try:
                return self.read(file)
            except OSError as error:
                self.gathered.problems.append(Problem(file, "$", f"the file cannot be read: {error.strerror}"))
        elif file in _OPTIONAL:
            return None
        else:
            self.gathered.problems.append(Problem(file, "$", "the file is not there"))
        self.gathered.lose(file)
        return None

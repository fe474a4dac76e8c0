"""One JSON object in, checked bundles out: editions in a single file, with every concept that they may point to."""

from collections.abc import Iterator
from typing import Any, TypeVar

from attrs import evolve, frozen

from octopus_kb.checks import check_vocabularies
from octopus_kb.codec import shown
from octopus_kb.concepts import Concept, Instrument
from octopus_kb.edition import Bundle, ContextFact, Edition
from octopus_kb.errors import BundleError, Problem
from octopus_kb.gathering import Gatherer, head_problems, key_problems, read_object
from octopus_kb.vocabulary import Scheme

M = TypeVar("M", bound=dict[str, Any] | list[Any])

KEYS = ("vocabularies", "editions")
"""The keys of the file besides its version; a selection has `selection` too."""
KEYS_OF_EDITION = ("source", "edition", "passages", "statements", "relations", "context")
"""The keys of an edition in the file; it may have `concepts` too."""


def read_one_file(data: bytes, *, file: str, source: str) -> tuple[Bundle, ...]:
    """Prove the editions in the bytes of a file as those of folders are proved.

    The vocabularies of the file are all that its editions may point to: no packaged concept is mixed with them.

    Args:
        data: The bytes of the file.
        file: The name of the file, for messages.
        source: What the error says was refused.

    Raises:
        BundleError: If anything is wrong with it; every fault that can be found is listed.

    """
    try:
        return _OneFile(read_object(data, file=file), file).bundles()
    except BundleError as error:
        raise BundleError(source, error.problems) from None


@frozen
class _OneFile:
    """The object in a file, and the file's name."""

    data: dict[str, Any]
    file: str

    def bundles(self) -> tuple[Bundle, ...]:
        """Prove everything, and put it together."""
        self.refuse([*self.selection_problems()])
        problems = head_problems(self.data, self.file, KEYS, optional=("selection",))
        words = _Vocabularies(self, problems)
        editions = self.member("editions", list, problems)
        found = [_OneEdition(self, words, n, one) for n, one in enumerate(editions)]
        problems += [problem for edition in found for problem in edition.faults()]
        if editions is self.data.get("editions") and not any(edition.unsure for edition in found):
            problems += words.unlisted({id for edition in found for id in edition.gathered.parts.shared})
        problems += self.repeated(found)
        self.refuse(problems)
        return tuple(edition.gathered.bundle() for edition in found)

    def refuse(self, problems: list[Problem]) -> None:
        """Raise what was found, if anything was."""
        if problems:
            raise BundleError(self.file, tuple(problems))

    def selection_problems(self) -> Iterator[Problem]:
        """Refuse a selection: what its passages and statements leave out would be told as a fault."""
        if self.data.get("selection") is True:
            hint = "export a knowledge base, or a collection of its editions, to have what can be read back"
            yield self.problem("$.selection", "a selection cannot be proved as an edition", hint=hint)
        elif "selection" in self.data:
            found = shown(self.data["selection"])
            yield self.problem("$.selection", "wrong value", expected="true, or no such key", found=found)

    def member(self, key: str, kind: type[M], problems: list[Problem]) -> M:
        """Give what stands under a key at the top; an empty one if it is not there or of another type."""
        found = self.data.get(key)
        if type(found) is kind:
            return found
        if key in self.data:
            expected = "an array" if kind is list else "an object"
            problems.append(self.problem(f"$.{key}", "wrong value", expected=expected, found=shown(found)))
        return kind()

    def problem(self, path: str, message: str, **details: str | None) -> Problem:
        """Describe a fault of the file."""
        return Problem(self.file, path, message, **details)

    def moved(self, problem: Problem, edition: str) -> Problem:
        """Turn the place of a problem in the files of a folder into its place in this file."""
        path = problem.path
        if problem.file.startswith("vocabularies/"):
            scheme = problem.file.removeprefix("vocabularies/").removesuffix(".json")
            path = f"$.vocabularies.{scheme}{path.removeprefix('$.concepts')}"
        elif problem.file == "context.json":
            path = f"{edition}.context{path.removeprefix('$.facts')}"
        elif problem.file == "source.txt":
            path = f"{edition}.source"
        else:
            path = edition + path.removeprefix("$")
        message = problem.message.replace("source.txt", "the source")
        return evolve(problem, file=self.file, path=path, message=message)

    def repeated(self, editions: list["_OneEdition"]) -> Iterator[Problem]:
        """Find an id that two editions give to different things: they could not be held together."""
        taken: dict[str, Edition | ContextFact] = {}
        for edition in editions:
            if (entry := edition.gathered.parts.edition) is not None:
                if entry.record.id in taken:
                    message = "another edition has this id"
                    yield self.problem(f"{edition.path}.edition.id", message, found=shown(entry.record.id))
                taken[entry.record.id] = entry.record
            for fact in edition.gathered.parts.context:
                if taken.setdefault(fact.record.id, fact.record) != fact.record:
                    message = "another edition has another fact under this id"
                    yield self.moved(fact.problem(".id", message, found=fact.record.id), edition.path)


class _Vocabularies:
    """The concepts of the file, proved once for all its editions."""

    def __init__(self, whole: _OneFile, problems: list[Problem]) -> None:
        self.whole, self.gathered = whole, Gatherer()
        held = whole.member("vocabularies", dict, problems)
        for scheme in Scheme:
            if scheme.value in held:
                self.gathered.take_concepts({"concepts": held[scheme.value]}, scheme)
        parts = self.gathered.parts
        if held is not whole.data.get("vocabularies"):  # what the file has is not known
            for scheme in Scheme:
                self.gathered.lose(f"vocabularies/{scheme}.json")
        problems += key_problems(held, whole.file, "$.vocabularies", (), [*Scheme])
        faults = [*self.gathered.problems, *check_vocabularies(parts)]
        problems += [whole.moved(fault, "") for fault in faults]
        self.concepts: dict[str, Concept] = {entry.record.id: entry.record for entry in parts.concepts}

    def unlisted(self, listed: set[str]) -> Iterator[Problem]:
        """Find the concepts that no edition may point to: they would be lost without a word."""
        for entry in self.gathered.parts.concepts:
            if entry.record.id not in listed:
                yield self.whole.moved(entry.problem("", "no edition lists the concept", found=entry.record.id), "")


class _OneEdition:
    """One edition of the file."""

    def __init__(self, whole: _OneFile, words: _Vocabularies, number: int, data: object) -> None:
        self.whole, self.words, self.gathered, self.path = whole, words, Gatherer(), f"$.editions[{number}]"
        self.own: list[Problem] = []
        """Problems whose place is that in the file."""
        self.unsure = False
        """Whether it is not known which concepts the edition lists."""
        self.gathered.parts.unread |= words.gathered.parts.unread
        self.gathered.parts.lost |= words.gathered.parts.lost
        self.take(self.members(data))

    def members(self, data: object) -> dict[str, Any]:
        """Give what stands under the keys of the edition, noting what is not there."""
        if type(data) is not dict:
            self.own.append(self.whole.problem(self.path, "wrong value", expected="an object", found=shown(data)))
            found: dict[str, Any] = {}
        else:
            found = data
            self.own += key_problems(data, self.whole.file, self.path, KEYS_OF_EDITION, ("concepts",))
        for key in {*KEYS_OF_EDITION} - found.keys():
            file = {"edition": "edition", "passages": "edition"}.get(key, key)
            self.gathered.lose("source.txt" if key == "source" else f"{file}.json")
        return found

    def take(self, members: dict[str, Any]) -> None:
        """Hand over what the edition holds."""
        gathered = self.gathered
        gathered.parts.shared = self.listed(members)
        self.take_source(members)
        gathered.take_edition(members)
        gathered.take_statements(members)
        gathered.take_relations(members)
        gathered.take_context({"facts": members["context"]} if "context" in members else None)

    def take_source(self, members: dict[str, Any]) -> None:
        """Hand over the text of the source, as the bytes that it is proved by."""
        text = members.get("source", "")
        if type(text) is not str:
            path = f"{self.path}.source"
            self.own.append(self.whole.problem(path, "wrong value", expected="a string", found=shown(text)))
        elif "source" in members:
            self.gathered.take_source(text.encode())

    def listed(self, members: dict[str, Any]) -> dict[str, Concept]:
        """Give the concepts that the edition may point to: those that it lists, or else all there are."""
        concepts, found = self.words.concepts, members.get("concepts")
        if "concepts" not in members:
            return concepts
        where = f"{self.path}.concepts"
        if type(found) is not list or not all(type(id) is str for id in found):
            self.unsure = True
            self.own.append(self.whole.problem(where, "wrong value", expected="an array of ids", found=shown(found)))
            return concepts
        unread, seen = self.words.gathered.parts.unread, set[str]()
        for n, id in enumerate(found):
            if id not in concepts and id not in unread and not self.words.gathered.parts.lost:
                self.own.append(self.whole.problem(f"{where}[{n}]", "no concept has this id", found=shown(id)))
            elif id in seen:
                self.own.append(self.whole.problem(f"{where}[{n}]", "the concept is listed twice", found=shown(id)))
            seen.add(id)
        chosen = {id: concepts[id] for id in found if id in concepts}
        self.own += self.left_out(chosen)
        return chosen

    def left_out(self, chosen: dict[str, Concept]) -> Iterator[Problem]:
        """Find concepts that listed ones name, and that are not listed."""
        for concept in chosen.values():
            supplements = concept.supplements if isinstance(concept, Instrument) else None
            for id in (*concept.broader, *([supplements] if supplements else ())):
                if id in self.words.concepts and id not in chosen:
                    message = f"a listed concept names {shown(id)}, which is not listed"
                    yield self.whole.problem(f"{self.path}.concepts", message, found=concept.id)

    def faults(self) -> list[Problem]:
        """Prove the edition, and give every problem at its place in the file."""
        return [*self.own, *(self.whole.moved(fault, self.path) for fault in self.gathered.faults())]

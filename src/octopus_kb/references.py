"""The rules for ids: each is well formed and unique, each that is named exists, and nothing is wider than itself."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain, groupby, product
from operator import attrgetter
from typing import Any

from octopus_kb.concepts import Instrument
from octopus_kb.errors import Problem
from octopus_kb.graph import circles, near_matches
from octopus_kb.model import Statement
from octopus_kb.parts import Entry, Parts
from octopus_kb.vocabulary import Scheme

FIELD_OF_SCHEME = {
    Scheme.TOPIC: "topics",
    Scheme.THREAT: "threats",
    Scheme.MEASURE: "measures",
    Scheme.INTEREST: "interests",
    Scheme.TECHNOLOGY: "technologies",
    Scheme.INSTRUMENT: "instruments",
    Scheme.EVENT: "events",
    Scheme.PLACE: "places",
}
"""The field of a statement that holds the concepts of each scheme; actors are in its participants."""

SLUG = r"[a-z0-9]+(?:[-.][a-z0-9]+)*"
"""The regular expression of what stands after the colon of an id."""
EDITION_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
"""The regular expression of an edition's id."""
_EDITION_ID = re.compile(rf"{EDITION_ID}\Z")
_ID = re.compile(rf"({SLUG}):{SLUG}\Z")


def check_ids(parts: Parts) -> Iterator[Problem]:
    """Prove that ids are well formed, and that none stands for two records."""
    edition = parts.edition.record.id if parts.edition else None
    if parts.edition and edition is not None and (not _EDITION_ID.match(edition) or edition in {*Scheme, "context"}):
        hint = "use lower-case letters, digits and hyphens, and no name of a scheme"
        yield parts.edition.problem(".id", "the id of the edition is not well formed", found=edition, hint=hint)
        edition = None
    taken: set[str] = set(parts.shared)
    for file, records in groupby(parts.records(), attrgetter("file")):
        entries, heads = list(records), _heads(file, edition)
        # The ids of a file are looked at together first: seldom is one of them wrong.
        ids = [id for entry in entries for id in _ids_of(entry)]
        if _well_formed(ids, heads) and len({*ids}) == len(ids) and taken.isdisjoint(ids):
            taken.update(ids)
        else:
            yield from _misnamed_of(entries, heads, taken, parts.shared)


def _ids_of(entry: Entry[Any]) -> tuple[str, ...]:
    return (entry.record.id, *getattr(entry.record, "former_ids", ()))


def _well_formed(ids: list[str], heads: tuple[str, ...]) -> bool:
    """Tell of most lists of ids that each is well formed."""
    return len(heads) == 1 and all(map(re.compile(rf"{re.escape(heads[0])}:{SLUG}").fullmatch, ids))


def _misnamed_of(
    entries: list[Entry[Any]], heads: tuple[str, ...], taken: set[str], shared: Collection[str]
) -> Iterator[Problem]:
    for entry in entries:
        for n, id in enumerate(_ids_of(entry)):
            form = _ID.match(id)
            if not form or id in taken or (heads and form[1] not in heads):
                where = f".former_ids[{n - 1}]" if n else ".id"
                yield _misnamed(entry, where, id, heads, packaged=id in shared)
            taken.add(id)


def _misnamed(entry: Entry[object], where: str, id: str, heads: tuple[str, ...], *, packaged: bool) -> Problem:
    form = _ID.match(id)
    if not form or (heads and form[1] not in heads):
        wanted = " or ".join(f"{head}:<slug>" for head in heads) or "<edition>:<slug>"
        return entry.problem(where, "the id is not well formed", expected=wanted, found=id)
    whose = "; it is in the packaged vocabulary" if packaged else ""
    return entry.problem(where, f"the id is taken by another record{whose}", found=id)


def _heads(file: str, edition: str | None) -> tuple[str, ...]:
    """Give what may stand before the colon in a record's id; nothing if that is not known."""
    if file.startswith("vocabularies/"):
        return (_head(file),)
    if file == "context.json":
        return ("context",)
    return (edition,) if edition else ()


def _head(file: str) -> str:
    """Give the scheme of a vocabulary file."""
    return file.removeprefix("vocabularies/").removesuffix(".json")


def check_references(parts: Parts) -> Iterator[Problem]:
    """Prove that each id that a record names is that of a record, and of the right scheme."""
    known = _known_ids(parts)
    for entries, fields in _references(parts):
        # The ids of all records together take a tenth of the time: seldom is one of them unknown.
        doubtful, records = [], [entry.record for entry in entries]
        for where, ids_of, kinds in fields:
            right = set().union(*(known[kind] for kind in kinds)) if len(kinds) > 1 else known[kinds[0]]
            known_all = right.issuperset(chain.from_iterable(map(ids_of, records)))
            if not known_all and not any(_files(kind) & parts.lost for kind in kinds):
                doubtful.append((where, ids_of, kinds, right))
        for entry, (where, ids_of, kinds, right) in product(entries, doubtful):
            for n, id in enumerate(ids_of(entry.record)):
                if id not in right and id not in parts.unread:
                    yield _unknown(entry, where.format(n), id, kinds, known)
    yield from _repeated(parts)


def _known_ids(parts: Parts) -> dict[str, set[str]]:
    """Give the ids there are, by what they are ids of."""
    concepts = concept_ids(parts)
    known: dict[str, set[str]] = {scheme.value: set() for scheme in Scheme}
    for id in concepts:
        known.setdefault(id.partition(":")[0], set()).add(id)
    known["concept"] = concepts
    known["passage"] = {entry.record.id for entry in parts.passages}
    known["statement"] = {entry.record.id for entry in parts.statements}
    return known


def concept_ids(parts: Parts) -> set[str]:
    """Give the ids of the concepts that the records may name."""
    return {*parts.shared, *(entry.record.id for entry in parts.concepts)}


def _unknown(entry: Entry[object], where: str, id: str, kinds: tuple[str, ...], known: dict[str, set[str]]) -> Problem:
    wanted = " or ".join(kinds)
    if any(id in ids for ids in known.values()):
        return entry.problem(where, "the id is of the wrong kind", expected=wanted, found=id)
    near = near_matches(id, sorted(name for kind in kinds for name in known[kind] if _ID.match(name)))
    hint = f"did you mean {' or '.join(near)}?" if near else None
    return entry.problem(where, f"no {wanted} has this id", found=id, hint=hint)


def _files(kind: str) -> set[str]:
    """Give the files in which records of a kind stand."""
    if kind == "concept":
        return {f"vocabularies/{scheme}.json" for scheme in Scheme}
    return {{"passage": "edition.json", "statement": "statements.json"}.get(kind, f"vocabularies/{kind}.json")}


_Fields = list[tuple[str, Callable[[Any], Collection[str]], tuple[str, ...]]]
"""Fields that hold ids: where, with a place for the number, what gives them, and what they must be ids of."""


def _references(parts: Parts) -> Iterator[tuple[Sequence[Entry[Any]], _Fields]]:
    """Yield records of one kind, with the fields of theirs that hold ids."""
    yield parts.passages, [(".parent", lambda one: _some(one.parent), ("passage",))]
    yield parts.statements, _OF_STATEMENT
    yield parts.relations, _OF_RELATION
    yield parts.context, [(".about", lambda one: (one.about,), ("concept",))]
    for file, concepts in groupby(parts.concepts, attrgetter("file")):
        supplements = ".supplements", lambda one: _some(getattr(one, "supplements", None)), ("instrument",)
        yield list(concepts), [(".broader[{}]", attrgetter("broader"), (_head(file),)), supplements]
    yield [parts.edition] if parts.edition else [], _OF_EDITION


_OF_STATEMENT: _Fields = [
    (".passage", lambda one: (one.passage,), ("passage",)),
    *((f".{name}[{{}}]", attrgetter(name), (scheme.value,)) for scheme, name in FIELD_OF_SCHEME.items()),
    (".participants[{}].actor", lambda one: [member.actor for member in one.participants], ("actor",)),
    (".items[{}].concept", lambda one: [item.concept for item in one.items], ("concept",)),
    (".examples[{}].concept", lambda one: [item.concept for item in one.examples], ("concept",)),
    (".directive.addressees[{}]", lambda one: one.directive.addressees if one.directive else (), ("actor",)),
    (
        ".attribution.holders[{}]",
        lambda one: one.attribution.holders if one.attribution else (),
        ("actor", "event"),
    ),
    (
        ".attribution.statement",
        lambda one: _some(one.attribution.statement) if one.attribution else (),
        ("statement",),
    ),
]
_OF_RELATION: _Fields = [
    (".source", lambda one: (one.source,), ("statement",)),
    (".target", lambda one: (one.target,), ("statement",)),
    (".passage", lambda one: (one.passage,), ("passage",)),
]
_OF_EDITION: _Fields = [
    (".conference.event", lambda one: (one.conference.event,), ("event",)),
    (".conference.sectors[{}]", attrgetter("conference.sectors"), ("actor",)),
    (".conference.sessions[{}].event", lambda one: [group.event for group in one.conference.sessions], ("event",)),
    (
        ".conference.sessions[{}].statement",
        lambda one: [group.statement for group in one.conference.sessions],
        ("statement",),
    ),
    (
        ".conference.proofs[{}].statement",
        lambda one: [proof.statement for proof in one.conference.proofs],
        ("statement",),
    ),
    (
        ".document.proofs[{}].statement",
        lambda one: [proof.statement for proof in one.document.proofs],
        ("statement",),
    ),
]
_lists = attrgetter(*FIELD_OF_SCHEME.values())


def ids_named(statement: Statement) -> Iterator[str]:
    """Yield the ids of all concepts that a statement names, in whatever field; some may come more than once."""
    for _, ids_of, kinds in _OF_STATEMENT:
        if not {"passage", "statement"} & {*kinds}:
            yield from ids_of(statement)


def _some(id: str | None) -> tuple[str, ...]:
    return () if id is None else (id,)


def _repeated(parts: Parts) -> Iterator[Problem]:
    names = (*FIELD_OF_SCHEME.values(), "participants")
    for entry in parts.statements:
        lists = (*_lists(entry.record), entry.record.participants)
        if sum(map(len, lists)) == len(set().union(*lists)):
            continue
        for name, members in zip(names, lists, strict=True):
            if len(members) > 1 and len(set(members)) < len(members):
                yield entry.problem(f".{name}", "the same member is listed twice")


def check_circles(parts: Parts) -> Iterator[Problem]:
    """Prove that nothing is wider than itself."""
    concepts = {entry.record.id: entry for entry in parts.concepts}
    passages = {entry.record.id: entry for entry in parts.passages}
    broader = {id: entry.record.broader for id, entry in concepts.items()}
    parents = {id: (entry.record.parent,) for id, entry in passages.items() if entry.record.parent}
    protocols = {
        id: (entry.record.supplements,)
        for id, entry in concepts.items()
        if isinstance(entry.record, Instrument) and entry.record.supplements
    }
    for where, edges, entries in (
        (".broader", broader, concepts),
        (".supplements", protocols, concepts),
        (".parent", parents, passages),
    ):
        for circle in circles(edges):
            yield entries[circle[0]].problem(where, f"a circle: {' -> '.join(circle)}")

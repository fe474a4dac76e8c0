"""The rules for ids: each is well formed and unique, each that is named exists, and nothing is wider than itself."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain, product
from operator import attrgetter
from typing import Any

from octopus_kb.concepts import Instrument
from octopus_kb.edition import Edition
from octopus_kb.errors import Problem
from octopus_kb.graph import Guesses, circles
from octopus_kb.model import Statement
from octopus_kb.parts import Entries, Entry, Parts
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
_FORMER = attrgetter("former_ids")
_BATCH = 500  # so many records stay at hand for the processor while their fields are gone through one by one
_Known = dict[str, AbstractSet[str]]
"""The ids there are, by what they are ids of."""


def check_ids(parts: Parts) -> Iterator[Problem]:
    """Prove that ids are well formed, and that none stands for two records."""
    edition = parts.edition.record.id if parts.edition else None
    if parts.edition and edition is not None and (not _EDITION_ID.match(edition) or edition in {*Scheme, "context"}):
        hint = "use lower-case letters, digits and hyphens, and no name of a scheme"
        yield parts.edition.problem(".id", "the id of the edition is not well formed", found=edition, hint=hint)
        edition = None
    taken: list[Collection[str]] = [parts.shared]
    for entries in parts.arrays():
        heads, count = _heads(entries.file, edition), len(entries.records)
        ids: AbstractSet[str] = entries.by_id.keys()
        if former := _former(entries.records):
            ids, count = ids | {*former}, count + len(former)
        # The ids of a file are looked at together first: seldom is one of them wrong.
        if _well_formed(ids, heads) and len(ids) == count and all(map(ids.isdisjoint, taken)):
            taken.append(ids)
        else:
            seen = set().union(*taken)
            yield from _misnamed_of(entries, heads, seen, parts.shared)
            taken = [seen]


def _former(records: list[Any]) -> list[str]:
    """Give the ids that records of one type had before."""
    return [*chain.from_iterable(map(_FORMER, records))] if hasattr(records[0], "former_ids") else []


def _well_formed(ids: Iterable[str], heads: tuple[str, ...]) -> bool:
    """Tell of most ids that each is well formed."""
    return len(heads) == 1 and all(map(re.compile(rf"{re.escape(heads[0])}:{SLUG}").fullmatch, ids))


def _misnamed_of(
    entries: Entries[Any], heads: tuple[str, ...], taken: set[str], shared: Collection[str]
) -> Iterator[Problem]:
    for entry in entries:
        for n, id in enumerate([entry.record.id, *_former([entry.record])]):
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
    known: _Known = {
        "concept": concept_ids(parts),
        "passage": parts.passages.by_id.keys(),
        "statement": parts.statements.by_id.keys(),
    }
    right: dict[tuple[str, ...], Guesses] = {}
    for records, entries, fields in _references(parts):
        for start in range(0, len(records), _BATCH):
            batch = records[start : start + _BATCH]
            # The ids of many records are looked up together first: seldom is one of them unknown.
            doubtful = [
                (where, ids_of, kinds)
                for where, ids_of, kinds in fields
                if not _all_right(ids_of(batch), known, kinds) and not any(_files(kind) & parts.lost for kind in kinds)
            ]
            right |= {kinds: _right(known, kinds) for _, _, kinds in doubtful if kinds not in right}
            for (m, record), (where, ids_of, kinds) in product(enumerate(batch, start), doubtful):
                for n, id in enumerate(ids_of([record])):
                    if id not in right[kinds].names and id not in parts.unread:
                        yield _unknown(entries[m], where.format(n), id, kinds, right[kinds], known)


def _all_right(ids: Iterable[str], known: _Known, kinds: tuple[str, ...]) -> bool:
    """Tell whether ids are all those of records of some kinds, or of concepts of some schemes."""
    if kinds[0] in known:
        return all(map(known[kinds[0]].__contains__, ids))
    several, heads = {*ids}, tuple([f"{scheme}:" for scheme in kinds])
    return several <= known["concept"] and not [id for id in several if not id.startswith(heads)]


def _right(known: _Known, kinds: tuple[str, ...]) -> Guesses:
    """Give all such ids, and what guesses which of them an unknown one means."""
    every = known.get(kinds[0], known["concept"])
    return Guesses({id for id in every if _all_right((id,), known, kinds)})


def concept_ids(parts: Parts) -> set[str]:
    """Give the ids of the concepts that the records may name."""
    return {*parts.shared, *(entry.record.id for entry in parts.concepts)}


def _unknown(
    entry: Entry[object], where: str, id: str, kinds: tuple[str, ...], right: Guesses, known: _Known
) -> Problem:
    wanted = " or ".join(kinds)
    if any(id in ids for ids in known.values()):
        return entry.problem(where, "the id is of the wrong kind", expected=wanted, found=id)
    near = [name for name in right.near(id) if _ID.match(name)]
    hint = f"did you mean {' or '.join(near)}?" if near else None
    return entry.problem(where, f"no {wanted} has this id", found=id, hint=hint)


def _files(kind: str) -> set[str]:
    """Give the files in which records of a kind stand."""
    if kind == "concept":
        return {f"vocabularies/{scheme}.json" for scheme in Scheme}
    return {{"passage": "edition.json", "statement": "statements.json"}.get(kind, f"vocabularies/{kind}.json")}


_Fields = list[tuple[str, Callable[[Iterable[Any]], Iterable[str]], tuple[str, ...]]]
"""Fields that hold ids: where, with a place for the number; what gives those of records; what they must be ids of."""


def _references(parts: Parts) -> Iterator[tuple[Sequence[Any], Entries[Any] | list[Entry[Edition]], _Fields]]:
    """Yield records of one kind, what gives their places, and the fields of theirs that hold ids."""
    for entries, fields in (
        (parts.passages, _OF_PASSAGE),
        (parts.statements, _OF_STATEMENT),
        (parts.relations, _OF_RELATION),
        (parts.context, _OF_FACT),
    ):
        yield entries.records, entries, fields
    for concepts in parts.vocabularies:
        yield concepts.records, concepts, [(".broader[{}]", _every("broader"), (_head(concepts.file),)), _SUPPLEMENTS]
    edition = [parts.edition] if parts.edition else []
    yield [entry.record for entry in edition], edition, _OF_EDITION


def _every(name: str) -> Callable[[Iterable[Any]], Iterable[str]]:
    """Give what gives the ids in a field of records, which holds several in each."""
    field = attrgetter(name)
    return lambda records: chain.from_iterable(map(field, records))


_OF_PASSAGE: _Fields = [(".parent", lambda ones: [one.parent for one in ones if one.parent is not None], ("passage",))]
_OF_STATEMENT: _Fields = [
    (".passage", lambda ones: [one.passage for one in ones], ("passage",)),
    *((f".{name}[{{}}]", _every(name), (scheme.value,)) for scheme, name in FIELD_OF_SCHEME.items()),
    (".participants[{}].actor", lambda ones: [member.actor for one in ones for member in one.participants], ("actor",)),
    (".items[{}].concept", lambda ones: [item.concept for one in ones for item in one.items], ("concept",)),
    (".examples[{}].concept", lambda ones: [item.concept for one in ones for item in one.examples], ("concept",)),
    (
        ".directive.addressees[{}]",
        lambda ones: [id for one in ones if one.directive for id in one.directive.addressees],
        ("actor",),
    ),
    (
        ".attribution.holders[{}]",
        lambda ones: [id for one in ones if one.attribution for id in one.attribution.holders],
        ("actor", "event"),
    ),
    (
        ".attribution.statement",
        lambda ones: [id for one in ones if one.attribution and (id := one.attribution.statement) is not None],
        ("statement",),
    ),
]
_OF_RELATION: _Fields = [
    (".source", lambda ones: [one.source for one in ones], ("statement",)),
    (".target", lambda ones: [one.target for one in ones], ("statement",)),
    (".passage", lambda ones: [one.passage for one in ones], ("passage",)),
]
_OF_FACT: _Fields = [(".about", lambda ones: [one.about for one in ones], ("concept",))]
_SUPPLEMENTS = (
    ".supplements",
    lambda ones: [id for one in ones if (id := getattr(one, "supplements", None)) is not None],
    ("instrument",),
)
_OF_EDITION: _Fields = [
    (".conference.event", lambda ones: [one.conference.event for one in ones], ("event",)),
    (".conference.sectors[{}]", _every("conference.sectors"), ("actor",)),
    (
        ".conference.sessions[{}].event",
        lambda ones: [group.event for one in ones for group in one.conference.sessions],
        ("event",),
    ),
    (
        ".conference.sessions[{}].statement",
        lambda ones: [group.statement for one in ones for group in one.conference.sessions],
        ("statement",),
    ),
    (
        ".conference.proofs[{}].statement",
        lambda ones: [proof.statement for one in ones for proof in one.conference.proofs],
        ("statement",),
    ),
    (
        ".document.proofs[{}].statement",
        lambda ones: [proof.statement for one in ones for proof in one.document.proofs],
        ("statement",),
    ),
]


def ids_named(statement: Statement) -> Iterator[str]:
    """Yield the ids of all concepts that a statement names, in whatever field; some may come more than once."""
    for _, ids_of, kinds in _OF_STATEMENT:
        if not {"passage", "statement"} & {*kinds}:
            yield from ids_of([statement])


def listed(one: Statement) -> list[str]:
    """Give the ids of the concepts that a statement lists in the fields of their schemes."""
    return [
        *one.topics,
        *one.threats,
        *one.measures,
        *one.interests,
        *one.technologies,
        *one.instruments,
        *one.events,
        *one.places,
    ]


def check_circles(parts: Parts) -> Iterator[Problem]:
    """Prove that nothing is wider than itself."""
    concepts = [one for entries in parts.vocabularies for one in entries.records]
    protocols = [one for one in concepts if isinstance(one, Instrument) and one.supplements]
    for where, edges in (
        (".broader", {one.id: one.broader for one in concepts}),
        (".supplements", {one.id: (one.supplements,) for one in protocols if one.supplements}),
        (".parent", {one.id: (one.parent,) for one in parts.passages.records if one.parent}),
    ):
        if found := list(circles(edges)):
            entries: dict[str, Entry[Any]] = {entry.record.id: entry for entry in (*parts.passages, *parts.concepts)}
            for circle in found:
                yield entries[circle[0]].problem(where, f"a circle: {' -> '.join(circle)}")

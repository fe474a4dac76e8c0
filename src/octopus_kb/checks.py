"""The rules that a bundle must keep, most of which span several records; every fault is told."""

import re
from collections.abc import Collection, Iterator

from octopus_kb.edition import Conference, Document, Proof
from octopus_kb.errors import Problem
from octopus_kb.evidence import check_quotes
from octopus_kb.model import StatedDate, Statement
from octopus_kb.parts import Entry, Fault, Parts
from octopus_kb.references import FIELD_OF_SCHEME, check_circles, check_ids, check_references, concept_ids, listed
from octopus_kb.text import holds
from octopus_kb.tiling import check_coverage, check_passages, check_source
from octopus_kb.uncertain import PartialDate, Quantity
from octopus_kb.vocabulary import Basis, ConferenceMode, Modality, PassageKind, Role, StatementKind

DIRECTIVE_KINDS = {StatementKind.OBLIGATION, StatementKind.RECOMMENDATION, StatementKind.SLOGAN}
"""The kinds of statement that may have a directive."""
DIRECTIVE_MODALITIES = {
    Modality.OBLIGATION,
    Modality.NEED,
    Modality.FUTURE_NEED,
    Modality.SHOULD,
    Modality.ENCOURAGEMENT,
    Modality.IMPERATIVE,
}
"""The modalities in which they have one."""


_DIRECTIVE_KINDS, _DIRECTIVE_MODALITIES = tuple(DIRECTIVE_KINDS), tuple(DIRECTIVE_MODALITIES)
ADDRESS = "[A-Za-z][A-Za-z0-9+.-]*:."
"""The regular expression that the full address of a page begins with."""
_ADDRESS = re.compile(ADDRESS)
_FIELDS = {scheme.value: name for scheme, name in FIELD_OF_SCHEME.items()}


def check(parts: Parts) -> list[Problem]:
    """Give every fault of a bundle, in the order of the rules."""
    return [
        *check_source(parts),
        *check_ids(parts),
        *check_references(parts),
        *check_circles(parts),
        *check_passages(parts),
        *check_layout(parts),
        *check_quotes(parts),
        *check_statements(parts),
        *check_relations(parts),
        *check_facts(parts),
        *check_addresses(parts),
        *check_coverage(parts),
    ]


def check_vocabularies(parts: Parts) -> list[Problem]:
    """Give every fault of concepts that stand without an edition, in the order of the rules."""
    return [*check_ids(parts), *check_references(parts), *check_circles(parts), *check_addresses(parts)]


def check_addresses(parts: Parts) -> Iterator[Problem]:
    """Prove that the pages that concepts and facts point to have full addresses."""
    pages: list[tuple[Entry[object], str, str]] = [(fact, ".url", fact.record.url) for fact in parts.context]
    pages += [(one, f".links[{n}].url", link.url) for one in parts.concepts for n, link in enumerate(one.record.links)]
    for entry, where, url in pages:
        if not _ADDRESS.match(url):
            yield entry.problem(where, "no full address of a page", expected="https://...", found=url)


def check_layout(parts: Parts) -> Iterator[Problem]:
    """Prove that key messages, and they alone, are numbered from 1 and headed; that items have a parent."""
    number = 0
    for n, passage in enumerate(parts.passages.records):
        message = passage.kind is PassageKind.KEY_MESSAGE
        number += message
        faults: list[Fault] = []
        if passage.number != (number if message else None) and "edition.json" not in parts.unread:
            details = {"expected": number if message else None, "found": passage.number}
            faults.append((".number", "key messages are numbered in their order, and nothing else is", details))
        if (passage.heading is not None) is not message:
            rule = "key messages have a heading, and nothing else has"
            faults.append((".heading", rule, {"found": passage.heading}))
        if (passage.parent is not None) is not (passage.kind is PassageKind.ITEM):
            faults.append((".parent", "items have a parent, and nothing else has", {"found": passage.parent}))
        if faults:
            yield from parts.passages.problems(n, faults)


def check_statements(parts: Parts) -> Iterator[Problem]:
    """Prove what the guide asks of each statement."""
    concepts, stated = concept_ids(parts), Basis.STATED
    for n, one in enumerate(parts.statements.records):
        # Most statements have little of what these rules are about.
        ids, members, items = listed(one), one.participants, (*one.items, *one.examples)
        held = {*ids}
        if len(held) < len(ids) or (len(members) > 1 and len({member.actor for member in members}) < len(members)):
            yield from parts.statements.problems(n, _repeated(one))
        if (
            not one.evidence
            or not one.proposition
            or one.proposition.isspace()
            or (one.basis is not stated and not one.note)
        ):
            yield from parts.statements.problems(n, _statement_faults(one))
        if one.dates or one.quantities:
            yield from parts.statements.problems(n, _unsaid(one))
        if items and not held.issuperset([item.concept for item in items]):
            yield from parts.statements.problems(n, _unlisted(one, concepts))
        if one.directive or one.kind in _DIRECTIVE_KINDS:
            yield from parts.statements.problems(n, _directive_faults(one))


def check_relations(parts: Parts) -> Iterator[Problem]:
    """Prove that a relation is one between two statements, in whose passages its cue stands."""
    statements, passages = parts.statements.by_id, parts.passages.by_id
    for n, one in enumerate(parts.relations.records):
        source, target = statements.get(one.source), statements.get(one.target)
        if one.source == one.target:
            yield parts.relations[n].problem(".target", "a statement is not related to itself", found=one.target)
        elif source and target and one.passage in passages and one.passage not in {source.passage, target.passage}:
            message, expected = "the cue stands in neither statement's passage", {source.passage, target.passage}
            found = one.passage
            yield parts.relations[n].problem(".passage", message, expected=" or ".join(sorted(expected)), found=found)


def _repeated(statement: Statement) -> Iterator[Fault]:
    for name in (*_FIELDS.values(), "participants"):
        members = getattr(statement, name)
        if len({*members}) < len(members):
            yield f".{name}", "the same member is listed twice", {}


def _statement_faults(statement: Statement) -> Iterator[Fault]:
    if not statement.evidence:
        yield ".evidence", "a statement needs evidence", {}
    if not statement.proposition.strip():
        yield ".proposition", "a statement needs a proposition", {}
    if statement.basis is not Basis.STATED and not statement.note:
        yield ".note", f"a statement whose basis is {statement.basis} needs a note with the reason", {}


def _unsaid(statement: Statement) -> Iterator[Fault]:
    """Yield the dates and quantities whose words are not in the evidence."""
    both: tuple[tuple[str, tuple[StatedDate | Quantity, ...]], ...] = (
        ("dates", statement.dates),
        ("quantities", statement.quantities),
    )
    for name, values in both:
        for n, value in enumerate(values):
            if not _says(statement, value.words):
                yield f".{name}[{n}].words", "the words are not in the evidence", {"found": value.words}


def _unlisted(statement: Statement, concepts: Collection[str]) -> Iterator[Fault]:
    """Yield the items whose concept the statement does not name in the field of its scheme."""
    held = {*listed(statement), *[participant.actor for participant in statement.participants]}
    for name, items in (("items", statement.items), ("examples", statement.examples)):
        for n, item in enumerate(items):
            if item.concept not in held and item.concept in concepts:
                field = _FIELDS.get(item.concept.partition(":")[0], "participants")
                details = {"found": item.concept, "hint": f"add it to the {field}"}
                yield f".{name}[{n}].concept", "the statement does not list the concept", details


def _says(statement: Statement, words: str) -> bool:
    """Tell whether a piece of the evidence has some words."""
    return any(holds(quote.text, words) for quote in statement.evidence)


def _directive_faults(statement: Statement) -> Iterator[Fault]:
    directive = statement.directive
    # A member of an enum is quickly compared, and slowly hashed.
    wanted = statement.kind in _DIRECTIVE_KINDS and statement.modality in _DIRECTIVE_MODALITIES
    if directive is None:
        if wanted:
            yield ".directive", f"the kind {statement.kind} in the modality {statement.modality} needs a directive", {}
        return
    if not wanted:
        yield ".directive", f"the kind {statement.kind} in the modality {statement.modality} has no directive", {}
    elif directive.strength.value != statement.modality.value:
        details = {"expected": statement.modality.value, "found": directive.strength.value}
        yield ".directive.strength", "the strength of a directive is its modality", details
    addressed = {member.actor for member in statement.participants if member.role is Role.ADDRESSEE}
    if addressed != set(directive.addressees):
        lists = {"expected": sorted(addressed), "found": sorted(directive.addressees)}
        yield ".directive.addressees", "the addressees are not the participants in that role", lists


def check_facts(parts: Parts) -> Iterator[Problem]:
    """Prove that the facts of the conference and of the document agree with the statements that prove them."""
    if parts.edition is None:
        return
    statements = parts.statements.by_id
    for name, unproved in (("conference", {"event", "sessions"}), ("document", _UNPROVED_OF_DOCUMENT)):
        holder: Conference | Document = getattr(parts.edition.record, name)
        proofs = {proof.fact: proof for proof in holder.proofs}
        facts = [fact for fact in type(holder).__attrs_attrs__ if fact.name not in {*unproved, "proofs"}]
        for fact in facts:
            yield from _fact_faults(parts.edition, name, fact.name, getattr(holder, fact.name), proofs, statements)
        names = [fact.name for fact in facts]
        for n, proof in enumerate(holder.proofs):
            where = f".{name}.proofs[{n}].fact"
            if proof.fact not in names:
                yield parts.edition.problem(where, "there is no such fact to prove", found=proof.fact)
            elif proof is not proofs[proof.fact]:
                yield parts.edition.problem(where, "the fact is proved twice", found=proof.fact)
    for n, group in enumerate(parts.edition.record.conference.sessions):
        statement = statements.get(group.statement)
        if statement and (group.count not in statement.quantities or group.event not in statement.events):
            yield parts.edition.problem(
                f".conference.sessions[{n}]",
                f"the statement {statement.id} does not give this count of this event",
                expected=[str(quantity) for quantity in statement.quantities],
                found=str(group.count),
            )


_UNPROVED_OF_DOCUMENT = {"language", "rights", "source_file", "sha256"}


def _fact_faults(
    edition: Entry[object],
    holder: str,
    fact: str,
    value: object,
    proofs: dict[str, Proof],
    statements: dict[str, Statement],
) -> Iterator[Problem]:
    if fact not in proofs:
        yield edition.problem(f".{holder}.proofs", f"no statement is named that proves the {fact}")
        return
    statement = statements.get(proofs[fact].statement)
    if statement and not _agrees(value, statement):
        yield edition.problem(
            f".{holder}.{fact}", f"the statement {statement.id} does not prove this fact", found=_plain(value)
        )


def _agrees(value: object, statement: Statement) -> bool:
    """Tell whether a statement gives a fact: the same date, the same quantity, the same words."""
    if isinstance(value, PartialDate):
        return value in [date.value for date in statement.dates]
    if isinstance(value, Quantity):
        return value in statement.quantities
    if isinstance(value, tuple):
        return set(value) <= {member.actor for member in statement.participants}
    if isinstance(value, int):
        editions = [one for one in statement.quantities if one.unit.startswith("edition") and not one.approximate]
        return value in [one.value for one in editions]
    if isinstance(value, ConferenceMode):
        words = value.value.replace("_", " ")
        return any(holds(quote.text.lower(), words) for quote in statement.evidence)
    return _says(statement, str(value))


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else str(value)

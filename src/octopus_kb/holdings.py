"""The editions that were loaded, as collections of records, and the record behind an id."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeVar

from attrs import field, frozen

from octopus_kb.catalogue import Concepts, ContextFacts, Passages, Relations
from octopus_kb.collection import Collection, id_of, with_short_forms
from octopus_kb.concepts import Actor, Concept, Instrument
from octopus_kb.display import list_table
from octopus_kb.edition import Bundle, ContextFact, Edition
from octopus_kb.errors import AmbiguousIdError, BundleError, Problem, UnknownIdError
from octopus_kb.facets import Statements
from octopus_kb.graph import Hierarchy
from octopus_kb.model import Passage, Relation, Statement
from octopus_kb.text import Reading, SourceText
from octopus_kb.vocabulary import PassageKind, Scheme

C = TypeVar("C", bound=Concept)
AnyRecord = Edition | Passage | Statement | Relation | ContextFact | Concept
"""Any record that has an id."""


_KINDS = {Edition: "edition", Passage: "passage", Statement: "statement", Relation: "relation", ContextFact: "context"}


def _bundles(bundles: Iterable[Bundle]) -> tuple[Bundle, ...]:
    """Put bundles together, refusing those that give one id to different things."""
    found = tuple(bundles)
    taken: dict[str, object] = {}
    for bundle in found:
        problems = []
        if bundle.edition.id in taken:
            problems.append(
                Problem("edition.json", "$.edition.id", f"the edition {bundle.edition.id!r} is there already")
            )
        records: tuple[AnyRecord, ...] = (bundle.edition, *bundle.concepts, *bundle.context)
        other = [record.id for record in records if taken.setdefault(record.id, record) != record]
        problems += [Problem(".", "$", f"the id {id!r} is taken by another record") for id in other]
        if problems:
            raise BundleError(bundle.edition.id, tuple(problems))
    return found


@frozen(repr=False, slots=False)
class Holdings:
    """The editions that were loaded, as collections of records; immutable, and safe for many threads at once."""

    bundles: tuple[Bundle, ...] = field(converter=_bundles)
    """What was loaded, an edition each."""

    def __reduce__(self) -> tuple[type, tuple[tuple[Bundle, ...]]]:
        """Let a copy be made from the bundles: what is worked out from them is worked out again."""
        return type(self), (self.bundles,)

    def __repr__(self) -> str:
        """Give the editions and the number of statements."""
        return f"<{type(self).__name__} of {', '.join(self.editions.ids)}: {len(self.statements)} statements>"

    def _repr_html_(self) -> str:
        """Give the editions, and how many records of each sort there are, as an HTML table."""
        names = ("passages", "statements", "recommendations", "relations", "context", "concepts")
        rows = [("editions", ", ".join(self.editions.ids)), *((name, len(getattr(self, name))) for name in names)]
        return list_table(type(self).__name__, ("", ""), rows, len(rows))

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        """Yield the editions and the number of statements, for `rich`."""
        yield "editions", list(self.editions.ids)
        yield "statements", len(self.statements)

    def _ipython_key_completions_(self) -> list[str]:
        """Give the ids and the short forms that fit one record, to complete one between square brackets."""
        return with_short_forms(self._records, lambda short: len(self.hierarchy.candidates(short)) == 1)

    @cached_property
    def editions(self) -> Collection[Edition]:
        """The editions."""
        return Collection([bundle.edition for bundle in self.bundles], self.hierarchy)

    @cached_property
    def passages(self) -> Passages:
        """The passages, in source order."""
        return Passages([one for bundle in self.bundles for one in bundle.passages], self.hierarchy)

    @cached_property
    def key_messages(self) -> Passages:
        """The passages that are key messages, without their items."""
        return self.passages.filter(kind=PassageKind.KEY_MESSAGE)

    @cached_property
    def statements(self) -> Statements:
        """The statements, in the order of their words."""
        return Statements([one for bundle in self.bundles for one in bundle.statements], self.hierarchy)

    @cached_property
    def recommendations(self) -> Statements:
        """The statements that have a directive, of whatever strength."""
        return self.statements.where(lambda statement: statement.directive)

    @cached_property
    def relations(self) -> Relations:
        """The relations between statements."""
        return Relations([one for bundle in self.bundles for one in bundle.relations], self.hierarchy)

    @cached_property
    def context(self) -> ContextFacts:
        """Facts from outside the documents: part of no statement, evidence for none."""
        facts = dict.fromkeys(one for bundle in self.bundles for one in bundle.context)
        return ContextFacts(facts, self.hierarchy)

    @cached_property
    def concepts(self) -> Concepts[Concept]:
        """The concepts of every scheme."""
        return Concepts(self._concepts.values(), self.hierarchy)

    @cached_property
    def topics(self) -> Concepts[Concept]:
        """What statements are about."""
        return self._of(Scheme.TOPIC, Concept)

    @cached_property
    def threats(self) -> Concepts[Concept]:
        """Crimes, methods of offenders, and other dangers."""
        return self._of(Scheme.THREAT, Concept)

    @cached_property
    def measures(self) -> Concepts[Concept]:
        """Responses: laws, powers, tools, practices, services."""
        return self._of(Scheme.MEASURE, Concept)

    @cached_property
    def interests(self) -> Concepts[Concept]:
        """What is protected or at stake."""
        return self._of(Scheme.INTEREST, Concept)

    @cached_property
    def technologies(self) -> Concepts[Concept]:
        """Technologies that are used, misused or relied on."""
        return self._of(Scheme.TECHNOLOGY, Concept)

    @cached_property
    def events(self) -> Concepts[Concept]:
        """What happens: conferences, sessions, formal acts."""
        return self._of(Scheme.EVENT, Concept)

    @cached_property
    def places(self) -> Concepts[Concept]:
        """Countries and other places."""
        return self._of(Scheme.PLACE, Concept)

    @cached_property
    def actors(self) -> Concepts[Actor]:
        """Persons in office, groups, bodies, and classes of them."""
        return self._of(Scheme.ACTOR, Actor)

    @cached_property
    def instruments(self) -> Concepts[Instrument]:
        """Treaties and other legal instruments."""
        return self._of(Scheme.INSTRUMENT, Instrument)

    def __getitem__(self, id: str) -> AnyRecord:
        """Give the record with an id: any record; a short form (`km4.5`) will do where it is unambiguous.

        Raises:
            UnknownIdError: If no record has this id; near matches are named.
            AmbiguousIdError: If a short form fits several records.

        """
        return self._records[self.hierarchy.resolve(id)]

    def get(self, id: str) -> AnyRecord | None:
        """Give the record with an id (a short form will do), or `None` if there is none.

        Raises:
            AmbiguousIdError: If a short form fits several records.

        """
        try:
            return self[id]
        except UnknownIdError:
            return None

    def __contains__(self, id: object) -> bool:
        """Tell whether a record is here, or one that has this id or this short form."""
        if isinstance(id, str):
            return id in self.hierarchy
        return id is not None and self._records.get(getattr(id, "id", "")) == id

    def items(self, passage: str | Passage) -> Passages:
        """Give the passages that are listed under a passage, such as the items of `km4`.

        Raises:
            UnknownIdError: If there is no such passage.

        """
        return self.passages.filter(parent=self._passage(passage))

    def source(self, edition: str | Edition | None = None) -> SourceText:
        """Give the source text of an edition; it need not be named where only one is loaded.

        Raises:
            UnknownIdError: If there is no such edition.
            AmbiguousIdError: If none is named and several are loaded.

        """
        if edition is None and len(self.bundles) == 1:
            return self.bundles[0].source
        if edition is None:
            raise AmbiguousIdError("", self.editions.ids)
        id = self.editions[id_of(edition)].id
        return next(bundle.source for bundle in self.bundles if bundle.edition.id == id)

    def reading(self, passage: str | Passage) -> Reading:
        """Give the words of a passage as they are read, each of which knows its offset in the source.

        Raises:
            UnknownIdError: If there is no such passage.

        """
        found = self._passage(passage)
        return self.source(found.id.partition(":")[0]).reading(found.spans, found.marker)

    @cached_property
    def hierarchy(self) -> Hierarchy:
        """Every id with the ids above it (wider concepts, parent passages), and the other names it has."""
        above = {id: _above(record) for id, record in self._records.items()}
        names = [(old, id) for id, record in self._records.items() for old in getattr(record, "former_ids", ())]
        for bundle in self.bundles:
            located: tuple[AnyRecord, ...] = (*bundle.passages, *bundle.statements, *bundle.relations)
            for record in located:
                ids = (record.id, *getattr(record, "former_ids", ()))
                names += [(id.partition(":")[2], record.id) for id in ids]
        kinds = {id: _KINDS[type(record)] for id, record in self._records.items() if type(record) in _KINDS}
        return Hierarchy(above, names, kinds, self.bundles)

    @cached_property
    def _concepts(self) -> dict[str, Concept]:
        return {concept.id: concept for bundle in self.bundles for concept in bundle.concepts}

    @cached_property
    def _records(self) -> dict[str, AnyRecord]:
        found: dict[str, AnyRecord] = dict(self._concepts)
        for bundle in self.bundles:
            records: tuple[AnyRecord, ...] = (
                bundle.edition,
                *bundle.passages,
                *bundle.statements,
                *bundle.relations,
                *bundle.context,
            )
            for record in records:
                found.setdefault(record.id, record)
        return found

    def _of(self, scheme: Scheme, record: type[C]) -> Concepts[C]:
        found = [one for one in self._concepts.values() if one.scheme is scheme and isinstance(one, record)]
        return Concepts(found, self.hierarchy)

    def _passage(self, passage: str | Passage) -> Passage:
        return self.passages[id_of(passage)]


def _above(record: AnyRecord) -> tuple[str, ...]:
    if isinstance(record, Concept):
        return record.broader
    if isinstance(record, Passage) and record.parent:
        return (record.parent,)
    return ()

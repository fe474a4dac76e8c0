"""The collection of statements: what they can be filtered, counted and grouped by."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import ClassVar, Literal, Self, TypeAlias

from octopus_kb.collection import Choice, Collection, Facet
from octopus_kb.model import Statement
from octopus_kb.vocabulary import (
    Basis,
    Family,
    Modality,
    Polarity,
    Role,
    StatementKind,
    Strength,
)

StatementFacet: TypeAlias = Literal[
    "actor",
    "addressee",
    "attribution",
    "basis",
    "edition",
    "event",
    "family",
    "instrument",
    "interest",
    "kind",
    "measure",
    "modality",
    "passage",
    "place",
    "polarity",
    "role",
    "strength",
    "technology",
    "threat",
    "topic",
]
"""What statements can be counted and grouped by."""


def _edition(record: Statement) -> tuple[str, ...]:
    return (record.id.partition(":")[0],)


def _addressees(statement: Statement) -> Iterable[str]:
    return statement.directive.addressees if statement.directive else ()


def _strength(statement: Statement) -> Iterable[str]:
    return (statement.directive.strength.value,) if statement.directive else ()


def _holders(statement: Statement) -> Iterable[str]:
    return statement.attribution.holders if statement.attribution else ()


class Statements(Collection[Statement]):
    """Statements, with criteria for all that they hold."""

    __slots__ = ()

    facets: ClassVar[Mapping[str, Facet]] = {
        "actor": lambda one: [member.actor for member in one.participants],
        "addressee": _addressees,
        "attribution": _holders,
        "basis": lambda one: (one.basis.value,),
        "edition": _edition,
        "event": lambda one: one.events,
        "family": lambda one: (one.kind.family.value,),
        "instrument": lambda one: one.instruments,
        "interest": lambda one: one.interests,
        "kind": lambda one: (one.kind.value,),
        "measure": lambda one: one.measures,
        "modality": lambda one: (one.modality.value,),
        "passage": lambda one: (one.passage,),
        "place": lambda one: one.places,
        "polarity": lambda one: (one.polarity.value,),
        "role": lambda one: [member.role.value for member in one.participants],
        "strength": _strength,
        "technology": lambda one: one.technologies,
        "threat": lambda one: one.threats,
        "topic": lambda one: one.topics,
    }
    lists: ClassVar[Mapping[str, type[StrEnum]]] = {
        "basis": Basis,
        "family": Family,
        "kind": StatementKind,
        "modality": Modality,
        "polarity": Polarity,
        "role": Role,
        "strength": Strength,
    }
    takes: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "actor": ("actor",),
        "addressee": ("actor",),
        "attribution": ("actor", "event"),
        "edition": ("edition",),
        "event": ("event",),
        "instrument": ("instrument",),
        "interest": ("interest",),
        "measure": ("measure",),
        "passage": ("passage",),
        "place": ("place",),
        "technology": ("technology",),
        "threat": ("threat",),
        "topic": ("topic",),
    }

    def filter(
        self,
        *,
        actor: Choice | None = None,
        addressee: Choice | None = None,
        attribution: Choice | None = None,
        basis: Choice | None = None,
        edition: Choice | None = None,
        event: Choice | None = None,
        family: Choice | None = None,
        instrument: Choice | None = None,
        interest: Choice | None = None,
        kind: Choice | None = None,
        measure: Choice | None = None,
        modality: Choice | None = None,
        passage: Choice | None = None,
        place: Choice | None = None,
        polarity: Choice | None = None,
        role: Choice | None = None,
        strength: Choice | None = None,
        technology: Choice | None = None,
        threat: Choice | None = None,
        topic: Choice | None = None,
        exact: bool = False,
        including_wider: bool = False,
    ) -> Self:
        """Keep the statements that meet every criterion given.

        Several values of one criterion mean any of them. A concept takes its narrower concepts in, and a key message
        its items. With an `actor` and a `role`, the statement has the actor and has the role, not necessarily together:
        for that, use `where`.

        Args:
            actor: Actors who take part, in whatever role.
            addressee: Actors of whom something is asked.
            attribution: Actors or sessions whose view is reported.
            basis: How the statement rests on its words.
            edition: Editions.
            event: Events it names.
            family: Families of kinds.
            instrument: Legal instruments it names.
            interest: Interests at stake.
            kind: Kinds of statement.
            measure: Responses it names.
            modality: Modalities of its verb.
            passage: Passages in which it stands.
            place: Places it names.
            polarity: Whether it is asserted.
            role: Roles that some actor plays in it.
            strength: Strengths of its directive.
            technology: Technologies it names.
            threat: Threats it names.
            topic: Topics it is about.
            exact: Leave narrower concepts, and items of a key message, out.
            including_wider: Take in what is asked of wider groups of addressees too, such as all stakeholders.

        Raises:
            UnknownIdError: If an id is nobody's.
            CriterionError: If a value is not in the criterion's list, or not of its scheme.
            TypeError: If there is no such criterion, or a value is neither an id nor a record.

        """
        criteria = {
            "actor": actor,
            "addressee": addressee,
            "attribution": attribution,
            "basis": basis,
            "edition": edition,
            "event": event,
            "family": family,
            "instrument": instrument,
            "interest": interest,
            "kind": kind,
            "measure": measure,
            "modality": modality,
            "passage": passage,
            "place": place,
            "polarity": polarity,
            "role": role,
            "strength": strength,
            "technology": technology,
            "threat": threat,
            "topic": topic,
        }
        return self._filter(criteria, exact=exact, wider=("addressee",) if including_wider else ())

    def count_by(self, facet: StatementFacet) -> dict[str, int]:
        """Count the statements by a facet, the most frequent value first; narrower concepts count for themselves."""
        return self._count_by(facet)

    def group_by(self, facet: StatementFacet) -> dict[str, Self]:
        """Group the statements by a facet, in the order in which its values first occur."""
        return self._group_by(facet)

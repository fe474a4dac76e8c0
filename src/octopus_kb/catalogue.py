"""The typed collections of passages, concepts, relations and later facts: what each can be filtered by."""

from collections.abc import Mapping
from enum import StrEnum
from functools import partial
from typing import ClassVar, Literal, Self, TypeAlias, TypeVar

from octopus_kb.collection import Choice, Collection, Facet
from octopus_kb.concepts import Concept
from octopus_kb.edition import ContextFact
from octopus_kb.model import Passage, Relation
from octopus_kb.vocabulary import PassageKind, RelationKind, Scheme

PassageFacet: TypeAlias = Literal["edition", "kind", "parent"]
"""What passages can be counted and grouped by."""
ConceptFacet: TypeAlias = Literal["broader", "scheme"]
"""What concepts can be counted and grouped by."""
RelationFacet: TypeAlias = Literal["edition", "kind", "passage", "source", "target"]
"""What relations can be counted and grouped by."""
ContextFacet: TypeAlias = Literal["about"]
"""What facts from outside can be counted and grouped by."""

C_co = TypeVar("C_co", bound=Concept, covariant=True)
_ANY_CONCEPT = tuple(scheme.value for scheme in Scheme)


def _edition(record: Passage | Relation) -> tuple[str, ...]:
    return (record.id.partition(":")[0],)


def _labelled(label: str, concept: Concept) -> bool:
    labels = (concept.preferred_label, *concept.alternative_labels)
    return label.casefold() in [one.casefold() for one in labels]


class Passages(Collection[Passage]):
    """Passages, in source order."""

    __slots__ = ()

    facets: ClassVar[Mapping[str, Facet]] = {
        "edition": _edition,
        "kind": lambda one: (one.kind.value,),
        "parent": lambda one: (one.parent,) if one.parent else (),
    }
    lists: ClassVar[Mapping[str, type[StrEnum]]] = {"kind": PassageKind}
    takes: ClassVar[Mapping[str, tuple[str, ...]]] = {"edition": ("edition",), "parent": ("passage",)}

    def filter(
        self,
        *,
        edition: Choice | None = None,
        kind: Choice | None = None,
        parent: Choice | None = None,
    ) -> Self:
        """Keep the passages of these editions, of these kinds, under these passages.

        Raises:
            UnknownIdError: If an id is nobody's.
            CriterionError: If there is no such kind.

        """
        return self._filter({"edition": edition, "kind": kind, "parent": parent})

    def count_by(self, facet: PassageFacet) -> dict[str, int]:
        """Count the passages by a facet, the most frequent value first."""
        return self._count_by(facet)

    def group_by(self, facet: PassageFacet) -> dict[str, Self]:
        """Group the passages by a facet, in the order in which its values first occur."""
        return self._group_by(facet)


class Concepts(Collection[C_co]):
    """Concepts of one scheme or of several."""

    __slots__ = ()

    facets: ClassVar[Mapping[str, Facet]] = {
        "broader": lambda one: one.broader,
        "scheme": lambda one: (one.scheme.value,),
    }
    lists: ClassVar[Mapping[str, type[StrEnum]]] = {"scheme": Scheme}
    takes: ClassVar[Mapping[str, tuple[str, ...]]] = {"broader": _ANY_CONCEPT}

    def filter(
        self,
        *,
        broader: Choice | None = None,
        label: str | None = None,
        scheme: Choice | None = None,
        exact: bool = False,
    ) -> Self:
        """Keep the concepts below others, with a label, or of a scheme.

        Args:
            broader: Concepts below which they stand, at whatever depth.
            label: A preferred or alternative label; case does not matter.
            scheme: Schemes.
            exact: Of the concepts below, only those directly below.

        Raises:
            UnknownIdError: If an id is nobody's.
            CriterionError: If there is no such scheme.

        """
        found = self._filter({"broader": broader, "scheme": scheme}, exact=exact)
        if label is None:
            return found
        if not isinstance(label, str):
            raise TypeError(f"label takes a text, not {label!r}")
        return found.where(partial(_labelled, label))

    def count_by(self, facet: ConceptFacet) -> dict[str, int]:
        """Count the concepts by a facet, the most frequent value first."""
        return self._count_by(facet)

    def group_by(self, facet: ConceptFacet) -> dict[str, Self]:
        """Group the concepts by a facet, in the order in which its values first occur."""
        return self._group_by(facet)


class Relations(Collection[Relation]):
    """Relations between statements."""

    __slots__ = ()

    facets: ClassVar[Mapping[str, Facet]] = {
        "edition": _edition,
        "kind": lambda one: (one.kind.value,),
        "passage": lambda one: (one.passage,),
        "source": lambda one: (one.source,),
        "target": lambda one: (one.target,),
    }
    lists: ClassVar[Mapping[str, type[StrEnum]]] = {"kind": RelationKind}
    takes: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "edition": ("edition",),
        "passage": ("passage",),
        "source": ("statement",),
        "target": ("statement",),
    }

    def filter(
        self,
        *,
        edition: Choice | None = None,
        kind: Choice | None = None,
        passage: Choice | None = None,
        source: Choice | None = None,
        target: Choice | None = None,
    ) -> Self:
        """Keep the relations of these kinds, whose cue stands in these passages, between these statements.

        Raises:
            UnknownIdError: If an id is nobody's.
            CriterionError: If there is no such kind.

        """
        return self._filter({"edition": edition, "kind": kind, "passage": passage, "source": source, "target": target})

    def count_by(self, facet: RelationFacet) -> dict[str, int]:
        """Count the relations by a facet, the most frequent value first."""
        return self._count_by(facet)

    def group_by(self, facet: RelationFacet) -> dict[str, Self]:
        """Group the relations by a facet, in the order in which its values first occur."""
        return self._group_by(facet)


class ContextFacts(Collection[ContextFact]):
    """Facts from outside the document."""

    __slots__ = ()

    facets: ClassVar[Mapping[str, Facet]] = {"about": lambda one: (one.about,)}
    takes: ClassVar[Mapping[str, tuple[str, ...]]] = {"about": _ANY_CONCEPT}

    def filter(self, *, about: Choice | None = None, exact: bool = False) -> Self:
        """Keep the facts about these concepts, and about narrower ones unless `exact`.

        Raises:
            UnknownIdError: If an id is nobody's.

        """
        return self._filter({"about": about}, exact=exact)

    def count_by(self, facet: ContextFacet) -> dict[str, int]:
        """Count the facts by a facet, the most frequent value first."""
        return self._count_by(facet)

    def group_by(self, facet: ContextFacet) -> dict[str, Self]:
        """Group the facts by a facet, in the order in which its values first occur."""
        return self._group_by(facet)

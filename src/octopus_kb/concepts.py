"""The concepts that statements point to: topics, threats, measures, actors, instruments and the rest."""

from typing import Any

from attrs import Attribute, field, fields_dict, frozen

from octopus_kb.display import Shown
from octopus_kb.vocabulary import Origin, Scheme

VERBATIM = {"origin": Origin.VERBATIM}
"""The metadata of a field that holds words of the source."""
EDITORIAL = {"origin": Origin.EDITORIAL}
"""The metadata of a field that holds words of the editors."""


def origin(record: type, name: str) -> Origin:
    """Tell whose words, or whose choice, a field of a record type holds.

    Raises:
        KeyError: If the record type has no such field.

    """
    attribute: Attribute[Any] = fields_dict(record)[name]
    found: Origin = attribute.metadata.get("origin", Origin.CODED)
    return found


@frozen(kw_only=True)
class Link(Shown):
    """A page outside that is about a concept."""

    url: str
    """The address of the page."""
    publisher: str = field(metadata=EDITORIAL)
    """Who publishes the page."""


@frozen(kw_only=True)
class Concept(Shown):
    """Something that statements are about, under one id.

    Labels are spelt as in the documents where these have a term; a definition or a scope note is the editors' own.
    """

    id: str
    """The scheme and a slug, such as `topic:ransomware`."""
    preferred_label: str = field(metadata=EDITORIAL)
    """The label to show, chosen by the editors; the document's own term where it has one."""
    alternative_labels: tuple[str, ...] = field(default=(), metadata=VERBATIM)
    """Other labels, as they stand in the text of a document."""
    definition: str | None = field(default=None, metadata=EDITORIAL)
    """What the concept means here, in the editors' words."""
    scope_note: str | None = field(default=None, metadata=EDITORIAL)
    """What the concept takes in or leaves out here, in the editors' words."""
    broader: tuple[str, ...] = ()
    """The ids of the next wider concepts, of the same scheme."""
    links: tuple[Link, ...] = ()
    """Pages outside that are about the concept."""
    former_ids: tuple[str, ...] = ()
    """Ids that the concept had before; they still find it."""

    @property
    def scheme(self) -> Scheme:
        """The scheme that the concept belongs to."""
        return Scheme(self.id.partition(":")[0])


@frozen(kw_only=True)
class Actor(Concept):
    """A person in office, a group, a body, or a class of them, named in a document."""


@frozen(kw_only=True)
class Instrument(Concept):
    """A treaty or another legal instrument named in a document."""

    supplements: str | None = None
    """The id of the instrument that this one is a protocol to."""


RECORD_OF_SCHEME: dict[Scheme, type[Concept]] = {
    scheme: {Scheme.ACTOR: Actor, Scheme.INSTRUMENT: Instrument}.get(scheme, Concept) for scheme in Scheme
}
"""The record type that holds the concepts of each scheme."""

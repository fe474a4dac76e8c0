"""The edition around the statements: conference, document, later facts, and the bundle that holds it all."""

from attrs import field, frozen

from octopus_kb.concepts import EDITORIAL, VERBATIM, Concept
from octopus_kb.display import Shown
from octopus_kb.model import Passage, Relation, Statement
from octopus_kb.text import SourceText
from octopus_kb.uncertain import PartialDate, Quantity
from octopus_kb.vocabulary import ConferenceMode, SessionKind


@frozen(kw_only=True)
class ContextFact(Shown):
    """Something that a page outside the document states: never evidence, part of no statement."""

    id: str
    """`context:` and a slug."""
    about: str
    """The id of the concept that it is about."""
    claim: str = field(metadata=EDITORIAL)
    """What the page states, in the editors' words."""
    url: str
    """The page that states it."""
    publisher: str = field(metadata=EDITORIAL)
    """Who publishes the page."""
    retrieved: PartialDate
    """When the page was read."""
    date: PartialDate | None = None
    """When it happened, where that is the point."""


@frozen(kw_only=True)
class Proof(Shown):
    """Which statement proves a fact of a conference or of a document."""

    fact: str
    """The name of the field that holds the fact."""
    statement: str
    """The id of the statement that proves it."""


@frozen(kw_only=True)
class SessionGroup(Shown):
    """The sessions of one kind: fourteen workshops are one group of fourteen."""

    kind: SessionKind
    """The kind of session."""
    count: Quantity
    """How many there were."""
    event: str
    """The id of the event that stands for the group."""
    statement: str
    """The id of the statement that proves the count."""


@frozen(kw_only=True)
class Conference(Shown):
    """The conference, as far as the document describes it."""

    event: str
    """The id of the event that stands for this edition of the conference."""
    title: str = field(metadata=VERBATIM)
    """Its title."""
    series: str = field(metadata=VERBATIM)
    """The name of the series it belongs to."""
    edition_number: int
    """Its number in the series."""
    dates: PartialDate
    """The days on which it took place."""
    mode: ConferenceMode
    """How it was held."""
    participants: Quantity
    """How many took part."""
    countries: Quantity
    """How many countries they came from."""
    sectors: tuple[str, ...]
    """The ids of the sectors that were represented."""
    sessions: tuple[SessionGroup, ...]
    """Its sessions, in groups."""
    proofs: tuple[Proof, ...]
    """For each fact above but the event and the sessions, the statement that proves it."""


@frozen(kw_only=True)
class Document(Shown):
    """The outcome document of a conference."""

    title: str = field(metadata=VERBATIM)
    """Its title."""
    version_date: PartialDate
    """The date of this version."""
    language: str
    """Its language, as a BCP 47 tag."""
    rights: str = field(metadata=EDITORIAL)
    """Who holds the rights in its text, and what that means for whoever uses it."""
    source_file: str
    """The name of the file that the text was taken from."""
    sha256: str
    """The SHA-256 of that file, in lower-case hexadecimal."""
    proofs: tuple[Proof, ...]
    """For the title and the date, the statement that proves it."""


@frozen(kw_only=True)
class Edition(Shown):
    """One conference and its outcome document."""

    id: str
    """The name of the edition, such as `octopus-2021`: the head of the ids of all its records."""
    content_version: str
    """The version of the annotations; it changes whenever a record does."""
    conference: Conference
    """What the document says of the conference."""
    document: Document
    """The document itself."""


@frozen(kw_only=True)
class Bundle:
    """An edition with everything that belongs to it, checked as a whole."""

    edition: Edition
    """The conference and its document."""
    source: SourceText
    """The text of the document."""
    passages: tuple[Passage, ...]
    """The passages, in source order."""
    statements: tuple[Statement, ...]
    """The statements, in the order of their words."""
    relations: tuple[Relation, ...]
    """The relations between statements."""
    context: tuple[ContextFact, ...]
    """Facts from outside the document."""
    concepts: tuple[Concept, ...]
    """The concepts that the records may point to, the shared ones included."""

"""What a document says, piece by piece: passages, statements, relations; records hold ids, never parents."""

from attrs import field, frozen

from octopus_kb.concepts import EDITORIAL, VERBATIM
from octopus_kb.display import Shown
from octopus_kb.text import Span
from octopus_kb.uncertain import PartialDate, Quantity
from octopus_kb.vocabulary import (
    Basis,
    Modality,
    PassageKind,
    Polarity,
    RelationKind,
    Role,
    StatementKind,
    Strength,
)


@frozen(kw_only=True)
class Quote(Shown):
    """Words of the source, with the place where they stand."""

    text: str = field(metadata=VERBATIM)
    """The words as they are read: white space folded, a page break as one space."""
    spans: tuple[Span, ...] = ()
    """Where they stand: one span, or several if a page break cuts them; never empty once loaded."""


@frozen(kw_only=True)
class Misprint(Shown):
    """A slip of the document, left as it stands."""

    quote: Quote
    """The words as they stand."""
    reading: str = field(metadata=EDITORIAL)
    """The words that were meant."""
    note: str = field(metadata=EDITORIAL)
    """Why the editors read it so."""


@frozen(kw_only=True)
class Passage(Shown):
    """A unit of the document's layout: a line, a paragraph, a key message, an item.

    Its words are not stored: a knowledge base reads them from the source (`kb.reading(passage)`).
    """

    id: str
    """The edition and a short name, such as `octopus-2021:km4.5`."""
    kind: PassageKind
    """What the passage is in the layout."""
    spans: tuple[Span, ...]
    """Where it stands, marker included; several spans where a page break cuts it."""
    parent: str | None = None
    """The id of the passage under which it is listed."""
    marker: str = field(default="", metadata=VERBATIM)
    """The list marker at its head."""
    number: int | None = None
    """The number of a key message, counted by the editors: the document numbers none."""
    heading: str | None = field(default=None, metadata=EDITORIAL)
    """A heading for a key message: the document has none."""
    misprints: tuple[Misprint, ...] = ()
    """The slips in it."""


@frozen(kw_only=True)
class Attribution(Shown):
    """Who says so, where the document reports it of others."""

    holders: tuple[str, ...]
    """The ids of the actors, or of the sessions, whose view it is."""
    statement: str | None = None
    """The id of the statement that ascribes it to them, where that is another one."""
    cue: Quote | None = None
    """The words of the statement's own evidence that ascribe the view: left out, the quotation misleads."""


@frozen(kw_only=True)
class Participant(Shown):
    """An actor and the part it plays in a statement."""

    role: Role
    """The part."""
    actor: str
    """The id of the actor."""


@frozen(kw_only=True)
class Item(Shown):
    """A member of a list, or an example, that a statement names."""

    quote: Quote
    """The words that name it."""
    concept: str
    """The id of the concept that it names."""


@frozen(kw_only=True)
class StatedDate(Shown):
    """A date that a statement gives."""

    value: PartialDate
    """The date, as far as it is known."""
    words: str = field(metadata=VERBATIM)
    """The words that give it."""
    note: str | None = field(default=None, metadata=EDITORIAL)
    """How the value follows from the words, where they do not spell it out."""


@frozen(kw_only=True)
class Clause(Shown):
    """A part of a directive, in the words of the text."""

    quotes: tuple[Quote, ...]
    """The words, in one piece or several."""
    paraphrase: str | None = field(default=None, metadata=EDITORIAL)
    """The same, so that it can be read alone."""


@frozen(kw_only=True)
class Directive(Shown):
    """What is asked, of whom, and how strongly."""

    addressees: tuple[str, ...]
    """The ids of the actors who are asked; empty where the text names none."""
    strength: Strength
    """How binding it is."""
    action: Clause
    """What is to be done."""
    condition: Clause | None = None
    """What must be the case first, where the text says so."""
    timeframe: Clause | None = None
    """When it is to be done, where the text says so."""


@frozen(kw_only=True)
class Statement(Shown):
    """One thing that the document says, with the words that prove it."""

    id: str
    """The edition and a slug, such as `octopus-2021:ransomware-paralyses`."""
    kind: StatementKind
    """What the statement does."""
    passage: str
    """The id of the passage in which its words stand."""
    evidence: tuple[Quote, ...]
    """The words that prove it, in one piece or several, each inside the passage."""
    proposition: str = field(metadata=EDITORIAL)
    """The statement in full, readable alone, in the editors' words: never evidence."""
    modality: Modality
    """The modality of the verb that governs its words."""
    polarity: Polarity = Polarity.POSITIVE
    """Whether the view is asserted, or quoted in order to be rejected."""
    basis: Basis = Basis.STATED
    """How it rests on its words; the note gives the reason unless it is stated."""
    attribution: Attribution | None = None
    """Who says so; `None` where the document says it in its own voice."""
    participants: tuple[Participant, ...] = ()
    """Who takes part in what is said, and how."""
    topics: tuple[str, ...] = ()
    """The ids of the topics it is about."""
    threats: tuple[str, ...] = ()
    """The ids of the crimes, methods and dangers it names."""
    measures: tuple[str, ...] = ()
    """The ids of the responses it names."""
    interests: tuple[str, ...] = ()
    """The ids of the rights, values and goods at stake in it."""
    technologies: tuple[str, ...] = ()
    """The ids of the technologies it names."""
    instruments: tuple[str, ...] = ()
    """The ids of the legal instruments it names."""
    events: tuple[str, ...] = ()
    """The ids of the events it names."""
    places: tuple[str, ...] = ()
    """The ids of the places it names."""
    dates: tuple[StatedDate, ...] = ()
    """The dates it gives."""
    quantities: tuple[Quantity, ...] = ()
    """The numbers it gives, each with its unit."""
    items: tuple[Item, ...] = ()
    """The members of a list that it keeps together."""
    examples: tuple[Item, ...] = ()
    """The examples it gives; of a directive they are no requirements of their own."""
    directive: Directive | None = None
    """What is asked of whom, on a normative statement."""
    note: str | None = field(default=None, metadata=EDITORIAL)
    """Why the editors decided a borderline case as they did."""
    former_ids: tuple[str, ...] = ()
    """Ids that the statement had before; they still find it."""

    @property
    def quote(self) -> str:
        """The evidence to read: its pieces in source order, ` [...] ` where words between them are left out."""
        return " [...] ".join(quote.text for quote in self.evidence)


@frozen(kw_only=True)
class Relation(Shown):
    """A tie between two statements that the text itself states."""

    id: str
    """The edition and a slug."""
    kind: RelationKind
    """How the source is tied to the target."""
    source: str
    """The id of the statement that the relation starts from."""
    target: str
    """The id of the statement that it leads to."""
    passage: str
    """The id of the passage in which the cue stands."""
    cue: Quote
    """The words that state the tie."""
    note: str | None = field(default=None, metadata=EDITORIAL)
    """Why the editors decided a borderline case as they did."""
    former_ids: tuple[str, ...] = ()
    """Ids that the relation had before; they still find it."""

"""The columns of the tables: one declaration, from which CSV, its descriptor, data frames and Parquet are made."""

from enum import StrEnum
from typing import Literal, TypeAlias

from attrs import frozen

from octopus_kb.vocabulary import (
    Basis,
    Family,
    Modality,
    Origin,
    PassageKind,
    Polarity,
    RelationKind,
    Role,
    Scheme,
    StatementKind,
    Strength,
)

TableName: TypeAlias = Literal["statements", "recommendations", "participants", "concepts", "relations", "passages"]
"""The name of a table."""
ColumnType: TypeAlias = Literal["string", "integer", "boolean", "strings", "spans"]
"""What the cells of a column hold; `strings` and `spans` are lists, and never null."""
Value: TypeAlias = str | int | bool | list[str] | list[dict[str, int]] | None
"""What a cell holds; `None` is null, and a span is `{"start": ..., "end": ...}`."""
Row: TypeAlias = dict[str, Value]
"""A row: the value of each column by its name, in the order of the columns."""
Choices: TypeAlias = type[StrEnum] | None
"""The closed list that cells choose from, if they do."""

EDITORIAL = "editorial_"
"""How the name of each column begins that holds words of the editors, so that they are known in any program."""


@frozen
class Column:
    """A column of a table."""

    name: str
    """The name; in SQL it needs no quotation marks."""
    type: ColumnType
    """What its cells hold."""
    description: str
    """What they mean."""
    origin: Origin = Origin.CODED
    """Whose words they are."""
    nullable: bool = False
    """Whether a cell may be null, for what the document does not say or the record does not have."""
    choices: Choices = None
    """The closed list that its cells choose from."""
    refers: TableName | None = None
    """The table whose ids its cells are."""


@frozen
class Table:
    """A table: what a row is, and what its columns are."""

    description: str
    """What a row stands for."""
    columns: tuple[Column, ...]
    """The columns, in order."""
    key: tuple[str, ...] = ("id",)
    """The columns that together identify a row."""


def _ids(name: str, description: str) -> Column:
    return Column(name, "strings", f"The ids of {description}.")


def _list(name: str, description: str, choices: Choices) -> Column:
    return Column(name, "string", description, choices=choices)


def _link(name: str, refers: TableName, description: str, *, nullable: bool = False) -> Column:
    return Column(name, "string", description, nullable=nullable, refers=refers)


def _words(name: str, description: str, *, nullable: bool = False) -> Column:
    return Column(name, "string", description, Origin.VERBATIM, nullable=nullable)


def _editors(name: str, description: str, *, nullable: bool = False) -> Column:
    text = f"{description} In the editors' words: never evidence."
    return Column(f"{EDITORIAL}{name}", "string", text, Origin.EDITORIAL, nullable=nullable)


_ID = Column("id", "string", "The id, stable from version to version.")
_EDITION = Column("edition", "string", "The id of the edition.")
_NOTE = _editors("note", "Why a borderline case was decided as it was.", nullable=True)
_HEADING = _editors("heading", "The heading of that key message; the document has none.", nullable=True)
_NUMBER = Column(
    "key_message",
    "integer",
    "The number of the key message in which the words stand, itself or an item of it, counted by the editors.",
    nullable=True,
)
_PLACE = (
    Column("start_offset", "integer", "Where the words begin in the source, in code points from 0."),
    Column("end_offset", "integer", "Where they end, in code points, exclusive; words between may be left out."),
    Column("spans", "spans", "Each stretch of the words, in their order: start and end in code points."),
)
_SAID = (
    _list("modality", "The modality of the verb that governs the words.", Modality),
    _list("polarity", "Whether the view is asserted, or quoted in order to be rejected.", Polarity),
    Column("rejected", "boolean", "Whether the view is quoted in order to be rejected, and so is not asserted."),
    _list("basis", "How the statement rests on its words.", Basis),
)
_QUOTE = (
    _words("quote", "The words that prove the statement, ` [...] ` where words between them are left out."),
    *_PLACE,
    _editors("proposition", "The statement in full, readable alone."),
)
_ATTRIBUTION = (
    _ids("attribution_holders", "the actors or sessions whose view it is; empty where the document speaks itself"),
    _link("attribution_statement", "statements", "The statement that ascribes the view to them.", nullable=True),
    _words("attribution_cue", "The words that ascribe the view: left out, the quotation misleads.", nullable=True),
)
_ABOUT = (
    _ids("topics", "the topics it is about"),
    _ids("threats", "the crimes, methods and dangers it names"),
    _ids("measures", "the responses it names"),
    _ids("interests", "the rights, values and goods at stake in it"),
    _ids("technologies", "the technologies it names"),
    _ids("instruments", "the legal instruments it names"),
    _ids("events", "the events it names"),
    _ids("places", "the places it names"),
    Column("dates", "strings", "The dates it gives, in EDTF, as far as they are known."),
    Column("quantities", "strings", "The numbers it gives, in the words of the text.", Origin.VERBATIM),
    _ids("items", "what the list that it keeps together is of"),
    _ids("examples", "its examples; of a directive they are no requirements of their own"),
)

TABLE: dict[TableName, Table] = {
    "statements": Table(
        "One thing that the document says, with the words that prove it.",
        (
            _ID,
            _EDITION,
            _link("passage", "passages", "The passage in which the words stand."),
            _NUMBER,
            _HEADING,
            _list("kind", "What the statement does.", StatementKind),
            _list("family", "The family of that kind.", Family),
            *_SAID,
            *_QUOTE,
            *_ATTRIBUTION,
            *_ABOUT,
            _NOTE,
        ),
    ),
    "recommendations": Table(
        "A statement that asks for something: what, of whom, and how strongly.",
        (
            _link("id", "statements", "The id of the statement."),
            _EDITION,
            _link("passage", "passages", "The passage in which the words stand."),
            _NUMBER,
            _HEADING,
            _list("kind", "What the statement does.", StatementKind),
            _list("strength", "How binding it is.", Strength),
            Column(
                "strength_rank", "integer", "The place in the order of strength: 1 is the strongest, 4 the weakest."
            ),
            *_SAID,
            _ids("addressees", "the actors who are asked; empty where the text names none"),
            _words("action", "What is to be done."),
            _editors("action_paraphrase", "What is to be done, readable alone.", nullable=True),
            _words("condition", "What must be the case first, where the text says so.", nullable=True),
            _editors("condition_paraphrase", "The condition, readable alone.", nullable=True),
            _words("timeframe", "When it is to be done, where the text says so.", nullable=True),
            _editors("timeframe_paraphrase", "The time, readable alone.", nullable=True),
            *_QUOTE,
            *_ATTRIBUTION,
            *_ABOUT,
            _NOTE,
        ),
    ),
    "participants": Table(
        "An actor and a part that it plays in a statement.",
        (
            _link("statement", "statements", "The statement."),
            Column("number", "integer", "The place among the participants of the statement, from 1."),
            _EDITION,
            _list("role", "The part.", Role),
            _link("actor", "concepts", "The actor."),
            _editors("actor_label", "The label of the actor; the document's own term where it has one."),
        ),
        ("statement", "number"),
    ),
    "concepts": Table(
        "Something that statements are about, under one id; it belongs to no edition.",
        (
            _ID,
            _list("scheme", "The scheme that it belongs to.", Scheme),
            _editors("preferred_label", "The label to show; the document's own term where it has one."),
            Column("alternative_labels", "strings", "Other labels, as they stand in a document.", Origin.VERBATIM),
            _ids("broader", "the next wider concepts, of the same scheme"),
            _editors("definition", "What the concept means here.", nullable=True),
            _editors("scope_note", "What the concept takes in or leaves out here.", nullable=True),
            _link("supplements", "concepts", "The instrument that this one is a protocol to.", nullable=True),
            Column("links", "strings", "The addresses of pages outside that are about it."),
        ),
    ),
    "relations": Table(
        "A tie between two statements that the text itself states; read as source, kind, target.",
        (
            _ID,
            _EDITION,
            _list("kind", "How the source is tied to the target.", RelationKind),
            _link("source", "statements", "The statement that the relation starts from."),
            _link("target", "statements", "The statement that it leads to."),
            _words("cue", "The words that state the tie."),
            _link("passage", "passages", "The passage in which these words stand."),
            *_PLACE,
            _NOTE,
        ),
    ),
    "passages": Table(
        "A unit of the document's layout: a line, a paragraph, a key message, an item.",
        (
            _ID,
            _EDITION,
            _list("kind", "What the passage is in the layout.", PassageKind),
            _link("parent", "passages", "The passage under which it is listed.", nullable=True),
            Column("number", "integer", "The number of a key message, counted by the editors.", nullable=True),
            _editors("heading", "A heading for a key message; the document has none.", nullable=True),
            _words("marker", "The list marker at its head.", nullable=True),
            _words("text", "Its words as they are read: without the marker, a page break as one space."),
            *_PLACE,
        ),
    ),
}
"""Each table by its name."""

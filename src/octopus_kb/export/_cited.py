"""What a citation gives, whatever its style: the document, the place, and the words."""

from attrs import frozen

from octopus_kb.concepts import Concept
from octopus_kb.edition import ContextFact, Edition
from octopus_kb.errors import CriterionError
from octopus_kb.export import _places
from octopus_kb.holdings import AnyRecord, Holdings
from octopus_kb.model import Statement
from octopus_kb.references import ids_named
from octopus_kb.text import Span
from octopus_kb.vocabulary import Polarity

GENRE = "Outcome document"
"""What the cited document is, for styles that would otherwise call it a technical report."""
_REJECTED = "the document quotes this view in order to reject it"


@frozen(kw_only=True)
class Cited:
    """A document that is cited, or words of it."""

    id: str
    """The id of the record that is cited."""
    edition: Edition
    """The edition that it belongs to."""
    place: str = ""
    """The passage in which the words stand; nothing if the document is cited."""
    spans: tuple[Span, ...] = ()
    """Where they stand in the source, in code points."""
    words: str = ""
    """The words as they are read."""
    rejected: bool = False
    """Whether the document rejects what they say."""

    @property
    def points(self) -> str:
        """The place in the source, in words."""
        return _places.code_points(self.spans)

    @property
    def quotation(self) -> str:
        """The words between quotation marks; a view that the document rejects is marked."""
        return f"\u201c{self.words}\u201d" + (f" ({_REJECTED})" if self.rejected else "")


def cited(kb: Holdings, record: AnyRecord) -> Cited:
    """Gather what a citation of a record gives.

    Raises:
        CriterionError: If the record is no part of a document; statements that mention what it is about are named.

    """
    if isinstance(record, Edition):
        return Cited(id=record.id, edition=record)
    if isinstance(record, Concept | ContextFact):
        about = record.about if isinstance(record, ContextFact) else record.id
        near = [one.id for one in kb.statements if about in ids_named(one)]
        raise CriterionError("record", record.id, tuple(near[:3]))
    return Cited(
        id=record.id,
        edition=_places.edition_of(kb, record),
        place=_places.place(kb, record),
        spans=tuple(span for piece in _places.pieces(kb, record) for span in piece),
        words=_places.words(kb, record),
        rejected=isinstance(record, Statement) and record.polarity is Polarity.NEGATIVE,
    )

"""What comes of checking a quotation: a grade, the places where it stands, and what it leaves out."""

from enum import StrEnum

from attrs import frozen

from octopus_kb.display import Shown
from octopus_kb.text import Span


class Grade(StrEnum):
    """How a quotation stands to the source; each grade allows what those before it allow."""

    EXACT = "exact"
    """Character for character."""
    SPACING = "spacing"
    """Only white space differs, or a page break."""
    TYPOGRAPHY = "typography"
    """Only case, quotation marks, dashes, punctuation, ligatures or soft hyphens differ too."""
    ALTERED = "altered"
    """Words differ, but at least three quarters are those of one place."""
    ABSENT = "absent"
    """It does not stand in the source."""


class CautionKind(StrEnum):
    """What a quotation leaves out although its meaning hangs on it."""

    REJECTED = "rejected"
    """The words are from a view that the text rejects."""
    CONDITION = "condition"
    """The condition of what is asked is left out."""
    NEGATION = "negation"
    """A negation is left out."""
    ATTRIBUTION = "attribution"
    """The words that ascribe the view to somebody are left out."""


@frozen(kw_only=True)
class Caution(Shown):
    """A reason not to quote the words as they are."""

    kind: CautionKind
    """What is left out."""
    statement: str
    """The id of the statement whose words they are."""
    words: str
    """The words of the source that are left out."""

    def __str__(self) -> str:
        """Say what is left out."""
        return f"{_CAUTIONS[self.kind]}: \u201c{self.words}\u201d ({self.statement})"


_CAUTIONS = {
    CautionKind.REJECTED: "the text rejects this view; quote it with the words",
    CautionKind.CONDITION: "a condition is left out",
    CautionKind.NEGATION: "a negation is left out",
    CautionKind.ATTRIBUTION: "it is not said whose view it is",
}


@frozen(kw_only=True)
class Change(Shown):
    """A difference between the source's words and the quotation's."""

    source: str
    """The words of the source; empty where the quotation adds."""
    quote: str
    """The words of the quotation; empty where it drops."""

    def __str__(self) -> str:
        """Show the difference: `[-dropped-]`, `{+added+}`, or both for words that were changed."""
        return "".join([f"[-{self.source}-]" if self.source else "", f"{{+{self.quote}+}}" if self.quote else ""])


@frozen(kw_only=True)
class QuoteMatch(Shown):
    """A place where a quotation stands, or nearly stands."""

    grade: Grade
    """How exactly it stands there."""
    edition: str
    """The id of the edition."""
    passages: tuple[str, ...]
    """The ids of the passages: one, or one for each piece that an ellipsis joins."""
    spans: tuple[Span, ...]
    """The places in the source, one for each piece, in code points; a page break is inside a span."""
    words: str
    """The source's own words, white space folded; pieces are joined by ` [...] `."""
    changes: tuple[Change, ...] = ()
    """What was changed, added or dropped, where the grade is `altered`."""
    statements: tuple[str, ...] = ()
    """The ids of the statements whose evidence the words touch."""
    cautions: tuple[Caution, ...] = ()
    """What the quotation leaves out although its meaning hangs on it."""


@frozen(kw_only=True)
class QuoteCheck(Shown):
    """What is found of a quotation; true in a condition if it stands in the source but for typography."""

    quote: str
    """The quotation that was checked."""
    grade: Grade
    """The best grade of its matches."""
    matches: tuple[QuoteMatch, ...] = ()
    """Every place where it stands, in source order; where it is altered, the best place alone."""

    def __bool__(self) -> bool:
        """Tell whether it is exact, or differs in spacing or typography only."""
        return self.grade in {Grade.EXACT, Grade.SPACING, Grade.TYPOGRAPHY}

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """The cautions that hold wherever it stands: of the match that has the fewest."""
        return min((match.cautions for match in self.matches), key=len, default=())


@frozen(kw_only=True)
class FoundQuotation(Shown):
    """A quotation found in a longer text."""

    check: QuoteCheck
    """What is found of it."""
    start: int
    """The offset in the text of its first character, in code points."""
    end: int
    """The offset after its last character."""
    line: int
    """The line on which it begins, counted from 1."""
    column: int
    """The column at which it begins, counted from 1."""

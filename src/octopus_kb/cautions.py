"""What a quotation leaves out although its meaning hangs on it."""

import re
from collections.abc import Iterable, Iterator

from octopus_kb.forms import letters_of
from octopus_kb.model import Quote, Statement
from octopus_kb.quotecheck import Caution, CautionKind
from octopus_kb.text import Span
from octopus_kb.vocabulary import Polarity

_NEGATION = re.compile(
    r"\b(?:not|no|never|nor|neither|nobody|nothing|none|without|cannot|hardly)\b|n['\u2019]t\b", re.IGNORECASE
)


def cautions(text: str, spans: tuple[Span, ...], touched: list[Statement]) -> Iterator[Caution]:
    """Yield the reasons not to quote the words at some places as they are.

    Nothing is missed of a statement of which the words have only what it shares with one that is quoted whole; but a
    view that the text rejects is told in any case.

    Args:
        text: The source.
        spans: The places.
        touched: The statements whose evidence they touch.

    """
    for statement in touched:
        if statement.polarity is Polarity.NEGATIVE or not _borrowed(text, spans, statement, touched):
            yield from _cautions(text, spans, statement)


def touches(spans: Iterable[Span], quotes: Iterable[Quote]) -> bool:
    """Tell whether any spans touch words of quotes."""
    held = [span for quote in quotes for span in quote.spans]
    return any(one.start < other.end and other.start < one.end for one in spans for other in held)


def _borrowed(text: str, spans: tuple[Span, ...], statement: Statement, touched: list[Statement]) -> bool:
    """Tell whether a quotation has of a statement only what other statements, quoted whole, share with it."""
    whole = [one for one in touched if not any(_left_out(text, spans, quote) for quote in one.evidence)]
    if statement in whole:
        return False
    held = [span for one in whole for quote in one.evidence for span in quote.spans]
    mine = [span for quote in statement.evidence for span in quote.spans]
    parts = [(max(one.start, two.start), min(one.end, two.end)) for one in spans for two in mine]
    return all(any(one.start <= start and end <= one.end for one in held) for start, end in parts if start < end)


def _cautions(text: str, spans: tuple[Span, ...], statement: Statement) -> Iterator[Caution]:
    """Yield what a quotation leaves out of a statement that it touches."""

    def caution(kind: CautionKind, words: str) -> Caution:
        return Caution(kind=kind, statement=statement.id, words=words)

    left_out = [_left_out(text, spans, quote) for quote in statement.evidence]
    words = " [...] ".join(part for part in left_out if part)
    directive = statement.directive
    condition = directive.condition.quotes if directive and directive.condition else ()
    if statement.polarity is Polarity.NEGATIVE and words:
        yield caution(CautionKind.REJECTED, words)
    elif directive and touches(spans, directive.action.quotes):
        missing = [part for quote in condition if (part := _left_out(text, spans, quote))]
        if missing:
            yield caution(CautionKind.CONDITION, " [...] ".join(missing))
    unquoted = [quote for quote in condition if not touches(spans, [quote])]  # it may be missing as a whole
    beyond = (*spans, *(span for quote in unquoted for span in quote.spans))
    unconditional = [_left_out(text, beyond, quote) for quote in statement.evidence]
    negations = [word for part in unconditional for word in _NEGATION.findall(part)]
    if negations and statement.polarity is Polarity.POSITIVE:
        yield caution(CautionKind.NEGATION, " ".join(negations))
    cue = statement.attribution.cue if statement.attribution else None
    if cue and (missed := _left_out(text, spans, cue)):
        yield caution(CautionKind.ATTRIBUTION, missed)


def _left_out(text: str, spans: tuple[Span, ...], quote: Quote) -> str:
    """Give the words of a quote that spans do not cover, ` [...] ` where covered words stand between."""
    missing: list[list[str]] = [[]]
    for held in quote.spans:
        at = held.start
        for span in sorted(spans):
            if span.start < held.end and span.end > at:
                missing[-1].append(text[at : span.start])
                missing.append([])
                at = span.end
        missing[-1].append(text[at : held.end])
    pieces = [" ".join(" ".join(stretches).split()) for stretches in missing]
    return " [...] ".join(piece for piece in pieces if any(map(letters_of, piece)))

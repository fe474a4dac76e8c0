"""What all nodes of linked data are made with: their IRIs, and the places in the sources that quotes point to."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from octopus_kb.addresses import address
from octopus_kb.errors import AmbiguousIdError, CriterionError
from octopus_kb.export._pieces import context
from octopus_kb.model import Quote
from octopus_kb.selection import Selection
from octopus_kb.text import Span
from octopus_kb.uncertain import Quantity

_BASE = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*://[^\x00-\x20<>"{}|\\^`?#\ud800-\udfff]+/')
Node: TypeAlias = dict[str, Any]
"""A node of a graph as plain data: its IRI, its types, and its properties under the names that the context has."""


def node(iri: str, *types: str, **properties: object) -> Node:
    """Make a node; a property without a value is left out."""
    given = {name: value for name, value in properties.items() if value is not None and value not in ((), [])}
    return {"id": iri, "type": types[0] if len(types) == 1 else list(types), **given}


class Places:
    """The IRIs of records, and the stretches of the sources that have been pointed to."""

    def __init__(self, selection: Selection, base: str | None) -> None:
        """Take what is exported and the base of its IRIs.

        Raises:
            CriterionError: If the base is no address that ends in a slash.
            AmbiguousIdError: If two records would have the same IRI.

        """
        if base is not None and not _BASE.fullmatch(base):
            near = f"{base}/" if _BASE.fullmatch(f"{base}/") else "http://example.org/kb/"
            raise CriterionError("base", base, (near,))
        self._base = base
        self._holdings = selection.holdings
        self._stretches: dict[tuple[str, Span], None] = {}
        taken: dict[str, str] = {}
        records = (selection.editions, selection.passages, selection.statements, selection.relations)
        for id in (id for some in (*records, selection.concepts, selection.context) for id in some.ids):
            if taken.setdefault(self.iri(id), id) != id:
                error = AmbiguousIdError(self.iri(id), (taken[self.iri(id)], id))
                error.add_note("leave the base out: then each record has an IRI of its own")
                raise error

    def iri(self, id: str) -> str:
        """Give the IRI of the record with an id."""
        return address(id, self._holdings.hierarchy.kind(id), self._base)

    def iris(self, ids: Iterable[str]) -> list[str]:
        """Give the IRIs of records."""
        return [self.iri(id) for id in ids]

    def part(self, id: str, name: str) -> str:
        """Give the IRI of a part of a record: no id has a slash."""
        return f"{self.iri(id)}/{name}"

    def source(self, edition: str) -> str:
        """Give the IRI of the source text of an edition."""
        return self.part(edition, "source")

    def spans(self, edition: str, spans: Iterable[Span]) -> list[str]:
        """Give the IRIs of stretches of a source, and remember to describe them."""
        found = [(edition, span) for span in spans]
        self._stretches |= dict.fromkeys(found)
        return [self._stretch(*one) for one in found]

    def quote(self, iri: str, owner: str, quote: Quote, position: int | None = None) -> Node:
        """Describe a quote of a record."""
        spans = self.spans(owner.partition(":")[0], quote.spans)
        return node(iri, "okb:Quote", words=quote.text, position=position, span=spans)

    def quotes(self, iri: str, owner: str, quotes: Iterable[Quote]) -> list[Node]:
        """Describe the quotes of a record in their order."""
        return [self.quote(f"{iri}-{n}", owner, quote, n) for n, quote in enumerate(quotes, 1)]

    def stretches(self) -> Iterator[Node]:
        """Describe the stretches of the sources that have been pointed to, each by its words and by its offsets."""
        for edition, span in sorted(self._stretches):
            iri = self._stretch(edition, span)
            text = self._holdings.source(edition).text
            prefix, suffix = context(text, span)
            selectors = [
                node(
                    f"{iri}/quote",
                    "oa:TextQuoteSelector",
                    exact=text[span.start : span.end],
                    prefix=prefix,
                    suffix=suffix,
                ),
                node(f"{iri}/position", "oa:TextPositionSelector", start=span.start, end=span.end),
            ]
            yield node(iri, "oa:SpecificResource", hasSource=self.source(edition), hasSelector=selectors)

    def _stretch(self, edition: str, span: Span) -> str:
        # As RFC 5147 names a stretch of a plain text.
        return f"{self.source(edition)}/char={span.start},{span.end}"


def quantity(iri: str, value: Quantity) -> Node:
    """Describe a number of things: no bound is made of "about"."""
    return node(
        iri,
        "schema:QuantitativeValue",
        value=value.value,
        unitText=value.unit,
        words=value.words,
        approximate=value.approximate,
    )

"""Full-text search over statements, passages and concepts, in memory, by SQLite's FTS5."""

import re
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from threading import Lock
from typing import TYPE_CHECKING, Literal, TypeAlias, overload
from weakref import finalize

from attrs import field, frozen

from octopus_kb.concepts import Concept
from octopus_kb.display import Marked, Shown, list_table
from octopus_kb.edition import Bundle, ContextFact
from octopus_kb.errors import CriterionError, MissingFeatureError
from octopus_kb.model import Passage, Statement
from octopus_kb.query import Words, expression, squeezed, terms
from octopus_kb.text import Span

if TYPE_CHECKING:
    from sqlite3 import Connection

SearchKind: TypeAlias = Literal["statement", "passage", "concept", "context"]
"""What can be searched for."""
Found: TypeAlias = Statement | Passage | Concept | ContextFact
"""A record that a search can find."""

KINDS: tuple[SearchKind, ...] = ("statement", "passage", "concept", "context")
"""All that can be searched for; facts from outside the documents only when they are asked for."""

_GAP = "\ue000"  # a word of its own to FTS5, so that no phrase runs on from one piece of evidence to the next
_SEAM = "\ue001"  # likewise between labels
_MARKS = str.maketrans(f"\x02\x03{_GAP}{_SEAM}", "    ")
_RUN = re.compile(r"[^\w\s\0-\x7f]{32,}")  # of marks without a letter: to put them into order takes time squared
_TEXTS = attrgetter("label", "quote", "proposition", "gloss")
_COLUMNS = attrgetter("label", "quote", "proposition", "gloss", "kind", "edition")
_TABLE = """
    CREATE VIRTUAL TABLE records USING fts5(
        label, quote, proposition, gloss, kind UNINDEXED, edition UNINDEXED,
        tokenize = "porter unicode61 remove_diacritics 2"
    )
"""


@frozen(kw_only=True)
class Hit(Shown):
    """A record that a search found."""

    record: Found
    """The record."""
    kind: SearchKind
    """What it is."""
    score: float
    """How well it fits, by bm25: the higher the better, comparable within one search only."""
    snippet: str
    """Its words around the words that were found, these in `**`."""
    spans: tuple[Span, ...] = ()
    """Where the words that were found stand in the source; empty for concepts and facts from outside."""


@frozen
class Hits(Sequence[Hit]):
    """The hits of a search, the best first."""

    _hits: tuple[Hit, ...]
    query: str = field(kw_only=True)
    """What was searched for."""
    relaxed: bool = field(kw_only=True)
    """Whether nothing has all the words, so that these records have some of them."""

    def __len__(self) -> int:
        """Give the number of hits."""
        return len(self._hits)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> "Hits": ...
    def __getitem__(self, index: int | slice) -> "Hit | Hits":
        """Give the hit at a place, or the hits of a slice."""
        if isinstance(index, slice):
            return Hits(self._hits[index], query=self.query, relaxed=self.relaxed)
        return self._hits[index]

    def _repr_html_(self) -> str:
        """Give the first hits as an HTML table."""
        rows = ((hit.record.id, hit.kind, f"{hit.score:.1f}", Marked(hit.snippet)) for hit in self._hits)
        caption = f"{len(self)} hits for {self.query}{' with some of the words' if self.relaxed else ''}"
        return list_table(caption, ("id", "kind", "score", "snippet"), rows, len(self))

    def __rich_repr__(self) -> Iterator[object]:
        """Yield the query, the number of hits, and the ids of the first few, for `rich`."""
        yield self.query
        yield len(self)
        yield [hit.record.id for hit in self._hits[:3]]
        yield "relaxed", self.relaxed, False

    def __repr__(self) -> str:
        """Give the query, the number of hits, and the ids of the first few."""
        shown = ", ".join(hit.record.id for hit in self._hits[:3])
        some = " with some of the words" if self.relaxed else ""
        return f"<Hits of {len(self)} for {self.query!r}{some}: {shown}{', ...' if len(self) > 3 else ''}>"


@frozen
class _Row:
    """A record as it is indexed."""

    record: Found
    kind: SearchKind
    edition: str
    label: str = ""
    quote: str = ""
    proposition: str = ""
    gloss: str = ""


class SearchIndex:
    """The index of some editions, built when it is first asked, and safe for many threads at once."""

    def __init__(self, bundles: Iterable[Bundle]) -> None:
        """Take the editions."""
        self._bundles = {bundle.edition.id: bundle for bundle in bundles}
        self._lock = Lock()
        self._connection: Connection | None = None
        self._rows: list[_Row] = []
        self._labels: dict[str, list[int]] = {}
        self._words: Words | None = None

    def search(self, text: str, *, kinds: Iterable[str], edition: str | None, limit: int) -> Hits:
        """Find records; `KnowledgeBase.search` tells how.

        Raises:
            CriterionError: If there is no such kind.
            MissingFeatureError: If this Python's SQLite has no FTS5.

        """
        wanted = (kinds,) if isinstance(kinds, str) else tuple(kinds)
        if unknown := [kind for kind in wanted if kind not in KINDS]:
            raise CriterionError("kinds", unknown[0], KINDS)
        asked = terms(plain := _RUN.sub(" ", text))
        with self._lock:
            connection = self._connection or self._build()
            named = self._labels.get(squeezed(plain), [])
            for relaxed in (False, True):
                sought = expression(asked, self._begun, relaxed=relaxed)
                found = _select(connection, sought, wanted, edition, named, limit) if sought else []
                if found:
                    return Hits(tuple(self._hit(*row) for row in found), query=text, relaxed=relaxed)
        return Hits((), query=text, relaxed=False)

    def _build(self) -> "Connection":
        try:
            from sqlite3 import OperationalError, connect
        except ImportError as error:
            raise MissingFeatureError(f"search needs SQLite, which this Python lacks: {error}") from None
        connection = connect(":memory:", check_same_thread=False)
        try:
            connection.execute(_TABLE)
        except OperationalError as error:
            connection.close()
            raise MissingFeatureError(f"search needs SQLite with FTS5, which this Python lacks: {error}") from None
        rows = [row for bundle in self._bundles.values() for row in _rows(bundle)]
        rows += map(_concept_row, {one.id: one for held in self._bundles.values() for one in held.concepts}.values())
        connection.executemany(
            "INSERT INTO records(rowid, label, quote, proposition, gloss, kind, edition) VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((number, *_COLUMNS(row)) for number, row in enumerate(rows)),
        )
        for number, row in enumerate(rows):
            if isinstance(row.record, Concept):
                for label in (row.record.preferred_label, *row.record.alternative_labels):
                    self._labels.setdefault(squeezed(label), []).append(number)
        finalize(self, connection.close)  # Python 3.13 warns of a connection that is left open
        self._rows, self._connection = rows, connection
        return connection

    def _begun(self, letters: str) -> list[str]:
        if self._words is None:
            self._words = Words(text for row in self._rows for text in _TEXTS(row))
        return self._words.begun(letters)

    def _hit(self, number: int, score: float, snippet: str, marked: str) -> Hit:
        row, shown = self._rows[number], snippet.replace(f" {_SEAM} ", "; ").replace(_GAP, "[...]")
        return Hit(record=row.record, kind=row.kind, score=score, snippet=shown, spans=self._spans(row, marked))

    def _spans(self, row: _Row, marked: str) -> tuple[Span, ...]:
        """Turn the marks in the text of a record into places in the source."""
        if isinstance(row.record, Statement):
            pieces = [quote.spans for quote in row.record.evidence]
            marker = ""
        elif isinstance(row.record, Passage):
            pieces, marker = [row.record.spans], row.record.marker
        else:
            return ()
        source = self._bundles[row.edition].source
        readings = (source.reading(spans, marker) for spans in pieces)
        return tuple(
            span
            for reading, line in zip(readings, marked.split(f" {_GAP} "), strict=True)
            for start, end in _marks(line)
            for span in reading.spans(start, end)
        )


def _select(
    connection: "Connection",
    expression: str,
    kinds: Sequence[str],
    edition: str | None,
    named: Sequence[int],
    limit: int,
) -> list[tuple[int, float, str, str]]:
    """Give the number, score, snippet and marked words of each row that fits, the best first."""
    one_of_kinds = ", ".join("?" * len(kinds))
    one_of_named = ", ".join(map(str, named)) or "NULL"
    here = "AND edition IN (?, '')" if edition else ""
    sql = (
        "SELECT rowid, -bm25(records, 10.0, 5.0, 4.0, 1.0), snippet(records, -1, '**', '**', ' ... ', 16),"  # noqa: S608 - only numbers and question marks are put in
        " highlight(records, 1, char(2), char(3)) FROM records"
        f" WHERE records MATCH ? AND kind IN ({one_of_kinds}) {here}"
        f" ORDER BY ifnull(rowid IN ({one_of_named}), 0) DESC, bm25(records, 10.0, 5.0, 4.0, 1.0), rowid LIMIT ?"
    )
    values = (expression, *kinds, *([edition] if edition else []), max(0, min(limit, 2**63 - 1)))
    return connection.execute(sql, values).fetchall()


def _rows(bundle: Bundle) -> Iterator[_Row]:
    """Yield what is searched of an edition: passages, statements and facts from outside."""
    edition = bundle.edition.id
    labels = {concept.id: concept.preferred_label for concept in bundle.concepts}
    for passage in bundle.passages:
        words = bundle.source.reading(passage.spans, passage.marker).text.translate(_MARKS)
        yield _Row(passage, "passage", edition, label=passage.heading or "", quote=words)
    for one in bundle.statements:
        about = [*one.topics, *one.threats, *one.measures, *one.interests, *one.technologies]
        yield _Row(
            one,
            "statement",
            edition,
            quote=f" {_GAP} ".join(quote.text.translate(_MARKS) for quote in one.evidence),
            proposition=one.proposition,
            gloss=f" {_SEAM} ".join(labels[id] for id in (*about, *one.instruments, *one.events)),
        )
    for fact in bundle.context:
        yield _Row(fact, "context", edition, proposition=fact.claim, label=labels[fact.about])


def _concept_row(concept: Concept) -> _Row:
    label = f" {_SEAM} ".join((concept.preferred_label, *concept.alternative_labels))
    return _Row(concept, "concept", "", label=label, gloss=concept.definition or concept.scope_note or "")


def _marks(line: str) -> Iterator[tuple[int, int]]:
    """Yield the places of what stands between marks, counted without the marks."""
    for number, found in enumerate(re.finditer("\x02([^\x03]*)\x03", line)):
        start = found.start() - 2 * number
        yield start, start + len(found[1])

"""The knowledge base: the one object that users hold; it searches, verifies and relates."""

import os
from _thread import allocate_lock
from functools import cache, cached_property
from itertools import pairwise
from operator import index
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from octopus_kb.catalogue import Concepts
from octopus_kb.collection import Choice, id_of
from octopus_kb.concepts import Concept
from octopus_kb.edition import Edition
from octopus_kb.errors import CriterionError, UnknownIdError
from octopus_kb.facets import Statements
from octopus_kb.graph import near_matches, shortest
from octopus_kb.holdings import Holdings
from octopus_kb.loading import EDITIONS, load_folder, load_shipped
from octopus_kb.model import Relation, Statement
from octopus_kb.vocabulary import Scheme

if TYPE_CHECKING:
    # Whoever neither searches nor verifies does not wait for what does.
    from collections.abc import Iterable

    from octopus_kb.quotecheck import FoundQuotation, QuoteCheck
    from octopus_kb.search import Hits, SearchIndex, SearchKind
    from octopus_kb.verify import Verifier

_CRITERIA_OF_SCHEME = {
    Scheme.ACTOR: ("actor", "addressee", "attribution"),
    Scheme.EVENT: ("event", "attribution"),
}


def editions() -> tuple[str, ...]:
    """Give the ids of the editions that are shipped, oldest first."""
    return EDITIONS


def load(*edition: str) -> "KnowledgeBase":
    """Load shipped editions, all of them unless some are named.

    The same knowledge base is given for the same names; it is immutable, and safe for many threads at once.

    Args:
        *edition: Ids of editions, such as `octopus-2021`.

    Raises:
        UnknownIdError: If no such edition is shipped.
        BundleError: If the installed files were altered.

    """
    with _LOADING:
        return _load(tuple(dict.fromkeys(edition)) or EDITIONS)


_LOADING = allocate_lock()


@cache
def _load(names: tuple[str, ...]) -> "KnowledgeBase":
    for name in names:
        if name not in EDITIONS:
            raise UnknownIdError(name, near_matches(name, EDITIONS))
    return KnowledgeBase(map(load_shipped, names))


def load_bundle(folder: str | os.PathLike[str]) -> "KnowledgeBase":
    """Load an edition of your own from a folder, under the same proof as the shipped ones.

    Args:
        folder: The folder that holds `source.txt`, `edition.json`, `statements.json` and, if there are any,
            `relations.json`, `context.json` and `vocabularies/<scheme>.json`. It may point to the packaged concepts.

    Raises:
        BundleError: If anything is wrong with it; every fault that can be found is listed.

    """
    return KnowledgeBase([load_folder(folder)])


@frozen(repr=False, slots=False)
class KnowledgeBase(Holdings):
    """The editions that were loaded, and the ways from one record to another."""

    def search(
        self,
        text: str,
        *,
        kinds: "SearchKind | Iterable[SearchKind]" = ("statement", "passage", "concept"),
        edition: str | Edition | None = None,
        limit: int = 10,
    ) -> "Hits":
        """Find statements, passages and concepts by their words.

        Words are stemmed, and case and diacritics do not matter. `"a phrase"` is found as it stands, `prefix*` finds
        the words that begin so, `-without` leaves out what has the word. All the words must be there; if nothing has
        them all, some will do, and the result says so (`relaxed`). The concept whose label is the query comes first.
        No text raises an error; the first 64 words count.

        Args:
            text: What to search for.
            kinds: What to search among; facts from outside the documents only if `"context"` is named.
            edition: The edition to search in; every edition if none is named. Concepts belong to none.
            limit: The greatest number of hits.

        Raises:
            CriterionError: If there is no such kind, or if the limit is negative.
            UnknownIdError: If there is no such edition.
            MissingFeatureError: If this Python's SQLite has no FTS5.

        """
        if index(limit) < 0:
            raise CriterionError("limit", limit)
        return self._index.search(text, kinds=kinds, edition=self._edition(edition), limit=limit)

    def verify(self, quote: str, *, edition: str | Edition | None = None) -> "QuoteCheck":
        """Check a quotation against the sources before it is published.

        It must stand in one passage; an ellipsis (`...`, `…`, `[...]`) joins pieces that each stand in one, in this
        order. Where the quotation begins or ends with a letter or a digit, so does a word of the source.

        Args:
            quote: The words, with or without their quotation marks.
            edition: The edition to check against; every edition if none is named.

        Returns:
            The grade, and each place where the words stand, with what they leave out although their meaning hangs on
            it. In a condition it is true if the words are those of a source but for spacing and typography.

        Raises:
            UnknownIdError: If there is no such edition.

        """
        return self._verifier.verify(quote, edition=self._edition(edition))

    def verify_all(self, text: str, *, edition: str | Edition | None = None) -> "tuple[FoundQuotation, ...]":
        """Check every quotation of a longer text: what stands between quotation marks or in Markdown block quotes.

        Marks are double, angled, or single and curly; a straight single one is an apostrophe too, and opens nothing. A
        quotation between marks ends in its paragraph. Code in fences is passed over, and so are block quotes in lists.

        Args:
            text: The text, such as a draft in Markdown.
            edition: The edition to check against; every edition if none is named.

        Raises:
            UnknownIdError: If there is no such edition.

        """
        return self._verifier.verify_all(text, edition=self._edition(edition))

    def related(
        self,
        record: str | Statement,
        *,
        kind: Choice | None = None,
        direction: Literal["in", "out", "both"] = "both",
    ) -> tuple[tuple[Relation, Statement], ...]:
        """Give the statements that the text ties to a statement, each with the relation that does.

        Args:
            record: The statement.
            kind: The kinds of relation.
            direction: `"out"` for relations that start from it, `"in"` for those that lead to it.

        Raises:
            UnknownIdError: If there is no such statement.
            CriterionError: If there is no such kind or direction.

        """
        if direction not in {"in", "out", "both"}:
            raise CriterionError("direction", direction, ("in", "out", "both"))
        id = self._statement(record).id
        pairs = []
        for relation in self.relations.filter(kind=kind):
            if relation.source == id and direction != "in":
                pairs.append((relation, self.statements[relation.target]))
            elif relation.target == id and direction != "out":
                pairs.append((relation, self.statements[relation.source]))
        return tuple(pairs)

    def path(self, start: str | Statement, end: str | Statement) -> tuple[tuple[Relation, Statement], ...] | None:
        """Give a shortest way from one statement to another along relations, in whatever direction these point.

        Returns:
            The steps, each a relation and the statement it leads to; none from a statement to itself; `None` if there
            is no way.

        Raises:
            UnknownIdError: If there is no such statement.

        """
        ties: dict[str, dict[str, Relation]] = {}
        for relation in self.relations:
            ties.setdefault(relation.source, {}).setdefault(relation.target, relation)
            ties.setdefault(relation.target, {}).setdefault(relation.source, relation)
        way = shortest(ties, self._statement(start).id, self._statement(end).id)
        if way is None:
            return None
        return tuple((ties[here][there], self.statements[there]) for here, there in pairwise(way))

    def mentions(self, concept: str | Concept, *, exact: bool = False) -> Statements:
        """Give the statements that name a concept, in whatever field: as a topic, an actor, an item, an addressee.

        Args:
            concept: The concept.
            exact: Leave narrower concepts out.

        Raises:
            UnknownIdError: If there is no such concept.

        """
        found = self._concept(concept)
        criteria = _CRITERIA_OF_SCHEME.get(found.scheme, (found.scheme.value,))
        named = [self.statements.filter(**{name: found, "exact": exact}) for name in criteria]  # type: ignore[arg-type]  # the names are criteria
        ids = {statement.id for statements in named for statement in statements}
        return self.statements.where(lambda statement: statement.id in ids)

    def narrower(self, concept: str | Concept, *, transitive: bool = True) -> Concepts[Concept]:
        """Give the concepts below a concept, nearest first: all of them, or only those directly below.

        Raises:
            UnknownIdError: If there is no such concept.

        """
        ids = self.hierarchy.narrower(self._concept(concept).id, transitive=transitive)
        return Concepts([self._concepts[id] for id in ids], self.hierarchy)

    def broader(self, concept: str | Concept, *, transitive: bool = True) -> Concepts[Concept]:
        """Give the concepts above a concept, nearest first: all of them, or only those directly above.

        Raises:
            UnknownIdError: If there is no such concept.

        """
        ids = self.hierarchy.broader(self._concept(concept).id, transitive=transitive)
        return Concepts([self._concepts[id] for id in ids], self.hierarchy)

    @cached_property
    def _index(self) -> "SearchIndex":
        from octopus_kb.search import SearchIndex

        return SearchIndex(self.bundles)

    @cached_property
    def _verifier(self) -> "Verifier":
        from octopus_kb.verify import Verifier

        return Verifier(self.bundles)

    def _edition(self, edition: str | Edition | None) -> str | None:
        return None if edition is None else self.editions[id_of(edition)].id

    def _statement(self, statement: str | Statement) -> Statement:
        return self.statements[id_of(statement)]

    def _concept(self, concept: str | Concept) -> Concept:
        return self.concepts[id_of(concept)]

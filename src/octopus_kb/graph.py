"""Hierarchies of ids: what is wider, what is narrower, which name stands for which id."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from octopus_kb.edition import Bundle
from octopus_kb.errors import AmbiguousIdError, UnknownIdError


class Hierarchy:
    """Ids, each with the ids directly above it, the other names of each, and the editions that all of them are of."""

    __slots__ = ("_bundles", "_children", "_kinds", "_names", "_parents")

    def __init__(
        self,
        parents: Mapping[str, tuple[str, ...]],
        names: Iterable[tuple[str, str]] = (),
        kinds: Mapping[str, str] = MappingProxyType({}),
        bundles: tuple[Bundle, ...] = (),
    ) -> None:
        """Take the parents of each id.

        Args:
            parents: The ids directly above each id.
            names: Pairs of another name and the id it stands for.
            kinds: What each id is the id of.
            bundles: The editions that the ids belong to.

        """
        self._bundles = bundles
        self._kinds = dict(kinds)
        self._parents = dict(parents)
        self._names: dict[str, tuple[str, ...]] = {}
        for name, id in names:
            if name not in self._parents:
                self._names[name] = (*self._names.get(name, ()), id)
        self._children: dict[str, list[str]] = {}
        for id, above in self._parents.items():
            for parent in above:
                self._children.setdefault(parent, []).append(id)

    @property
    def bundles(self) -> tuple[Bundle, ...]:
        """The editions that the ids belong to."""
        return self._bundles

    @property
    def parents(self) -> Mapping[str, tuple[str, ...]]:
        """The ids directly above each id."""
        return MappingProxyType(self._parents)

    def __contains__(self, name: object) -> bool:
        """Tell whether a name stands for exactly one id."""
        return name in self._parents or (isinstance(name, str) and len(self._names.get(name, ())) == 1)

    def kind(self, id: str) -> str:
        """Tell what an id is the id of: a kind of record or, for a concept, its scheme."""
        return self._kinds.get(id, id.partition(":")[0])

    def candidates(self, name: str) -> tuple[str, ...]:
        """Give the ids that a name may stand for: the id itself, or those that it is a short or a former form of."""
        return (name,) if name in self._parents else self._names.get(name, ())

    def resolve(self, name: str) -> str:
        """Give the id that a name stands for: the id itself, a short form, or a former id.

        Raises:
            UnknownIdError: If nothing has this name; near matches are named.
            AmbiguousIdError: If the name fits several ids.

        """
        candidates = self.candidates(name)
        if len(candidates) == 1:
            return candidates[0]
        if candidates:
            raise AmbiguousIdError(name, candidates)
        raise UnknownIdError(name, near_matches(name, [*self._parents, *self._names]))

    def broader(self, id: str, *, transitive: bool = True) -> tuple[str, ...]:
        """Give the ids above an id, nearest first: all of them, or only those directly above."""
        return tuple(self._walk(id, self._parents)) if transitive else self._parents.get(id, ())

    def narrower(self, id: str, *, transitive: bool = True) -> tuple[str, ...]:
        """Give the ids below an id, nearest first: all of them, or only those directly below."""
        return tuple(self._walk(id, self._children)) if transitive else tuple(self._children.get(id, ()))

    @staticmethod
    def _walk(id: str, edges: Mapping[str, Iterable[str]]) -> Iterator[str]:
        seen, queue = {id}, deque([id])
        while queue:
            for found in edges.get(queue.popleft(), ()):
                if found not in seen:
                    seen.add(found)
                    queue.append(found)
                    yield found


def near_matches(name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Give up to three names that resemble a name, nearest first.

    A match on what follows the colon counts as much as one on the whole, so that a slug finds its id. A very long
    name has no near match: comparing it would take long and help nobody.
    """
    if len(name) > 200:
        return ()
    from difflib import get_close_matches

    by_slug: dict[str, list[str]] = {}
    for candidate in names:
        by_slug.setdefault(candidate.rpartition(":")[2].lower(), []).append(candidate)
    whole = get_close_matches(name, [full for fulls in by_slug.values() for full in fulls], cutoff=0.75)
    slugs = get_close_matches(name.rpartition(":")[2].lower(), by_slug, cutoff=0.75)
    return tuple(dict.fromkeys([*whole, *(full for slug in slugs for full in by_slug[slug])]))[:3]


class Guesses:
    """Guesses which of some names are meant by unknown ones, each once, as long as that takes no more than seconds.

    Where thousands of names are unknown they have one cause, and who has been told what it is needs no more guesses.
    """

    def __init__(self, names: AbstractSet[str], comparisons: int = 100_000) -> None:
        """Take the names, and how many comparisons to make: none is begun after that."""
        self.names = names
        self._left = comparisons
        self._near: dict[str, tuple[str, ...]] = {}

    def near(self, name: str) -> tuple[str, ...]:
        """Give up to three of the names that resemble a name, nearest first; none once too many have been compared."""
        if name not in self._near and self._left > 0:
            self._left -= len(self.names)
            self._near[name] = near_matches(name, sorted(self.names))
        return self._near.get(name, ())


def circles(edges: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """Give each circle in a graph once, as the ids along it, the first one repeated at the end."""
    found: list[tuple[str, ...]] = []
    done: set[str] = set()
    for root in edges:
        path: dict[str, None] = {}  # in order, and quick to ask
        stack: list[Iterator[str]] = [iter((root,))]
        while stack:
            id = next(stack[-1], None)
            if id is None:
                stack.pop()
                if path:
                    done.add(path.popitem()[0])
            elif id in path:
                along = list(path)
                found.append((*along[along.index(id) :], id))
            elif id not in done:
                path[id] = None
                stack.append(iter(dict.fromkeys(edges.get(id, ()))))
    return found


def shortest(edges: Mapping[str, Iterable[str]], start: str, end: str) -> tuple[str, ...] | None:
    """Give the ids along a shortest way from one id to another, both included, or `None` if there is no way."""
    came_from, queue = {start: start}, deque([start])
    while queue and end not in came_from:
        here = queue.popleft()
        for found in edges.get(here, ()):
            if found not in came_from:
                came_from[found] = here
                queue.append(found)
    if end not in came_from:
        return None
    way = [end]
    while way[-1] != start:
        way.append(came_from[way[-1]])
    return tuple(reversed(way))

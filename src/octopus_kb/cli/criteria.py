"""The collections that a shell can list, and the options that their filters become."""

import argparse
import inspect
from collections.abc import Iterator, Mapping
from typing import Any

from octopus_kb.catalogue import Concepts, ContextFacts, Passages, Relations
from octopus_kb.collection import Collection
from octopus_kb.facets import Statements
from octopus_kb.knowledge import KnowledgeBase

KINDS: Mapping[str, type[Collection[Any]]] = {
    "statements": Statements,
    "recommendations": Statements,
    "passages": Passages,
    "key-messages": Passages,
    "relations": Relations,
    "concepts": Concepts,
    "topics": Concepts,
    "threats": Concepts,
    "measures": Concepts,
    "interests": Concepts,
    "technologies": Concepts,
    "events": Concepts,
    "places": Concepts,
    "actors": Concepts,
    "instruments": Concepts,
    "context": ContextFacts,
}
"""What can be listed, with the type of its collection; a knowledge base calls it the same, with `_` for `-`."""

NAMES: Mapping[str, str] = {"key-messages": "key messages", "context": "facts from outside the document"}
"""How kinds are called where not by their own name."""

_FLAGS = {
    "exact": "leave out what is narrower, or listed beneath",
    "including_wider": "take in what is asked of wider groups too, such as all stakeholders",
}


def collection(kb: KnowledgeBase, kind: str) -> Any:  # noqa: ANN401 - which collection it is, and of what, hangs on the word
    """Give a collection by its name in `KINDS`."""
    return getattr(kb, kind.replace("-", "_"))


def add_criteria(parser: argparse.ArgumentParser, kind: type[Collection[Any]]) -> None:
    """Give a parser an option for each criterion of a collection's filter."""
    group = parser.add_argument_group(
        "criteria",
        "All must be met; of one that is given several times, any. A concept takes narrower ones in.",
    )
    for name, flag in _criteria(kind):
        option = f"--{name.replace('_', '-')}"
        if flag:
            group.add_argument(option, action="store_true", default=argparse.SUPPRESS, help=_FLAGS[name])
        elif name in _texts(kind):
            group.add_argument(option, metavar="TEXT", default=argparse.SUPPRESS, help="the label, in whatever case")
        else:
            values = ", ".join(kind.lists[name]) if name in kind.lists else _ids(kind.takes[name])
            metavar = "WORD" if name in kind.lists else "ID"
            group.add_argument(option, metavar=metavar, action="append", default=argparse.SUPPRESS, help=values)


def given(options: argparse.Namespace, kind: type[Collection[Any]]) -> dict[str, Any]:
    """Give the criteria that were given, as the collection's filter takes them."""
    return {name: getattr(options, name) for name, _ in _criteria(kind) if hasattr(options, name)}


def _criteria(kind: type[Collection[Any]]) -> Iterator[tuple[str, bool]]:
    """Yield the name of each criterion of a filter, and whether it is a flag."""
    for name, parameter in inspect.signature(kind.filter).parameters.items():  # type: ignore[attr-defined]  # each typed collection has its own
        if parameter.kind is parameter.KEYWORD_ONLY:
            yield name, parameter.default is False


def _texts(kind: type[Collection[Any]]) -> set[str]:
    """Give the criteria that are neither ids nor members of a list."""
    return {name for name, _ in _criteria(kind)} - set(kind.lists) - set(kind.takes) - set(_FLAGS)


def _ids(schemes: tuple[str, ...]) -> str:
    names = "concept" if len(schemes) > 3 else " or ".join(schemes)
    return f"the id of {'an' if names[0] in 'aei' else 'a'} {names}"

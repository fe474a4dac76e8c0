"""The conference at a glance: its key messages, what is asked of whom, and what to try next."""

import argparse
import shlex
import textwrap
from collections.abc import Iterator
from typing import Any

from octopus_kb.cli.loaded import knowledge
from octopus_kb.cli.page import Answer, Page
from octopus_kb.codec import unstructure
from octopus_kb.edition import Edition
from octopus_kb.knowledge import KnowledgeBase
from octopus_kb.model import Clause, Statement


def answer(options: argparse.Namespace) -> Answer:
    """Give each edition that is loaded at a glance."""
    kb = knowledge(options)
    folder: str | None = options.bundle

    def lines(page: Page) -> Iterator[str]:
        texts = [overview(kb, edition, page=page, folder=folder) for edition in kb.editions]
        yield from "\n\n".join(texts).split("\n")

    return Answer(lines=lines, data=lambda: {"editions": [_glance(kb, edition) for edition in kb.editions]})


def overview(kb: KnowledgeBase, edition: Edition, *, page: Page | None = None, folder: str | None = None) -> str:
    """Give an edition at a glance: the conference, its key messages, what is asked of whom, counts, next steps.

    Args:
        kb: The knowledge base that holds the edition.
        edition: The edition.
        page: The page to lay it out on; what is to be copied into a shell or into Python is not broken.
        folder: The folder that the edition was loaded from; none for the shipped one.

    """
    sheet = page or Page()
    sections = [section(kb, edition, sheet) for section in (_conference, _key_messages, _requests, _counts)]
    steps = (_in_a_shell(kb, edition, sheet, folder), _in_python(kb, edition, sheet, folder))
    return "\n\n".join("\n".join(lines) for lines in (*sections, *steps))


def _glance(kb: KnowledgeBase, edition: Edition) -> dict[str, Any]:
    asked = sorted(kb.recommendations.filter(edition=edition), key=_rank)
    return {
        "id": edition.id,
        "conference": unstructure(edition.conference),
        "document": unstructure(edition.document),
        "key_messages": [
            {"id": one.id, "number": one.number, "heading": one.heading, "words": kb.reading(one).text}
            for one in kb.key_messages.filter(edition=edition)
        ],
        "recommendations": [
            {"id": one.id, "addressees": list(_asked(one)), "strength": one.modality.value, "words": one.quote}
            for one in asked
        ],
        "counts": _numbers(kb, edition),
        "statements_by_family": kb.statements.filter(edition=edition).count_by("family"),
    }


def _conference(kb: KnowledgeBase, edition: Edition, page: Page) -> Iterator[str]:
    conference, document = edition.conference, edition.document
    statement = {proof.fact: kb.statements[proof.statement] for proof in conference.proofs}
    days = next(date.words for date in statement["dates"].dates if date.value == conference.dates)
    yield from page.wrapped(conference.title.upper(), style="head")
    mode = conference.mode.value.replace("_", " ")
    yield from page.wrapped(f"{conference.series}, edition {conference.edition_number}, {days}, {mode}")
    people = [f"{amount.words} {amount.unit}" for amount in (conference.participants, conference.countries)]
    yield from page.wrapped(" from ".join(people))
    sessions = [f"{group.count.value} {group.count.unit}" for group in conference.sessions]
    yield from page.wrapped(", ".join(sessions))
    yield from page.wrapped(f"Document: {document.title}, version of {document.version_date}")
    yield from page.wrapped(document.rights, "  ")


def _key_messages(kb: KnowledgeBase, edition: Edition, page: Page) -> Iterator[str]:
    yield from page.wrapped("KEY MESSAGES (the headings are the editors')", style="head")
    for message in kb.key_messages.where(lambda passage: _within(passage.id, edition)):
        yield from page.wrapped(f"{message.number}. {message.heading}", "  ", "     ")
        items = len(kb.items(message))
        words = textwrap.shorten(f'"{kb.reading(message).text}"', 2 * page.width - 30, placeholder=' ..."')
        yield from page.wrapped(f"{words} ({items} items)" if items else words, "     ")


def _requests(kb: KnowledgeBase, edition: Edition, page: Page) -> Iterator[str]:
    yield from page.wrapped(
        "WHAT IS ASKED OF WHOM (the most binding first; in the words of the document)", style="head"
    )
    groups: dict[str, list[Statement]] = {}
    asked = kb.recommendations.filter(edition=edition)
    for statement in sorted(asked, key=_rank):
        groups.setdefault(_addressees(kb, statement), []).append(statement)
    for addressees, statements in groups.items():
        yield from page.wrapped(addressees, "  ")
        for statement in statements:
            yield from page.wrapped(_request(statement), "    - ", "      ")


def _addressees(kb: KnowledgeBase, statement: Statement) -> str:
    return ", ".join(kb.actors[id].preferred_label for id in _asked(statement)) or "(nobody is named)"


def _asked(statement: Statement) -> tuple[str, ...]:
    return statement.directive.addressees if statement.directive else ()


def _rank(statement: Statement) -> int:
    return statement.directive.strength.rank if statement.directive else 0


def _request(statement: Statement) -> str:
    directive = statement.directive
    if directive is None:
        return statement.proposition
    condition = f", {_words(directive.condition)}" if directive.condition else ""
    place = statement.passage.partition(":")[2]
    strength = directive.strength.value.replace("_", " ")
    return f"[{strength}] {_words(directive.action)}{condition} ({place})"


def _words(clause: Clause) -> str:
    return " [...] ".join(quote.text for quote in clause.quotes)


def _counts(kb: KnowledgeBase, edition: Edition, page: Page) -> Iterator[str]:
    yield page.styled("head", "COUNTS")
    yield from page.wrapped(", ".join(f"{number} {name}" for name, number in _numbers(kb, edition).items()), "  ")
    families = kb.statements.filter(edition=edition).count_by("family")
    yield from page.wrapped("Statements: " + ", ".join(f"{n} {name}" for name, n in families.items()), "  ")


def _numbers(kb: KnowledgeBase, edition: Edition) -> dict[str, int]:
    return {
        "passages": len(kb.passages.filter(edition=edition)),
        "statements": len(kb.statements.filter(edition=edition)),
        "recommendations": len(kb.recommendations.filter(edition=edition)),
        "relations": len(kb.relations.filter(edition=edition)),
        "concepts": len(kb.concepts),
    }


def _in_a_shell(kb: KnowledgeBase, edition: Edition, page: Page, folder: str | None) -> Iterator[str]:
    yield from page.wrapped("WHAT TO TRY NEXT, in a shell", style="head")
    command = "  octopus-kb" if folder is None else f"  octopus-kb --bundle {shlex.quote(folder)}"
    asked = list(kb.recommendations.filter(edition=edition).count_by("addressee"))
    if asked:
        yield f"{command} list recommendations --addressee {asked[0]} --including-wider"
    messages = kb.key_messages.filter(edition=edition)
    if messages:
        yield f"{command} show {messages[0].id}"
    yield f"{command} --help"


def _in_python(kb: KnowledgeBase, edition: Edition, page: Page, folder: str | None) -> Iterator[str]:
    yield from page.wrapped("WHAT TO TRY NEXT, in Python", style="head")
    yield "  import octopus_kb as okb"
    yield "  kb = okb.load()" if folder is None else f"  kb = okb.load_bundle({folder!r})"
    asked = list(kb.recommendations.filter(edition=edition).count_by("addressee"))
    if asked:
        yield f'  kb.recommendations.filter(addressee="{asked[0]}", including_wider=True)'
    messages = kb.key_messages.filter(edition=edition)
    if messages:
        yield f'  kb.reading("{messages[0].id}").text'
    yield f'  kb.statements.filter(edition="{edition.id}").first().quote'


def _within(id: str, edition: Edition) -> bool:
    return id.partition(":")[0] == edition.id

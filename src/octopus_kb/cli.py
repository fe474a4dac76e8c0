"""The command `octopus-kb`: with no arguments it prints the conference at a glance."""

import argparse
import os
import shutil
import sys
import textwrap
from collections.abc import Iterator, Sequence
from io import TextIOWrapper

from octopus_kb._version import __version__
from octopus_kb.edition import Edition
from octopus_kb.errors import OctopusError
from octopus_kb.knowledge import KnowledgeBase, load, load_bundle
from octopus_kb.model import Clause, Statement


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: The words after the command's name; those of the process if none are given.

    Returns:
        The exit status: 0 if all went well, 1 if the edition could not be loaded. Wrong usage exits with 2.

    """
    if isinstance(sys.stdout, TextIOWrapper):
        # A terminal that cannot show a sign shows its code instead: better than no output at all.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        try:
            return _run(_parser().parse_args(arguments))
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough; Python would complain once more when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(options: argparse.Namespace) -> int:
    try:
        kb = load() if options.bundle is None else load_bundle(options.bundle)
    except OctopusError as error:
        print(f"octopus-kb: {error}", file=sys.stderr)
        return 1
    how = "okb.load()" if options.bundle is None else f"okb.load_bundle({options.bundle!r})"
    print("\n\n".join(overview(kb, edition, width=_width(), how=how) for edition in kb.editions))
    return 0


def overview(kb: KnowledgeBase, edition: Edition, *, width: int = 80, how: str = "okb.load()") -> str:
    """Give an edition at a glance: the conference, its key messages, what is asked of whom, counts, next steps.

    Args:
        kb: The knowledge base that holds the edition.
        edition: The edition.
        width: The longest line, in characters; a line of Python is not broken.
        how: The Python that loads the knowledge base.

    """
    sections = [section(kb, edition, width) for section in (_conference, _key_messages, _requests, _counts)]
    return "\n\n".join("\n".join(lines) for lines in (*sections, _next_steps(kb, edition, width, how)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="octopus-kb",
        description="Print the conference at a glance: its key messages, and what is asked of whom.",
        epilog="The text of the document is © Council of Europe 2021; the NOTICE in the package tells what that means.",
    )
    parser.add_argument("--bundle", metavar="FOLDER", help="show your own edition, loaded from a folder")
    parser.add_argument("--version", action="version", version=f"octopus-kb {__version__}")
    return parser


def _width() -> int:
    return max(40, min(shutil.get_terminal_size().columns, 100))


def _conference(kb: KnowledgeBase, edition: Edition, width: int) -> Iterator[str]:
    conference, document = edition.conference, edition.document
    statement = {proof.fact: kb.statements[proof.statement] for proof in conference.proofs}
    days = next(date.words for date in statement["dates"].dates if date.value == conference.dates)
    yield from _wrapped(conference.title.upper(), width)
    mode = conference.mode.value.replace("_", " ")
    yield from _wrapped(f"{conference.series}, edition {conference.edition_number}, {days}, {mode}", width)
    people = [f"{amount.words} {amount.unit}" for amount in (conference.participants, conference.countries)]
    yield from _wrapped(" from ".join(people), width)
    sessions = [f"{group.count.value} {group.count.unit}" for group in conference.sessions]
    yield from _wrapped(", ".join(sessions), width)
    yield from _wrapped(f"Document: {document.title}, version of {document.version_date}", width)
    yield from _wrapped(document.rights, width, "  ")


def _key_messages(kb: KnowledgeBase, edition: Edition, width: int) -> Iterator[str]:
    yield from _wrapped("KEY MESSAGES (the headings are the editors')", width)
    for message in kb.key_messages.where(lambda passage: _within(passage.id, edition)):
        yield from _wrapped(f"{message.number}. {message.heading}", width, "  ", "     ")
        items = len(kb.items(message))
        words = textwrap.shorten(f'"{kb.reading(message).text}"', 2 * width - 30, placeholder=' ..."')
        yield from _wrapped(f"{words} ({items} items)" if items else words, width, "     ")


def _requests(kb: KnowledgeBase, edition: Edition, width: int) -> Iterator[str]:
    yield from _wrapped("WHAT IS ASKED OF WHOM (the most binding first; in the words of the document)", width)
    groups: dict[str, list[Statement]] = {}
    asked = kb.recommendations.filter(edition=edition)
    for statement in sorted(asked, key=lambda one: one.directive.strength.rank if one.directive else 0):
        groups.setdefault(_addressees(kb, statement), []).append(statement)
    for addressees, statements in groups.items():
        yield from _wrapped(addressees, width, "  ")
        for statement in statements:
            yield from _wrapped(_request(statement), width, "    - ", "      ")


def _addressees(kb: KnowledgeBase, statement: Statement) -> str:
    ids = statement.directive.addressees if statement.directive else ()
    return ", ".join(kb.actors[id].preferred_label for id in ids) or "(nobody is named)"


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


def _counts(kb: KnowledgeBase, edition: Edition, width: int) -> Iterator[str]:
    statements = kb.statements.filter(edition=edition)
    counted = {
        "passages": len(kb.passages.filter(edition=edition)),
        "statements": len(statements),
        "recommendations": len(kb.recommendations.filter(edition=edition)),
        "relations": len(kb.relations.filter(edition=edition)),
        "concepts": len(kb.concepts),
    }
    yield "COUNTS"
    yield from _wrapped(", ".join(f"{number} {name}" for name, number in counted.items()), width, "  ")
    families = statements.count_by("family")
    yield from _wrapped("Statements: " + ", ".join(f"{n} {name}" for name, n in families.items()), width, "  ")


def _next_steps(kb: KnowledgeBase, edition: Edition, width: int, how: str) -> Iterator[str]:
    yield from _wrapped("WHAT TO TRY NEXT, in Python", width)
    yield "  import octopus_kb as okb"
    yield f"  kb = {how}"
    asked = list(kb.recommendations.filter(edition=edition).count_by("addressee"))
    if asked:
        yield f'  kb.recommendations.filter(addressee="{asked[0]}", including_wider=True)'
    messages = kb.key_messages.filter(edition=edition)
    if messages:
        yield f'  kb.reading("{messages[0].id}").text'
    yield f'  kb.statements.filter(edition="{edition.id}").first().quote'


def _within(id: str, edition: Edition) -> bool:
    return id.partition(":")[0] == edition.id


def _wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=first if rest is None else rest)

"""The words that the command takes: every subcommand, with its options, its help, and the function that answers."""

import argparse
from collections.abc import Callable, Collection, Iterable
from textwrap import wrap
from typing import TYPE_CHECKING, TypeAlias

from octopus_kb.cli.texts import ABOUT, COMMANDS, EPILOG

if TYPE_CHECKING:
    from argparse import _SubParsersAction

    _Parsers: TypeAlias = "_SubParsersAction[argparse.ArgumentParser]"


def build(words: Collection[str] | None = None) -> argparse.ArgumentParser:
    """Make the parser.

    Args:
        words: The words that it will read: only the subcommands among them get their options, since some take time to
            make. All get theirs if none are given.

    """
    parser = argparse.ArgumentParser(
        prog="octopus-kb",
        description=ABOUT,
        epilog=EPILOG,
        formatter_class=_Formatter,
        allow_abbrev=False,
    )
    parser.set_defaults(run="overview:answer", parser=parser, bundle=None, json=False)
    _add_common(parser)
    parser.add_argument(
        "--version",
        dest="run",
        action="store_const",
        const="about:version",
        help="show the versions of the software, the format and the content, and the hash of the source",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, fill in _FILL.items():
        one = _command(commands, name, *COMMANDS[name])
        if words is None or name in words:
            fill(one, words)
    return parser


class _Formatter(argparse.HelpFormatter):
    """Wraps paragraphs, and keeps the lines of examples, which are indented."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = []
        for line in text.splitlines():
            lines += [line] if line.startswith("  ") else wrap(line, width) or [""]
        return "\n".join(indent + line for line in lines)


def _add_common(parser: argparse.ArgumentParser) -> None:
    # No default here: that of a subcommand would undo what was said before it.
    none = argparse.SUPPRESS
    parser.add_argument(
        "--bundle", metavar="FOLDER", default=none, help="work on your own edition, loaded from a folder"
    )
    parser.add_argument("--json", action="store_true", default=none, help="write the answer as JSON")


def _command(commands: "_Parsers", name: str, help: str, about: str) -> argparse.ArgumentParser:  # noqa: A002 - argparse calls it so
    description, _, examples = about.partition("\n\n")
    return commands.add_parser(
        name,
        help=help,
        description=description,
        epilog=examples or None,
        formatter_class=_Formatter,
        allow_abbrev=False,
    )


def _ready(parser: argparse.ArgumentParser, run: str, **constants: object) -> None:
    """End a subcommand: what all take, and the function that answers it."""
    _add_common(parser)
    parser.set_defaults(run=run, parser=parser, **constants)


def _show(parser: argparse.ArgumentParser, _: Collection[str] | None) -> None:
    parser.add_argument("id", metavar="ID", type=text, help="the id of a record, or its short form")
    _ready(parser, "records:show")


def _list(parser: argparse.ArgumentParser, words: Collection[str] | None) -> None:
    from octopus_kb.cli.criteria import KINDS, NAMES, add_criteria

    kinds = parser.add_subparsers(title="kinds", metavar="KIND", required=True)
    for name, kind in KINDS.items():
        called = NAMES.get(name, name)
        one = _command(kinds, name, f"the {called}", f"List the {called}.")
        if words is None or name in words:
            one.usage = f"octopus-kb list {name} [--CRITERION VALUE ...] [--count-by FACET] [--limit N]"
            add_criteria(one, kind)
            _add_limit(one, None)
            facets = sorted(kind.facets)
            told = f"count by a facet instead, {_one_of(facets)}"
            one.add_argument("--count-by", metavar="FACET", choices=facets, help=told)
            _ready(one, "records:listing", kind_of=name)
    _add_common(parser)


def _search(parser: argparse.ArgumentParser, _: Collection[str] | None) -> None:
    kinds = ("statement", "passage", "concept", "context")
    parser.add_argument("words", metavar="WORD", nargs="+", type=text, help="what to search for")
    parser.add_argument("--kinds", metavar="KIND", choices=kinds, action="append", help=_one_of(kinds))
    _add_edition(parser)
    _add_limit(parser, 10)
    _ready(parser, "finding:search")


def _verify(parser: argparse.ArgumentParser, _: Collection[str] | None) -> None:
    parser.add_argument("quote", metavar="QUOTE", nargs="?", type=text, help="the quotation; - reads standard input")
    parser.add_argument(
        "--file",
        metavar="FILE",
        action="append",
        default=[],
        help="check every quotation of a text or Markdown file; - is standard input; may be given several times",
    )
    parser.add_argument("--strict", action="store_true", help="a caution fails too")
    _add_edition(parser)
    _ready(parser, "quoting:verify")


def _related(parser: argparse.ArgumentParser, _: Collection[str] | None) -> None:
    parser.add_argument("id", metavar="ID", type=text, help="the id of a statement, or its short form")
    parser.add_argument("--kind", metavar="WORD", action="append", type=text, help=_relation_kinds())
    parser.add_argument(
        "--direction",
        choices=("in", "out", "both"),
        default="both",
        help="relations that lead to it, that start from it, or both, which is the default",
    )
    _ready(parser, "finding:related")


def _relation_kinds() -> str:
    from octopus_kb.vocabulary import RelationKind

    return _one_of(RelationKind)


def _cite(parser: argparse.ArgumentParser, _: Collection[str] | None) -> None:
    styles = ("text", "bibtex", "csl", "ris")
    parser.add_argument("id", metavar="ID", nargs="?", type=text, help="what to cite; the document if none is given")
    parser.add_argument("--style", choices=styles, default="text", help="text, a plain sentence, is the default")
    _add_edition(parser)
    _ready(parser, "quoting:cite")


def _export(parser: argparse.ArgumentParser, words: Collection[str] | None) -> None:
    from octopus_kb.cli.criteria import add_criteria
    from octopus_kb.cli.formats import FORMATS, OPTIONS
    from octopus_kb.facets import Statements

    formats = parser.add_subparsers(title="formats", metavar="FORMAT", required=True)
    for name, form in FORMATS.items():
        one = _command(formats, name, form.help, f"Write {form.help}.")
        if words is None or name in words:
            needed = form.path != "optional"
            usual = "-o PATH" if needed else "[-o PATH]"
            told = "".join(f" [--{option} VALUE]" for option in form.options)
            criteria = " [--CRITERION VALUE ...]" if form.of_content else ""
            one.usage = f"octopus-kb export {name} {usual}{told}{criteria}"
            one.add_argument("-o", "--output", metavar="PATH", required=needed, help=form.where)
            for option in form.options:
                one.add_argument(f"--{option}", type=text, **OPTIONS[option])
            if form.of_content:
                add_criteria(one, Statements)
            _ready(one, "exports:export", format=name)
    _add_common(parser)


def _schema(parser: argparse.ArgumentParser, _: Collection[str] | None) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", type=text, help="the file whose schema it is")
    parser.add_argument("-o", "--output", metavar="FOLDER", help="write the schema, or all of them, into a folder")
    _ready(parser, "exports:schema")


def _editions(parser: argparse.ArgumentParser, _: Collection[str] | None) -> None:
    _ready(parser, "about:editions")


_FILL: dict[str, Callable[[argparse.ArgumentParser, Collection[str] | None], None]] = {
    "show": _show,
    "list": _list,
    "search": _search,
    "verify": _verify,
    "related": _related,
    "cite": _cite,
    "export": _export,
    "schema": _schema,
    "editions": _editions,
}


def _add_edition(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--edition", metavar="ID", type=text, help="one of several editions that are loaded")


def _add_limit(parser: argparse.ArgumentParser, default: int | None) -> None:
    usual = f"{default} is the default" if default else "all is the default"
    parser.add_argument("--limit", metavar="N", type=_positive, default=default, help=f"show at most so many; {usual}")


def _one_of(words: Iterable[str]) -> str:
    return f"one of: {', '.join(words)}"


def _positive(word: str) -> int:
    number = int(word) if word.isascii() and word.isdecimal() and len(word) < 10 else 0
    if not number:
        raise argparse.ArgumentTypeError(f"a number from 1 on is wanted, not {word!r}")
    return number


def text(word: str) -> str:
    """Give a word of the command line as text: bytes that are none show as the replacement character."""
    return "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in word)

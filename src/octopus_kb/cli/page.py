"""What a command answers, and how it is laid out: wrapped to the terminal, coloured where that is wanted."""

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping

from attrs import field, frozen

_STYLES = {"head": "1", "id": "36", "good": "32", "doubtful": "33", "bad": "31", "aside": "2"}
# Control characters of a document or of a draft are shown, not obeyed: they could rewrite what stands above.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_NARROWEST, _WIDEST = 40, 100
_NAME_WIDTH = 23


@frozen(kw_only=True)
class Page:
    """Lines of text of some width, with colour or without."""

    width: int = 80
    """The longest line, in characters."""
    colour: bool = False
    """Whether words may be coloured."""

    def styled(self, style: str, text: str) -> str:
        """Give a text in a style: `head`, `id`, `good`, `doubtful`, `bad` or `aside`."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.colour and text else text

    def wrapped(self, text: str, first: str = "", rest: str | None = None, style: str | None = None) -> Iterator[str]:
        """Yield the lines of a text, the first and the rest each with its indent; ids and addresses are not broken."""
        after = first if rest is None else rest
        lines = textwrap.wrap(
            visible(text),
            self.width,
            initial_indent=first,
            subsequent_indent=after,
            break_on_hyphens=False,
            break_long_words=False,
        )
        return (self.styled(style, line) if style else line for line in lines)

    def row(
        self, name: str, text: str, indent: str = "  ", column: int = _NAME_WIDTH, style: str = "aside"
    ) -> Iterator[str]:
        """Yield a name and, beside it, what it is the name of; on a narrow page the text stands beneath the name."""
        if self.width < 60:
            yield from self._beneath(name, text, indent, style)
            return
        # A name that is too long for its column takes a line of its own.
        margin = " " * (len(indent) + column)
        first, *rest = [*self.wrapped(text, margin)] or [""]  # white space alone has no line
        if len(name) < column:
            yield indent + self.styled(style, name) + first[len(indent) + len(name) :]
        else:
            yield from (indent + self.styled(style, name), first)
        yield from rest

    def _beneath(self, name: str, text: str, indent: str, style: str) -> Iterator[str]:
        if name and len(indent) + len(name) + 2 + len(text) <= self.width:
            yield f"{indent}{self.styled(style, name)}  {visible(text)}"
            return
        yield from [indent + self.styled(style, name)] if name else []
        yield from self.wrapped(text, f"{indent}  ", f"{indent}    ")


@frozen(kw_only=True)
class Answer:
    """What a command has found: the same for readers and for programs."""

    lines: Callable[[Page], Iterable[str]]
    """Gives the lines to read."""
    data: Callable[[], Mapping[str, object]]
    """Gives the plain data that `--json` writes."""
    status: int = 0
    """The exit status: 0 for yes, 1 for no."""
    content: str | None = field(default=None)
    """What is to be written as it is, in place of lines to read."""


def terminal_page() -> Page:
    """Give the page that standard output is: as wide as the terminal, between 40 and 100 characters."""
    width = max(_NARROWEST, min(shutil.get_terminal_size().columns, _WIDEST))
    return Page(width=width, colour=_colour(os.environ))


def _colour(settings: Mapping[str, str], system: str = os.name) -> bool:
    if settings.get("NO_COLOR"):
        return False
    if settings.get("FORCE_COLOR"):
        return True
    # Old consoles of Windows show the codes of colours; its new terminal makes itself known.
    able = system != "nt" or "WT_SESSION" in settings
    return able and settings.get("TERM") != "dumb" and sys.stdout is not None and sys.stdout.isatty()


def visible(text: str) -> str:
    """Give a text with its control characters written as codes."""
    return _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def quoted(text: str) -> str:
    """Give words of the source between quotation marks."""
    return f"\u201c{text}\u201d"


def counted(number: int, name: str) -> str:
    """Give a number with the noun that it counts, such as `1 place` or `2 places`."""
    return f"{number} {name}" if number == 1 else f"{number} {name}s"

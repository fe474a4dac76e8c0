"""The command `octopus-kb`: the calls of a knowledge base, from a shell."""

import os
import sys
from argparse import ArgumentTypeError
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from io import TextIOWrapper
from typing import TYPE_CHECKING

from octopus_kb.cli.parser import build

if TYPE_CHECKING:
    from octopus_kb.cli.page import Answer

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: The words after the command's name; those of the process if none are given.

    Returns:
        The exit status: 0 if all went well; 1 if the answer is no, or if there is none because something was not
        found, not readable or not installed. Wrong usage exits with 2.

    """
    if isinstance(sys.stdout, TextIOWrapper):
        # A terminal that cannot show a sign shows its code instead: better than no output at all.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        try:
            return _run(sys.argv[1:] if arguments is None else arguments)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        # The reader has seen enough.
        _forget_output()
        return 0
    except OSError as error:
        _forget_output()
        return _failed(f"the output cannot be written: {error.strerror or error}")
    except KeyboardInterrupt:
        return _INTERRUPTED


def _run(words: Sequence[str]) -> int:
    options = build(words).parse_args(words)
    # The help needs none of this, and is there at once.
    from octopus_kb.errors import CriterionError, OctopusError

    module, _, function = options.run.partition(":")
    try:
        answer: Answer = getattr(import_module(f"octopus_kb.cli.{module}"), function)(options)
    except (CriterionError, ArgumentTypeError) as error:
        options.parser.error(str(error))
    except OctopusError as error:
        return _failed(str(error))
    except OSError as error:
        return _failed(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    _print(answer, as_json=options.json)
    return answer.status


def _print(answer: "Answer", *, as_json: bool) -> None:
    from octopus_kb.cli.page import terminal_page

    if as_json:
        from octopus_kb.codec import dumps

        _write(dumps(answer.data()))
    elif answer.content is not None:
        _write(answer.content)
    else:
        for line in answer.lines(terminal_page()):
            print(line)


def _write(content: str) -> None:
    """Write what programs read: UTF-8 with the line ends it has, whatever the terminal is."""
    stream = sys.stdout
    if isinstance(stream, TextIOWrapper):
        stream.flush()
        stream.buffer.write(content.encode("utf-8", "backslashreplace"))
    elif stream is not None:
        stream.write(content)


def _failed(message: str) -> int:
    print(f"octopus-kb: {message}", file=sys.stderr)
    return 1


def _forget_output() -> None:
    # Python would complain once more when it closes the stream.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

"""The family of errors: one base, and each error carries what it is about."""

from attrs import field, frozen


@frozen
class Problem:
    """One fault of a bundle: where it is, what is wrong, and what to do."""

    file: str
    """The file of the bundle in which the fault lies, as a path relative to the bundle's folder."""
    path: str
    """The place inside that file: a JSON path such as `$.statements[3].kind`, or `$` for the whole file."""
    message: str
    """What is wrong, in one clause."""
    expected: str | None = field(default=None, kw_only=True)
    """What should stand there, if that can be said."""
    found: str | None = field(default=None, kw_only=True)
    """What stands there, if that can be shown."""
    hint: str | None = field(default=None, kw_only=True)
    """What to do about it."""

    def __str__(self) -> str:
        """Give `file: $.path: what is wrong (expected ..., found ...); hint`."""
        sides = {"expected": self.expected, "found": self.found}
        compared = ", ".join(f"{name} {text}" for name, text in sides.items() if text is not None)
        aside = f" ({compared})" if compared else ""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{self.file}: {self.path}: {self.message}{aside}{hint}"


class OctopusError(Exception):
    """The base of every error that this package raises on purpose."""


class BundleError(OctopusError, ValueError):
    """A bundle was refused; nothing of it was loaded."""

    def __init__(self, source: str, problems: tuple[Problem, ...]) -> None:
        """Take the name of the bundle (its folder) and every problem found in it."""
        super().__init__(source, problems)
        self.source = source
        """The folder that was refused."""
        self.problems = problems
        """Every fault found, in the order of the files."""

    def __str__(self) -> str:
        """List every problem, a line each."""
        count = len(self.problems)
        head = f"{self.source}: {count} problem{'' if count == 1 else 's'}, nothing was loaded"
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])


class UnknownIdError(OctopusError, LookupError):
    """No record has this id; near matches are named."""

    def __init__(self, id: str, near: tuple[str, ...] = ()) -> None:
        """Take the id that was asked for and the ids that resemble it, nearest first."""
        super().__init__(id, near)
        self.id = id
        """The id that was asked for."""
        self.near = near
        """Ids that resemble it, nearest first; empty when none does."""

    def __str__(self) -> str:
        """Name the id and what may have been meant."""
        meant = f"; did you mean {' or '.join(map(repr, self.near))}?" if self.near else ""
        return f"no record has the id {self.id!r}{meant}"


class AmbiguousIdError(OctopusError, LookupError):
    """A short id fits records of several editions."""

    def __init__(self, id: str, candidates: tuple[str, ...]) -> None:
        """Take the short id and the full ids that it may stand for."""
        super().__init__(id, candidates)
        self.id = id
        """The short id that was asked for."""
        self.candidates = candidates
        """The full ids that it may stand for."""

    def __str__(self) -> str:
        """Name the id and the full ids to choose from."""
        if not self.id:
            return f"no edition is named, and several are loaded: say {' or '.join(map(repr, self.candidates))}"
        return f"the short id {self.id!r} fits several records: say {' or '.join(map(repr, self.candidates))}"


class CriterionError(OctopusError, ValueError):
    """A filter, a count or a grouping was given a value that its criterion cannot have."""

    def __init__(self, criterion: str, value: object, near: tuple[str, ...] = ()) -> None:
        """Take the criterion's name, the value given, and the values that resemble it."""
        super().__init__(criterion, value, near)
        self.criterion = criterion
        """The name of the criterion, such as `kind`."""
        self.value = value
        """The value that it was given."""
        self.near = near
        """Values it can have that resemble the one given."""

    def __str__(self) -> str:
        """Name the criterion, the value, and what may have been meant."""
        meant = f"; did you mean {' or '.join(map(repr, self.near))}?" if self.near else ""
        return f"{self.criterion} cannot be {self.value!r}{meant}"


class NotOneError(OctopusError, LookupError):
    """A collection that should hold exactly one record holds none, or several."""

    def __init__(self, count: int, what: str) -> None:
        """Take the number of records there are, and a short description of the collection."""
        super().__init__(count, what)
        self.count = count
        """How many records the collection holds."""
        self.what = what
        """The collection, in short."""

    def __str__(self) -> str:
        """Say how many there are instead of one."""
        return f"expected exactly one record, found {self.count} in {self.what}"


class QuoteError(OctopusError, LookupError):
    """The words do not stand in the passage."""

    def __init__(self, quote: str, reason: str) -> None:
        """Take the words that were looked for, and why they were not found."""
        super().__init__(quote, reason)
        self.quote = quote
        """The words that were looked for."""
        self.reason = reason
        """Why they were not found."""

    def __str__(self) -> str:
        """Name the words and the reason."""
        return f"{self.quote!r}: {self.reason}"


class AmbiguousQuoteError(QuoteError):
    """The words stand in the passage more than once, and nothing says which are meant."""

    def __init__(self, quote: str, starts: tuple[int, ...]) -> None:
        """Take the words and the offsets (code points of the source) at which they begin."""
        places = ", ".join(map(str, starts))
        how = "add a prefix or a suffix, or give start as one of these offsets"
        super().__init__(quote, f"the words occur {len(starts)} times, at {places}; {how}")
        self.starts = starts
        """The offsets, in code points of the source, at which the words begin."""

    def __reduce__(self) -> tuple[type, tuple[str, tuple[int, ...]]]:
        """Let a copy be made from what the error was made from."""
        return type(self), (self.quote, self.starts)


class DateError(OctopusError, ValueError):
    """A text is no date of the supported subset of EDTF."""

    def __init__(self, text: str, reason: str) -> None:
        """Take the text that was refused, and why."""
        super().__init__(text, reason)
        self.text = text
        """The text that was refused."""
        self.reason = reason
        """Why it was refused."""

    def __str__(self) -> str:
        """Name the text and the reason."""
        return f"{self.text!r} is not a date: {self.reason}"


class UndecidedError(OctopusError, ValueError):
    """A yes or no was wanted where only "unknown" can honestly be said."""


class MissingExtraError(OctopusError, ImportError):
    """A library that comes with an extra is not installed."""

    def __init__(self, module: str, extra: str) -> None:
        """Take the module that is missing, and the extra of this package that brings it."""
        super().__init__(module, extra)
        self.module = module
        """The module that is missing."""
        self.extra = extra
        """The extra that brings it."""

    def __str__(self) -> str:
        """Say what to run."""
        return f"this needs {self.module}: run pip install 'octopus-kb[{self.extra}]'"


class MissingFeatureError(OctopusError, RuntimeError):
    """This Python lacks something that a feature needs; the message says what."""

"""Libraries that only some features need: imported when they are needed, and named when they are missing."""

from importlib import import_module
from types import ModuleType

from octopus_kb.errors import MissingExtraError


def require(module: str, extra: str) -> ModuleType:
    """Import a library that comes with an extra of this package.

    Args:
        module: The name of the module, such as `networkx`.
        extra: The extra that brings it, such as `graph`.

    Raises:
        MissingExtraError: If it is not installed; the message says what to run.

    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != module.partition(".")[0]:
            raise  # the library is there, and misses something of its own
        raise MissingExtraError(module, extra) from None

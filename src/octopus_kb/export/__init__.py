"""What a knowledge base, or a collection of its records, can be written as: one small module for each format."""

# typing is not imported here, for the same reason as in octopus_kb itself; type checkers take this for true.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from octopus_kb.export import (
        annotations,
        chunks,
        citations,
        json,
        linked_data,
        markdown,
        network,
        schema,
        tables,
    )

__all__ = [
    "annotations",
    "chunks",
    "citations",
    "json",
    "linked_data",
    "markdown",
    "network",
    "schema",
    "tables",
]

if not TYPE_CHECKING:  # a type checker would take any name for one that this finds

    def __getattr__(name: str) -> object:
        """Import a format's module when it is first asked for."""
        from importlib import import_module

        if name not in __all__:
            raise AttributeError(f"module 'octopus_kb.export' has no attribute {name!r}")
        return import_module(f"octopus_kb.export.{name}")


def __dir__() -> list[str]:
    """List the formats."""
    return __all__

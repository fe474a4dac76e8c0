"""What a record is called outside: its URN, and its anchor on the documentation site."""

_MARKS = {"edition": "", "passage": "", "statement": "s-", "relation": "r-", "context": "context-"}
"""What stands before the local part of an id in an anchor; of a concept, it is the scheme."""


def urn(id: str) -> str:
    """Give the URN of the record with an id: `urn:octopus-kb:octopus-2021:km4.5`."""
    return f"urn:octopus-kb:{id}"


def anchor(id: str, kind: str) -> str:
    """Give the anchor of a record on the page of the documentation site where it stands.

    It is `octopus-2021` for an edition, `km4.5` for a passage, `s-cooperate` for a statement, `r-` or `context-` and
    the slug for a relation or a fact from outside, `topic-ransomware` for a concept.

    Args:
        id: The id.
        kind: What it is the id of: `edition`, `passage`, `statement`, `relation`, `context` or, for a concept, the
            scheme.

    """
    head, _, local = id.partition(":")
    return f"{_MARKS[kind]}{local or head}" if kind in _MARKS else f"{head}-{local}"


def address(id: str, kind: str, base: str | None = None) -> str:
    """Give the IRI of a record: its URN or, below a base, its anchor on the documentation site.

    Concepts stand at `{base}concepts/#{scheme}-{slug}`, all else at `{base}document/#{anchor}`.

    Args:
        id: The id.
        kind: What it is the id of, as for `anchor`.
        base: The address of the site, ending in a slash; it shows one edition.

    """
    if base is None:
        return urn(id)
    page = "document/" if kind in _MARKS else "concepts/"
    return f"{base}{page}#{anchor(id, kind)}"

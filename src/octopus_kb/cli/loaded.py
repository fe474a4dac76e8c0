"""The knowledge base that a command works on, and how a shell names its records."""

import argparse

from octopus_kb.concepts import Concept
from octopus_kb.knowledge import KnowledgeBase, load, load_bundle


def knowledge(options: argparse.Namespace) -> KnowledgeBase:
    """Load what a command works on: the folder that is named, or else the shipped editions."""
    return load() if options.bundle is None else load_bundle(options.bundle)


def short(kb: KnowledgeBase, id: str) -> str:
    """Give the shortest form of an id that finds the same record."""
    slug = id.partition(":")[2]
    return slug if slug and kb.hierarchy.candidates(slug) == (id,) else id


def named(kb: KnowledgeBase, id: str) -> str:
    """Give the label of a concept with its id; of any other record, the short id."""
    record = kb[id]
    return f"{record.preferred_label} ({id})" if isinstance(record, Concept) else short(kb, id)

"""What records are called outside: URNs, and anchors on the documentation site."""

import pytest

import octopus_kb as okb
from octopus_kb.addresses import address, anchor, urn

CASES = [
    ("octopus-2021", "edition", "document/#octopus-2021"),
    ("octopus-2021:km4.5", "passage", "document/#km4.5"),
    ("octopus-2021:cooperate", "statement", "document/#s-cooperate"),
    ("octopus-2021:cooperate", "relation", "document/#r-cooperate"),
    ("context:protocol-adopted", "context", "document/#context-protocol-adopted"),
    ("topic:ransomware", "topic", "concepts/#topic-ransomware"),
    ("actor:states", "actor", "concepts/#actor-states"),
]


@pytest.mark.parametrize(("id", "kind", "expected"), CASES)
def test_address(id: str, kind: str, expected: str) -> None:
    """A record has its URN or, below a base, its anchor on the page of the document or of the concepts."""
    assert address(id, kind) == urn(id) == f"urn:octopus-kb:{id}"
    assert address(id, kind, "http://example.org/kb/") == f"http://example.org/kb/{expected}"
    assert anchor(id, kind) == expected.partition("#")[2]


def test_distinct(shipped: okb.KnowledgeBase) -> None:
    """No two records of the shipped edition share an anchor."""
    records = (shipped.editions, shipped.passages, shipped.statements, shipped.relations)
    ids = [id for some in (*records, shipped.concepts, shipped.context) for id in some.ids]
    anchors = [anchor(id, shipped.hierarchy.kind(id)) for id in ids]
    assert len(set(anchors)) == len(ids)

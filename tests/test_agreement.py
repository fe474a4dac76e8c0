"""The two passes of annotation: how far they agree, and that the published figures are theirs."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import octopus_kb as okb

HERE = Path(__file__).parent
FIRST, SECOND = (json.loads((HERE / "data" / f"{name}-pass.json").read_text("utf-8")) for name in ("first", "second"))
PAGE = (HERE.parent / "docs" / "agreement.md").read_text("utf-8")


def offsets(statement: dict[str, Any]) -> set[int]:
    """Give the offsets of all the evidence of a statement."""
    return {at for start, end in statement["spans"] for at in range(start, end)}


def shared() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Pair the statements of the passes whose evidence overlaps by half or more, best first, one to one."""
    overlaps = []
    for one in FIRST["statements"]:
        for other in SECOND["statements"]:
            union = offsets(one) | offsets(other)
            overlaps.append((len(offsets(one) & offsets(other)) / len(union), one, other))
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for overlap, one, other in sorted(overlaps, key=lambda found: -found[0]):
        if overlap >= 0.5 and all(one is not left and other is not right for left, right in pairs):
            pairs.append((one, other))
    return pairs


def kappa(pairs: list[tuple[dict[str, Any], dict[str, Any]]], field: str) -> float:
    """Give Cohen's kappa: the agreement beyond what chance would give."""
    left, right = Counter(one[field] for one, _ in pairs), Counter(other[field] for _, other in pairs)
    observed = sum(one[field] == other[field] for one, other in pairs) / len(pairs)
    chance = sum(left[value] * right[value] for value in left) / len(pairs) ** 2
    return (observed - chance) / (1 - chance)


def figure(name: str) -> str:
    """Give a figure of the table of the page."""
    found = re.search(rf"^\| {re.escape(name)} \| ([^|]+) \|$", PAGE, re.MULTILINE)
    assert found, name
    return found[1].strip()


def test_kappa_of_known_tables() -> None:
    """Kappa is 1 for full agreement, 0 for what chance gives, and 0.4 for a table of the textbooks."""
    yes, no = {"v": "yes"}, {"v": "no"}
    assert kappa([(yes, yes), (no, no)], "v") == 1
    assert kappa([(yes, yes), (yes, no), (no, yes), (no, no)], "v") == 0
    table = [(yes, yes)] * 20 + [(yes, no)] * 5 + [(no, yes)] * 10 + [(no, no)] * 15
    assert kappa(table, "v") == pytest.approx(0.4)


def test_published_figures() -> None:
    """The figures on the page are those of the two passes."""
    pairs = shared()
    assert figure("statements of the first pass") == str(len(FIRST["statements"]))
    assert figure("statements of the second pass") == str(len(SECOND["statements"]))
    assert figure("statements that both share") == str(len(pairs))
    assert figure("unmatched in the first pass") == str(len(FIRST["statements"]) - len(pairs))
    assert figure("unmatched in the second pass") == str(len(SECOND["statements"]) - len(pairs))
    assert figure("Cohen's kappa on kind") == f"{kappa(pairs, 'kind'):.2f}"
    assert figure("Cohen's kappa on modality") == f"{kappa(pairs, 'modality'):.2f}"


def test_differences_are_listed() -> None:
    """Each statement on whose kind or modality the passes differ, and each that only one has, is on the page."""
    pairs = shared()
    differ = [one for one, other in pairs if (one["kind"], one["modality"]) != (other["kind"], other["modality"])]
    alone = [one for one in FIRST["statements"] if all(one is not left for left, _ in pairs)]
    alone += [other for other in SECOND["statements"] if all(other is not right for _, right in pairs)]
    assert [one["id"] for one in (*differ, *alone) if f"`{one['id']}`" not in PAGE] == []


def test_passes_quote_the_source(shipped: okb.KnowledgeBase) -> None:
    """Both passes quote the source at its offsets, and cover all of it but white space and markers."""
    source = shipped.source().text
    bare = {at for at, character in enumerate(source) if not character.isspace()}
    for passage in shipped.passages:
        bare -= set(range(passage.spans[0].start, passage.spans[0].start + len(passage.marker)))
    for one in (FIRST, SECOND):
        words = {"".join(" ".join(s["evidence"]).split()) for s in one["statements"]}
        found = {"".join("".join(source[a:b] for a, b in s["spans"]).split()) for s in one["statements"]}
        assert words == found
        assert bare - {at for statement in one["statements"] for at in offsets(statement)} == set()

"""What share of the source is covered by statements, passage by passage."""

from collections.abc import Iterator

from atlas import Atlas, Page, passage_anchor

import octopus_kb as okb

PATH = "coverage.md"


def pages(atlas: Atlas) -> Iterator[Page]:
    """Yield the page on coverage."""
    kb = atlas.kb
    link = atlas.link(PATH)
    rows = [_row(kb, passage, link(passage.id)) for passage in kb.passages]
    source = kb.source()
    bare = sum(not character.isspace() for character in source.text)
    marked = sum(len("".join(passage.marker.split())) for passage in kb.passages)
    covered = sum(_covered(kb, passage)[0] for passage in kb.passages)
    told = (
        f"The source has {source.code_points:,} characters, {bare:,} of which are no white space. Of these, {marked} "
        f"are list markers, and {covered:,} are evidence of at least one statement: {covered / (bare - marked):.0%} of "
        "the words. Loading refuses an edition with a word that no statement covers."
    )
    table = "\n".join(("| Passage | Characters | Covered | Statements |", "| --- | ---: | ---: | ---: |", *rows))
    yield Page(PATH, f"{_HEAD}\n{told}\n\n{table}\n\n{_TAIL}")


def _covered(kb: okb.KnowledgeBase, passage: okb.Passage) -> tuple[int, int]:
    """Count the characters of a passage that are evidence, and all; white space and the marker aside."""
    reading = kb.reading(passage)
    offsets = {reading.offset(at) for at, character in enumerate(reading.text) if not character.isspace()}
    spans = [
        span
        for one in kb.statements.filter(passage=passage, exact=True)
        for quote in one.evidence
        for span in quote.spans
    ]
    return sum(any(span.start <= at < span.end for span in spans) for at in offsets), len(offsets)


def _row(kb: okb.KnowledgeBase, passage: okb.Passage, address: str) -> str:
    covered, whole = _covered(kb, passage)
    statements = len(kb.statements.filter(passage=passage, exact=True))
    return f"| [{passage_anchor(passage.id)}]({address}) | {whole} | {covered / whole:.0%} | {statements} |"


_HEAD = """---
title: Coverage
hide: [toc]
---

# Coverage
"""
_TAIL = "How far two independent passes agree, and how their differences were settled: [Agreement](agreement.md).\n"

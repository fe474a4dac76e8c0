"""Mermaid flowcharts: statements with the relations between them, or concepts under those that are broader."""

import re
from collections.abc import Iterator

from octopus_kb.catalogue import Concepts
from octopus_kb.concepts import Concept
from octopus_kb.model import Statement
from octopus_kb.selection import Selection
from octopus_kb.vocabulary import Polarity

# Letters, digits and what has no meaning to Mermaid. Signs that it uses itself to hold escaped ones are left out.
_PLAIN = re.compile(r"[^\W_\ufb02\u00df]|[ ,.:?!'()/\u2013\u2014\u2018\u2019\u201c\u201d\u2026-]")
_LIST_HEAD = re.compile(r"(?:\d+(?=[.)])|(?=[-+*]\s))")


def drawing(selection: Selection) -> str:
    """Draw statements and relations, passage by passage; of concepts alone, draw their hierarchy."""
    concepts = not selection.statements and not selection.passages
    lines = _hierarchy(selection.concepts) if concepts else _statements(selection)
    return "".join(f"{line}\n" for line in lines)


def escaped(text: str) -> str:
    """Write a text so that Mermaid takes all of it as words: what is no plain sign becomes a numbered entity."""
    folded = " ".join(text.split())
    # At the head of a label, "1." and "- " would begin a list, which no box can hold.
    head = match.end() if (match := _LIST_HEAD.match(folded)) else -1
    return "".join(
        sign if _PLAIN.fullmatch(sign) and place != head else f"#{ord(sign)};" for place, sign in enumerate(folded)
    )


def _head(title: str, direction: str) -> tuple[str, ...]:
    return ("---", f'title: "{title}"', "---", f"flowchart {direction}")


def _statements(selection: Selection) -> Iterator[str]:
    names = {one.id: f"s{number}" for number, one in enumerate(selection.statements, 1)}
    yield from _head("Boxes hold the editors\u2019 words; arrows quote the document", "TD")
    said = selection.statements.group_by("passage")
    for number, passage in enumerate(selection.passages, 1):
        title = passage.id + (f": {passage.heading} (heading by the editors)" if passage.heading else "")
        yield f'  subgraph p{number}["{escaped(title)}"]'
        yield from (f'    {names[one.id]}["{_box(one)}"]' for one in said.get(passage.id, ()))
        yield "  end"
    for relation in selection.relations:
        label = escaped(f"{relation.kind}: \u201c{relation.cue.text}\u201d")
        yield f'  {names[relation.source]} -->|"{label}"| {names[relation.target]}'
    rejecting = [names[one.id] for one in selection.statements if one.polarity is Polarity.NEGATIVE]
    if rejecting:
        yield "  classDef rejecting stroke-dasharray: 4"
        yield f"  class {','.join(rejecting)} rejecting"


def _box(statement: Statement) -> str:
    rejects = ", rejects the view that it quotes" if statement.polarity is Polarity.NEGATIVE else ""
    head = f"{statement.id.partition(':')[2]} ({statement.kind}{rejects})"
    return f"{escaped(head)}<br/>{escaped(statement.proposition)}"


def _hierarchy(concepts: Concepts[Concept]) -> Iterator[str]:
    names = {one.id: f"c{number}" for number, one in enumerate(concepts, 1)}
    yield from _head("Labels chosen by the editors", "LR")
    for concept in concepts:
        yield f'  {names[concept.id]}["{escaped(concept.preferred_label)}<br/>{escaped(concept.id)}"]'
    for concept in concepts:
        above = [(wider, "broader") for wider in concept.broader]
        if supplements := getattr(concept, "supplements", None):
            above.append((supplements, "supplements"))
        yield from (f'  {names[concept.id]} -->|"{kind}"| {names[wider]}' for wider, kind in above if wider in names)

"""The colours of the marks: a hue for each member of each list, far from that of its neighbour."""

from collections.abc import Iterator

from atlas import Atlas, Page, concept_anchor
from parts import root_topic

import octopus_kb as okb

PATH = "assets/colours.css"
_TURN = 137.508
"""The golden angle: hues that follow one another are far apart."""


def pages(atlas: Atlas) -> Iterator[Page]:
    """Yield the style sheet."""
    yield Page(
        PATH, "\n".join(["/* A hue for each member of each list; made by colours.py. */", *_rules(atlas)]) + "\n"
    )


def _rules(atlas: Atlas) -> Iterator[str]:
    roots = dict.fromkeys(root_topic(atlas.kb, one) for one in atlas.kb.statements)
    lists: dict[str, list[str]] = {
        "kind": list(okb.StatementKind),
        "modality": list(okb.Modality),
        "strength": list(okb.Strength),
        "topic": [concept_anchor(root) for root in roots if root],
    }
    for name, members in lists.items():
        for number, member in enumerate(members):
            where = f'[data-by="{name}"] .okb-mark[data-{name}="{member}"]'
            others = f'.okb-key[data-{name}="{member}"], .okb-badge[data-{name}="{member}"]'
            yield f"{where}, {others} {{ --okb-tint: hsl({number * _TURN % 360:.0f} 75% 45%); }}"

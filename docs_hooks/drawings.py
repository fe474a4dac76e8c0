"""Drawings as static SVG, of plain values: each has its title and its text alternative in it."""

import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from html import escape

_WIDTH = 860
_HATCHING = (
    '<defs><pattern id="okb-unsure" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="rule" d="M0 0V8" style="stroke-width:3"/></pattern></defs>'
)


def _svg(name: str, title: str, told: str, height: float, body: Iterable[str]) -> str:
    """Put a drawing together; one with links in it is a group, since an image has no parts to reach."""
    drawn = "".join(body)
    role = "group" if "<a " in drawn else "img"
    return (
        f'<figure class="okb-figure"><svg viewBox="0 0 {_WIDTH} {height:.0f}" role="{role}" '
        f'aria-labelledby="{name}-title {name}-told" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-told">{escape(told)}</desc>'
        f"{drawn}</svg></figure>"
    )


def _text(x: float, y: float, words: str, *, of: str = "", anchor: str = "start") -> str:
    kind = f' class="{of}"' if of else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{kind}>{escape(words)}</text>'


def grid(name: str, title: str, told: str, columns: Sequence[str], rows: Mapping[str, Sequence[Sequence[str]]]) -> str:
    """Draw boxes of words in rows and columns.

    Args:
        name: The head of the ids in the drawing.
        title: What the drawing shows.
        told: The same in words, for whoever cannot see it.
        columns: The heads of the columns.
        rows: For each row, by its head, the words of the boxes in each column.

    """
    left, gap = 110, 8
    width = (_WIDTH - left) / len(columns)
    body = [_text(left + at * width + 4, 16, head, of="strong") for at, head in enumerate(columns)]
    y = 28.0
    for head, cells in rows.items():
        boxes = [[textwrap.wrap(words, int(width / 6.6)) for words in cell] for cell in cells]
        high = max(sum(16 * len(lines) + 12 + gap for lines in cell) for cell in boxes)
        body.append(f'<path class="rule" d="M0 {y:.0f}H{_WIDTH}"/>{_text(0, y + 24, head, of="quiet strong")}')
        for at, cell in enumerate(boxes):
            top = y + gap
            for lines in cell:
                body.append(_box(left + at * width, top, width - gap, lines))
                top += 16 * len(lines) + 12 + gap
        y += max(high + gap, 40)
    return _svg(name, title, told, y + 4, body)


def _box(x: float, y: float, width: float, lines: list[str]) -> str:
    high = 16 * len(lines) + 10
    words = "".join(_text(x + 8, y + 17 + 16 * at, line) for at, line in enumerate(lines))
    return f'<rect class="box" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{high}" rx="5"/>{words}'


def bubbles(
    name: str, title: str, told: str, columns: Sequence[str], rows: Mapping[str, tuple[str, Sequence[int]]]
) -> str:
    """Draw counts as discs in rows and columns; a row has a label and an address it leads to."""
    left, step = 330, 32
    width = (_WIDTH - left) / len(columns)
    most = max(max(counts) for _, counts in rows.values())
    body = [_text(left + (at + 0.5) * width, 16, head, of="strong", anchor="middle") for at, head in enumerate(columns)]
    for number, (label, (address, counts)) in enumerate(rows.items()):
        y = 44 + number * step
        body.append(f'<path class="rule" d="M0 {y + step / 2:.0f}H{_WIDTH}"/>')
        body.append(f'<a href="{escape(address)}">{_text(left - 12, y + 4, label, anchor="end")}</a>')
        for at, found in enumerate(counts):
            if found:
                x = left + (at + 0.5) * width
                radius = 4 + 9 * math.sqrt(found / most)
                body.append(f'<circle class="mark" cx="{x:.1f}" cy="{y}" r="{radius:.1f}"/>')
                body.append(_text(x + radius + 4, y + 4, str(found), of="quiet"))
    return _svg(name, title, told, 44 + len(rows) * step, body)


def wheel(
    name: str, title: str, told: str, members: Sequence[tuple[str, str, int]], ties: Mapping[tuple[int, int], int]
) -> str:
    """Draw members around a circle, and a line between each two that are tied, as wide as the tie is strong.

    Args:
        name: The head of the ids in the drawing.
        title: What the drawing shows.
        told: The same in words.
        members: The label, the address and the weight of each.
        ties: The strength of the tie between two members, by their numbers.

    """
    centre, radius = (_WIDTH / 2, 280.0), 190.0
    angles = [2 * math.pi * at / len(members) - math.pi / 2 for at in range(len(members))]
    places = [(centre[0] + radius * math.cos(one), centre[1] + radius * math.sin(one)) for one in angles]
    most = max(ties.values())
    body = [
        f'<path class="tie" stroke-width="{1 + 5 * strength / most:.1f}" '
        f'd="M{_at(places[a])}Q{_at(centre)} {_at(places[b])}"/>'
        for (a, b), strength in ties.items()
    ]
    heaviest = max(weight for _, _, weight in members)
    for (label, address, weight), (x, y), angle in zip(members, places, angles, strict=True):
        size = 4 + 9 * math.sqrt(weight / heaviest)
        side = "start" if math.cos(angle) > 0.2 else "end" if math.cos(angle) < -0.2 else "middle"
        out = size + 8
        body.append(f'<circle class="mark" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"/>')
        lines = textwrap.wrap(f"{label} ({weight})", 32)
        at = (x + out * math.cos(angle), y + out * math.sin(angle) + 4 - 7 * (len(lines) - 1))
        words = "".join(_text(at[0], at[1] + 14 * n, line, anchor=side) for n, line in enumerate(lines))
        body.append(f'<a href="{escape(address)}">{words}</a>')
    return _svg(name, title, told, 560, body)


def _at(place: tuple[float, float]) -> str:
    return f"{place[0]:.1f} {place[1]:.1f}"


def timeline(
    name: str,
    title: str,
    told: str,
    days: Sequence[tuple[str, int, int, str]],
    months: Sequence[str],
    unsure: tuple[int, int, str],
) -> str:
    """Draw days that are known, and beside them a stretch of months within which something lies.

    Args:
        name: The head of the ids in the drawing.
        title: What the drawing shows.
        told: The same in words.
        days: For each event its label, the numbers of its first and last day, and the address it leads to.
        months: The names of the months beside.
        unsure: The numbers of the first and the last month within which the event lies, and its label.

    """
    first, last = min(one[1] for one in days), max(one[2] for one in days)
    left, middle, y = 20.0, 400.0, 60 + 30 * len(days)
    step = (middle - left - 40) / (last - first + 1)
    month = (_WIDTH - middle - 10) / len(months)
    body = [
        _HATCHING,
        f'<path class="rule" d="M{left} {y}H{middle - 30}M{middle} {y}H{_WIDTH - 10}"/>',
    ]
    body += [
        _text(left + (day - first + 0.5) * step, y + 20, f"{day} Nov 2021", of="quiet", anchor="middle")
        for day in range(first, last + 1)
    ]
    for number, (label, start, end, address) in enumerate(days):
        x, top = left + (start - first) * step + 3, 30 + 30 * number
        wide = (end - start + 1) * step - 6
        body.append(f'<rect class="mark" x="{x:.1f}" y="{top + 18}" width="{wide:.1f}" height="6" rx="3"/>')
        body.append(f'<a href="{escape(address)}">{_text(x, top + 12, label)}</a>')
    for at, label in enumerate(months):
        body.append(_text(middle + (at + 0.5) * month, y + 20, label, of="quiet", anchor="middle"))
    low, high, label = unsure
    x, wide = middle + low * month, (high - low + 1) * month
    body.append(f'<rect class="unsure" x="{x:.1f}" y="{y - 60}" width="{wide:.1f}" height="46" rx="5"/>')
    body += [_text(x + 4, y - 92 + 16 * at, line) for at, line in enumerate(textwrap.wrap(label, 60))]
    return _svg(name, title, told, y + 34, body)


def boxes(
    name: str,
    title: str,
    told: str,
    members: Mapping[str, tuple[tuple[int, int], Sequence[str]]],
    ties: Iterable[tuple[str, str, str]],
) -> str:
    """Draw records as boxes in columns and rows, and the ties between them.

    Args:
        name: The head of the ids in the drawing.
        title: What the drawing shows.
        told: The same in words.
        members: For each record its column and its row, and the names of its fields.
        ties: Pairs of records, with what ties them.

    """
    wide, step, most = 190, 335, 9
    high = 30 + 15 * most
    corners = {one: (at[0] * step, at[1] * (high + 60)) for one, (at, _) in members.items()}
    body = [_tie(corners[one], corners[other], (wide, high), words) for one, other, words in ties]
    for one, (_, fields) in members.items():
        x, y = corners[one]
        shown = [*fields[: most - 1], "..."] if len(fields) > most else fields
        lines = "".join(_text(x + 10, y + 38 + 15 * at, field, of="quiet") for at, field in enumerate(shown))
        body.append(f'<rect class="box" x="{x}" y="{y}" width="{wide}" height="{high}" rx="6"/>')
        body.append(f"{_text(x + 10, y + 20, one, of='strong')}{lines}")
    return _svg(name, title, told, max(y for _, y in corners.values()) + high + 4, body)


def _tie(start: tuple[int, int], end: tuple[int, int], size: tuple[int, int], words: str) -> str:
    """Draw a tie from the nearer side of one box to that of another, with its words beside it."""
    (ax, ay), (bx, by) = ((x + size[0] / 2, y + size[1] / 2) for x, y in (start, end))
    upright = ax == bx
    # Half the size of a box in the direction of the other: from the middle to the side that faces it.
    half_x, half_y = (0, math.copysign(size[1] / 2, by - ay)) if upright else (math.copysign(size[0] / 2, bx - ax), 0)
    ax, ay, bx, by = ax + half_x, ay + half_y, bx - half_x, by - half_y
    line = f'<path class="tie" stroke-width="1.5" d="M{ax} {ay}L{bx} {by}"/>'
    end_of_line = f'<circle class="mark" cx="{bx}" cy="{by}" r="4"/>'
    x, y = (ax + bx) / 2, (ay + by) / 2 - 6
    return line + end_of_line + (_text(x + 6, y + 10, words) if upright else _text(x, y, words, anchor="middle"))

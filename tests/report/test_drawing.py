"""Charts made small look the same: paths end where they did, and letters are defined once."""

from __future__ import annotations

import re

from sim.report.figures import Sheet
from sim.report.strokes import HAIR


def ends(path: str) -> list[tuple[float, float]]:
    """Follow a path of relative moves and lines."""
    x = y = 0.0
    found = []
    for run in re.findall(r"[ml]([^mlz]*)", path):
        numbers = [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", run)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x, y))
    return found


def chart(path: str) -> str:
    return (
        f'<svg xmlns="x" version="1.1"><path d="{path}" style="fill: none; stroke: #000000"/></svg>'
    )


def test_steps_end_where_the_path_did_and_rounding_does_not_add_up() -> None:
    points = [(10 + 1.04 * k, 50 + (-1) ** k * (k % 7) * 1.333) for k in range(400)]
    text = "M " + "\nL ".join(f"{x:.6f} {y:.6f}" for x, y in points)
    (small,) = re.findall(r' d="([^"]*)"', Sheet().put(chart(text)))
    followed = ends(small)
    assert len(small) < len(text) / 2
    assert abs(followed[-1][0] - points[-1][0]) <= 0.051
    assert abs(followed[-1][1] - points[-1][1]) <= 0.051
    for x, y in followed:
        nearest = min(abs(x - a) + abs(y - b) for a, b in points)
        assert nearest <= 0.11 + HAIR


def test_straight_lines_lose_their_middle_and_corners_stay() -> None:
    flat = "M 0 0 " + " ".join(f"L {k} 0" for k in range(1, 80)) + " L 79 20"
    (small,) = re.findall(r' d="([^"]*)"', Sheet().put(chart(flat)))
    assert ends(small) == [(0, 0), (79, 0), (79, 20)]


def test_a_line_that_turns_back_keeps_its_turn() -> None:
    back = "M 0 0 L 10 0 L 4 0 L 4 5"
    (small,) = re.findall(r' d="([^"]*)"', Sheet().put(chart(back)))
    assert ends(small) == [(0, 0), (10, 0), (4, 0), (4, 5)]


def test_what_one_chart_defines_the_next_one_uses() -> None:
    one = (
        '<svg><defs><path id="mark" d="M 0 0 L 0 2.5"/></defs><use xlink:href="#mark" x="1"/></svg>'
    )
    sheet = Sheet()
    first, second = sheet.put(one), sheet.put(one)
    assert first.count('id="s0"') == 1 and 'href="#s0"' in first
    assert "id=" not in second and 'href="#s0"' in second


def test_texts_keep_their_blanks() -> None:
    svg = '<svg><text style="font-size: 7px; fill: #000000">Baseline: 17 %; so</text></svg>'
    assert ">Baseline: 17 %; so</text>" in Sheet().put(svg)


def test_a_second_ring_begins_where_the_first_one_closed() -> None:
    rings = "M 5 5 L 8 5 L 8 9 z M 20 20 L 22 20 L 22 25 z"
    (small,) = re.findall(r' d="([^"]*)"', Sheet().put(chart(rings)))
    # After z the pen is at 5 5, so the second move is 15 15.
    assert small == "m5 5l3 0 0 4zm15 15l2 0 0 5z"


def test_a_line_that_an_earlier_chart_has_is_drawn_by_a_word_for_it() -> None:
    line = "M 0 0 " + " ".join(f"L {9 * k} {7 * (-1) ** k}" for k in range(1, 60))
    other = line.replace("L 9 -7", "L 9 -8")
    sheet = Sheet()
    first, again, third = (sheet.put(chart(one)) for one in (line, line, other))
    (name,) = re.findall(r'<path id="([^"]+)"', first)
    assert again == f'<svg><use href="#{name}"/></svg>' and len(first) > 300
    assert "<path id=" in third and f'"{name}"' not in third
    assert Sheet().put(chart(line)) == first

"""Draws how the readers compare as an SVG that can be read on light and on dark pages."""

from xml.sax.saxutils import escape

from bench.reading import measures
from bench.reading.tables import Measured, cause_tallies

LEFT, WIDTH, BAR, ROW, TOP = 150, 420, 14, 48, 64
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1f2a24 }
  .head { font-weight: 600; font-size: 15px } .small { fill: #55625a }
  .page { fill: #fbf9f4 } .line { stroke: #c3bdad } .range { stroke: #1f2a24; stroke-width: 1.5 }
  .f1 { fill: #1f5a3f } .other { fill: #7a847c } .denied { fill: #b3261e }
  @media (prefers-color-scheme: dark) {
    text { fill: #ecf0ea } .small { fill: #a9b5ac } .page { fill: #121714 } .line { stroke: #434f47 }
    .range { stroke: #ecf0ea } .f1 { fill: #7cc79d } .other { fill: #76857b } .denied { fill: #ff9d92 }
  }
"""


def draw(sets: list[Measured]) -> str:
    """For each set and reader a bar of micro F1 with its 95 % interval, and one of denied causes taken for
    causes; each bar's figure stands beside it, so nothing is told by colour alone."""
    parts: list[str] = []
    at = 16
    for one in sets:
        parts += _panel(one, at)
        at += TOP + ROW * len(one.found) + 28
    words = "; ".join(f"{one.name}: {_told(one)}" for one in sets)
    width = LEFT + WIDTH + 110
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {at}" role="img" '
        'aria-labelledby="t d">\n'
        f'<title id="t">How well free text is read</title><desc id="d">{escape(words)}</desc>\n'
        f"<style>{STYLE}</style>\n"
        f'<rect class="page" width="{width}" height="{at}"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _told(one: Measured) -> str:
    scores = (
        (label, measures.total(cause_tallies(one.cases, found)).f1) for label, found in one.found.items()
    )
    return ", ".join(f"{label} F1 {f1:.2f}" for label, f1 in scores)


def _panel(one: Measured, at: int) -> list[str]:
    parts = [
        f'<text class="head" x="16" y="{at + 18}">{escape(one.name)}, {len(one.cases)} texts</text>',
        f'<text class="small" x="16" y="{at + 38}">upper bar: micro F1 of the causes with its 95 % interval; '
        "lower bar: share of denied causes taken for causes</text>",
    ]
    bottom = at + TOP + ROW * len(one.found) - 8
    for tenth in (0, 5, 10):
        x = LEFT + WIDTH * tenth / 10
        parts.append(f'<line class="line" x1="{x:g}" x2="{x:g}" y1="{at + TOP - 10}" y2="{bottom}"/>')
        label = f"{tenth / 10:g}"
        parts.append(f'<text class="small" x="{x:g}" y="{bottom + 16}" text-anchor="middle">{label}</text>')
    for number, (label, found) in enumerate(one.found.items()):
        y = at + TOP + ROW * number
        tallies = cause_tallies(one.cases, found)
        f1 = measures.total(tallies).f1
        low, high = (LEFT + WIDTH * each for each in measures.interval(tallies))
        taken, whole = measures.denied_as_cause(one.cases, found)
        part = taken / whole if whole else 0.0
        middle = y + BAR / 2
        parts += [
            f'<text x="16" y="{y + BAR + 4}">{escape(label)}</text>',
            _bar("f1" if number == 0 else "other", y, f1),
            f'<path class="range" d="M{low:.1f} {middle - 4}v8m0-4H{high:.1f}m0-4v8"/>',
            f'<text x="{max(high, LEFT + WIDTH * f1) + 8:.1f}" y="{y + 12}">{f1:.2f}</text>',
            _bar("denied", y + BAR + 3, part),
            f'<text x="{LEFT + WIDTH * part + 8:.1f}" y="{y + BAR + 15}">{taken} of {whole} denied</text>',
        ]
    return parts


def _bar(kind: str, y: float, part: float) -> str:
    return f'<rect class="{kind}" x="{LEFT}" y="{y:g}" width="{WIDTH * part:.1f}" height="{BAR}"/>'

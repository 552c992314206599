"""Writes docs/reading.md: the figures by command, the judgement by hand between two marks that stay."""

from pathlib import Path

from bench.reading import tables
from bench.reading.tables import Measured

BEGIN, END = "<!-- by hand: begin -->", "<!-- by hand: end -->"
WHAT = """\
# How well free text is read

The guide reads what a visitor writes ("haven't slept, ten coffees a day, gave up smoking in May") into
causes, denied causes and signs. This page says how often it is right. The command writes it; only the
part between the two marks is written by hand.

![Micro F1 and denied causes taken for causes, for each reader](pictures/reading.svg)

```
{command}
```

**What the figures mean.** *Precision*: of what was found, how much is there. *Recall*: of what is
there, how much was found. *F1*: their harmonic mean. *Micro*: all causes of all texts together, with a
95 % interval from 1,000 samples of whole texts. *Macro*: the mean of the causes' F1, so that rare
causes count as much. *Denied taken for a cause*: "I don't smoke" read as smoking. *Support*: how often
it is there.

**The readers.** *Recommender* is ours. *Keywords* finds the words of `bench/reading/terms.toml`,
whatever stands around them. negspacy and medspaCy get the same words and add their own handling of
context (NegEx, ConText); each runs in an environment of its own. None of these three reads signs or
urgency. Both tools were made for clinical notes and were not tuned; the words were written before
anything was measured, and not changed since.
"""


def write(file: Path, sets: list[Measured], command: str) -> None:
    """Write the page anew and keep the part by hand; an unwritten one says so by being empty."""
    kept = _by_hand(file.read_text(encoding="utf-8")) if file.is_file() else "\n"
    parts = [WHAT.format(command=command), f"{BEGIN}{kept}{END}\n", *(_set(one) for one in sets)]
    file.write_text("\n".join(parts), encoding="utf-8")


def _by_hand(page: str) -> str:
    _, found, rest = page.partition(BEGIN)
    kept, closed, _ = rest.partition(END)
    return kept if found and closed else "\n"


def _set(one: Measured) -> str:
    return f"## {one.name}\n\n{sections(one)}\n"


def sections(one: Measured) -> str:
    """All tables of one set, for the page and for the terminal."""
    median, p95 = one.speed
    heads = (
        ("Side by side", tables.readers(one)),
        ("By cause", tables.causes(one)),
        ("Signs", f"{tables.triage(one)}\n\n{tables.criteria(one)}"),
        ("By difficulty or kind", tables.groups(one)),
        ("Which errors remain", tables.errors(one)),
    )
    parts = [
        f"{len(one.cases)} texts. 600 characters are read in {median:.2f} ms (95th percentile {p95:.2f} ms)."
    ]
    parts += [f"Not measured: {why}" for why in one.absent]
    parts += [f"### {head}\n\n{text}" for head, text in heads]
    return "\n\n".join(parts)

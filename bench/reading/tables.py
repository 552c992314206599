"""Puts the figures of one set of texts into tables that read the same in a terminal and in Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.reading import measures
from bench.reading.cases import CAUSES, Case
from bench.reading.measures import Found, Tally


@dataclass(frozen=True, slots=True)
class Measured:
    """One set of texts and what each reader found in it; ours is the first. `speed` is ours, in ms."""

    name: str
    cases: list[Case]
    found: dict[str, list[Found]]
    speed: tuple[float, float]
    absent: list[str] = field(default_factory=list)

    @property
    def ours(self) -> list[Found]:
        """What the recommender found."""
        return next(iter(self.found.values()))


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, columns padded to line up; all columns but the first to the right."""
    widths = [max(3, *(len(row[at]) for row in (head, *rows))) for at in range(len(head))]

    def line(cells: Sequence[str]) -> str:
        padded = [
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return "| " + " | ".join(padded) + " |"

    rule = [("-" * width) if at == 0 else "-" * (width - 1) + ":" for at, width in enumerate(widths)]
    return "\n".join([line(head), line(rule), *(line(row) for row in rows)])


def percent(pair: tuple[int, int]) -> str:
    """ "12 of 40 (30 %)", or a dash for nothing to count."""
    part, whole = pair
    return f"{part} of {whole} ({100 * part / whole:.0f} %)" if whole else "–"


def figures(one: Tally) -> list[str]:
    """Precision, recall, F1 and support; dashes where there is neither something to find nor a find."""
    if not one.support and not one.wrong:
        return ["–", "–", "–", "0"]
    precision = f"{one.precision:.2f}" if one.right + one.wrong else "–"
    return [precision, f"{one.recall:.2f}" if one.support else "–", f"{one.f1:.2f}", str(one.support)]


def cause_tallies(cases: Sequence[Case], found: Sequence[Found]) -> list[Tally]:
    """For each text the tally of its causes."""
    return [measures.tally(case.causes, read.causes) for case, read in zip(cases, found, strict=True)]


def per_cause(cases: Sequence[Case], found: Sequence[Found]) -> dict[str, Tally]:
    """For each cause its tally."""
    pairs = [(case.causes, read.causes) for case, read in zip(cases, found, strict=True)]
    return measures.by_name(pairs, CAUSES)


def readers(one: Measured) -> str:
    """All readers side by side: causes only, for the others read no signs."""
    rows = []
    for label, found in one.found.items():
        tallies = cause_tallies(one.cases, found)
        micro = measures.total(tallies)
        low, high = measures.interval(tallies)
        macro = measures.macro_f1(per_cause(one.cases, found).values())
        taken = percent(measures.denied_as_cause(one.cases, found))
        rows.append([label, *figures(micro)[:3], f"{low:.2f}–{high:.2f}", f"{macro:.2f}", taken])
    head = ("reader", "precision", "recall", "micro F1", "95 %", "macro F1", "denied taken for a cause")
    return table(head, rows)


def causes(one: Measured) -> str:
    """Ours by cause, with the F1 of every other reader at the end."""
    tallies = {label: per_cause(one.cases, found) for label, found in one.found.items()}
    others = list(tallies)[1:]
    ours = per_cause(one.cases, one.ours)
    rows = [
        [cause, *figures(ours[cause]), *(figures(tallies[label][cause])[2] for label in others)]
        for cause in CAUSES
    ]
    return table(
        ("cause", "precision", "recall", "F1", "support", *(f"F1 {label}" for label in others)), rows
    )


def criteria(one: Measured) -> str:
    """Ours by see-a-doctor criterion, and all four together."""
    tallies = measures.criteria(one.cases, one.ours)
    rows = [[name.replace("_", " "), *figures(each)] for name, each in tallies.items()]
    rows.append(["all four", *figures(measures.total(tallies.values()))])
    return table(("see a doctor for", "precision", "recall", "F1", "support"), rows)


def triage(one: Measured) -> str:
    """What must not be missed and what should not be sent on."""
    urgent = measures.escalated(one.cases, one.ours, "today")
    doctor = measures.escalated(one.cases, one.ours, "gp")
    told = [case for case in one.cases if case.signs is not None]
    rows = [
        ["999 or 111, read as urgent", percent(urgent)],
        ["GP or further, read as urgent", percent(doctor)],
        ["nothing urgent, sent to a GP or further", percent(measures.over_triaged(one.cases, one.ours))],
    ]
    if told:
        signs = measures.signs(one.cases, one.ours)
        rows.append(["signs found that are there", percent((signs.right, signs.right + signs.wrong))])
        rows.append(["signs that were found", percent((signs.right, signs.support))])
    return table(("triage", "texts"), rows)


def groups(one: Measured) -> str:
    """Ours by difficulty, or by kind of post."""
    rows = []
    for group in sorted({case.group for case in one.cases}):
        picked = [(c, f) for c, f in zip(one.cases, one.ours, strict=True) if c.group == group]
        cases, found = [c for c, _ in picked], [f for _, f in picked]
        tallied = measures.total(cause_tallies(cases, found))
        exact = sum(case.causes == read.causes for case, read in picked)
        rows.append(
            [
                group or "–",
                *map(str, (len(cases), tallied.right, tallied.wrong, tallied.missed)),
                f"{tallied.f1:.2f}",
                str(exact),
                percent(measures.denied_as_cause(cases, found)),
            ]
        )
    head = (
        "texts",
        "number",
        "right",
        "wrong",
        "missed",
        "F1",
        "all causes right",
        "denied taken for a cause",
    )
    return table(head, rows)


def errors(one: Measured) -> str:
    """Kinds of error by cause; ours."""
    kinds = measures.kinds_of_error(one.cases, one.ours)
    rows = [
        [
            kind,
            str(sum(counts.values())),
            ", ".join(f"{cause} {n}" for cause, n in counts.most_common()) or "–",
        ]
        for kind, counts in kinds.items()
    ]
    return table(("error", "number", "where"), rows)


def each_wrong(one: Measured) -> str:
    """Every text that was read wrongly, with what was expected and found: for the terminal only."""
    parts = []
    for case, read in zip(one.cases, one.ours, strict=True):
        rows = [("causes", case.causes, read.causes), ("denied", case.denied - case.causes, read.denied)]
        signs = read.signs or frozenset()
        if case.signs is None:
            rows.append(("doctor", case.criteria, measures.criteria_of(signs)))
        else:
            rows.append(("signs", case.signs, signs))
            rows.append(("urgency", frozenset({case.urgency or ""}), frozenset({read.urgency or ""})))
        wrong = [
            f"  {what}: expected {', '.join(sorted(a)) or 'none'}; found {', '.join(sorted(b)) or 'none'}"
            for what, a, b in rows
            if a != b
        ]
        if wrong:
            parts.append("\n".join([f"{case.id} ({case.group}): {' '.join(case.text.split())}", *wrong]))
    return "\n\n".join(parts)

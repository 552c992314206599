"""Ready answers for tests of the guide: a whole form, with whatever a test changes."""

from werkzeug.datastructures import MultiDict

SIGNS = tuple(f"signs-{number}" for number in range(1, 6))


def form(**changes: str | list[str] | None) -> MultiDict[str, str]:
    """A healthy adult who sleeps badly and has none of the signs; None leaves a field out."""
    whole: dict[str, str | list[str] | None] = {
        "cause": ["sleep"],
        **dict.fromkeys(SIGNS, "none"),
        "age": "45",
        "pregnant": "no",
        "breastfeeding": "no",
        "conditions_checked": "yes",
        "takes_medicines": "no",
        **{name.replace("__", "-"): value for name, value in changes.items()},
    }
    sent: MultiDict[str, str] = MultiDict()
    for name, value in whole.items():
        for each in [value] if isinstance(value, str) else value or []:
            sent.add(name, each)
    return sent

"""Decides which products may not lie in one basket, for the sake of whoever takes them."""

from collections.abc import Iterable
from dataclasses import dataclass

from shop.errors import Refusal

# Why two products of one group must not be bought together. Source of the first: the Dormeasan SmPC and its
# leaflet, which exclude a second herbal sleep remedy; both drops hold the same herbs and share a daily limit.
REASONS = {
    "valerian-hops": (
        "Both contain valerian and hops. They must not be taken together, so we only sell one of them "
        "at a time."
    ),
}
ANY_REASON = (
    "They hold much the same thing and must not be taken together, so we only sell one of them at a time."
)


@dataclass(frozen=True, slots=True)
class Member:
    """A product as this rule sees it: its slug, its name, and the group of which one is enough."""

    product_slug: str
    name: str
    exclusive_group: str | None


class NotTogether(Refusal):
    """Two products of the same group in one basket."""

    title = "These two don't go together"


def clashes(members: Iterable[Member]) -> tuple[str, ...]:
    """A sentence for every group of which several different products are here; packs of one product agree."""
    groups: dict[str, dict[str, str]] = {}
    for member in members:
        if member.exclusive_group is not None:
            groups.setdefault(member.exclusive_group, {})[member.product_slug] = member.name
    return tuple(
        f"{_listed(list(names.values()))} can't be in one basket. {REASONS.get(group, ANY_REASON)}"
        for group, names in groups.items()
        if len(names) > 1
    )


def refuse_clash(new: Member, held: Iterable[Member]) -> None:
    """Raises NotTogether with the reason when `new` clashes with something already held."""
    for other in held:
        found = clashes((other, new))
        if found:
            raise NotTogether(f"{found[0]} Take {other.name} out first if you would rather have {new.name}.")


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"

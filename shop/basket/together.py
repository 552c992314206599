"""Decides which products may not lie in one basket, for the sake of whoever takes them."""

from collections.abc import Iterable
from dataclasses import dataclass

from shop.errors import Refusal


@dataclass(frozen=True, slots=True)
class Member:
    """A product as this rule sees it: its slug and name, the group of which one is enough, and why it is.

    The reason comes from the product's sheet, which says where it was read; without a group it is empty.
    """

    product_slug: str
    name: str
    exclusive_group: str | None = None
    reason: str = ""


class NotTogether(Refusal):
    """Two products of the same group in one basket."""

    title = "These two don't go together"


def clashes(members: Iterable[Member]) -> tuple[str, ...]:
    """A sentence for every group of which several different products are here; packs of one product agree."""
    groups: dict[str, dict[str, Member]] = {}
    for member in members:
        if member.exclusive_group is not None:
            groups.setdefault(member.exclusive_group, {})[member.product_slug] = member
    return tuple(
        f"{_listed([each.name for each in group])} can't be in one basket. {group[0].reason}"
        for group in (list(found.values()) for found in groups.values())
        if len(group) > 1
    )


def refuse_clash(new: Member, held: Iterable[Member]) -> None:
    """Raises NotTogether with the reason when `new` clashes with something already held."""
    for other in held:
        found = clashes((other, new))
        if found:
            raise NotTogether(f"{found[0]} Take {other.name} out first if you would rather have {new.name}.")


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"

"""Decides how a sum is shared out so that the shares add up to the penny."""

from collections.abc import Mapping


def split(total_minor: int, weights: Mapping[str, int]) -> dict[str, int]:
    """`total_minor` pence shared by weight; the largest remainders get the pence left over.

    Equal remainders go by key, so that the order of the lines changes nothing. Raises ValueError for a
    negative sum or weight, and for a sum with nothing to share it by.
    """
    whole = sum(weights.values())
    if total_minor < 0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("what is shared, and what it is shared by, isn't negative")
    if not whole:
        if total_minor:
            raise ValueError("there is nothing to share it by")
        return dict.fromkeys(weights, 0)
    shares = {key: total_minor * weight // whole for key, weight in weights.items()}
    left = total_minor - sum(shares.values())
    by_remainder = sorted(weights, key=lambda key: (-(total_minor * weights[key] % whole), key))
    for key in by_remainder[:left]:
        shares[key] += 1
    return shares

"""Gives every object an id that looks like the provider's and can't be guessed."""

import secrets
import string

ALPHABET = string.ascii_letters + string.digits


def new_id(prefix: str, length: int = 24) -> str:
    """A fresh id, such as `pi_3Qk…`."""
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(length))

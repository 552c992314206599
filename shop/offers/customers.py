"""Decides which email addresses are one customer, for offers that may be used only so often by each."""

from hashlib import sha256

# Dots before the @ don't count there, and both names are one (https://support.google.com/mail/answer/7436150).
ONE_MAILBOX = {"gmail.com", "googlemail.com"}


def same_mailbox(email: str) -> str:
    """The address that mail to `email` reaches: no capitals, no `+tag`, and Gmail without dots."""
    local, _, domain = email.strip().lower().rpartition("@")
    local = local.partition("+")[0]
    if domain in ONE_MAILBOX:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


def customer_of(email: str) -> str:
    """Who used a voucher, as 64 hexadecimal figures: equal for one mailbox, and no list of addresses."""
    return sha256(same_mailbox(email).encode()).hexdigest()

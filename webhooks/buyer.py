"""Whom a body or an answer names as the buyer."""

from app.ledger.people import Contact, contact


def full_name(*parts: str | None) -> str:
    return " ".join(filter(None, parts))


def guest(email: str | None) -> Contact | None:
    """Somebody without an account; None where there is no e-mail to know them by."""
    found = contact(None, email)
    return found if found.email else None

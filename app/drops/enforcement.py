"""What keeps the public from buying early: our Function at the checkout, or only that nobody has the link."""

from datetime import datetime
from typing import Literal

from sqlmodel import Session

from app.drops.looking import look_again
from app.models import PlatformObject, Shop
from app.models.platform_object import VALIDATION
from app.rules.checkout_gates import FUNCTION

Enforcement = Literal["hard", "soft"]

WORDS: dict[Enforcement, str] = {
    "hard": "The checkout refuses whoever may not buy yet.",
    "soft": "By link only: until the public time anybody who has the link can buy.",
}


def enforcement(session: Session, shop_id: int) -> Enforcement:
    """Hard while there is a validation that runs the Function."""
    row = session.get(PlatformObject, (shop_id, VALIDATION, FUNCTION))
    return "hard" if row is not None and row.platform_id else "soft"


def is_enforced(session: Session, shop_id: int) -> bool | None:
    """For the linter; None while nobody has looked whether the Function is there."""
    row = session.get(PlatformObject, (shop_id, VALIDATION, FUNCTION))
    return bool(row.platform_id) if row is not None else None


def block_on_failure(session: Session, shop: Shop, blocks: bool, now: datetime) -> None:
    """Whether a checkout is refused while the Function itself fails."""
    shop.gates_block_on_failure = blocks
    session.add(shop)
    if shop.live_at is not None and shop.cleaned_at is None:
        look_again(session, shop.id, now)


def noted(session: Session, shop_id: int, validation_id: str, hashed: str, now: datetime) -> None:
    """Keeps which validation runs the Function; the empty id: none does."""
    row = session.get(PlatformObject, (shop_id, VALIDATION, FUNCTION))
    row = row or PlatformObject(shop_id=shop_id, kind=VALIDATION, key=FUNCTION)
    row.platform_id, row.hash, row.seen_at = validation_id, hashed, now
    session.add(row)

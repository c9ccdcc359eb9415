"""The codes by which members have a discount in this store: by choice, or because it had no room."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from app.models import PlatformObject, Shop
from app.models.platform_object import DISCOUNT
from app.rules.customer_state import Apply
from app.rules.program import Program
from app.rules.writebacks import discounts


def standing_codes(session: Session, shop: Shop, program: Program) -> Mapping[str, Sequence[Apply]]:
    """By effect, with the link that applies each."""
    found = select(PlatformObject.key, PlatformObject.link).where(
        PlatformObject.shop_id == shop.id, PlatformObject.kind == DISCOUNT, col(PlatformObject.link) != ""
    )
    links = dict(session.exec(found).all())
    codes: dict[str, list[Apply]] = {}
    for each in discounts(program, shop.currency, shop.zone) if links else ():
        if each.key in links:
            codes.setdefault(each.effect, []).append(Apply(each.code, links[each.key]))
    return codes

"""Money that is paid at the checkout in another way than by card."""

from dataclasses import dataclass

STORE_CREDIT = "shopify_store_credit"
GIFT_CARD = "gift_card"


@dataclass(frozen=True)
class Tender:
    gateway: str
    amount: int
    source_id: int  # the account, or the gift card

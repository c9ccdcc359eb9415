"""DEM-REACT: who is told that the tier is at risk gets an offer with it, to buy what keeps it.

Once in a calendar year for a tier: moving the day of the fall by small purchases brings no second one.
"""

from typing import Literal

from pydantic import Field

from app.rules.benefits.reward import Reward
from app.rules.benefits.say import ENGLISH, Say


class KeepOffer(Reward):
    kind: Literal["keep_offer"] = "keep_offer"
    form: Literal["store_credit", "code", "gift_card"] = "code"
    valid_days: int = Field(default=60, ge=1, le=366, description="days to use it in; 60 end with the tier")

    def told(self, currency: str, say: Say = ENGLISH) -> str:
        return say("{gift} should this tier ever be at risk", gift=self.given(currency, say))

"""TIER-T-BDAY, BEN-B-CELEBRATE: a gift on the birthday, of the tier that is held on the day."""

from typing import Literal

from app.rules.benefits.reward import Reward
from app.rules.benefits.say import ENGLISH, Say


class Birthday(Reward):
    kind: Literal["birthday"] = "birthday"

    def told(self, currency: str, say: Say = ENGLISH) -> str:
        return say("{gift} on your birthday", gift=self.given(currency, say))

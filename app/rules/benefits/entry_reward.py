"""A reward for reaching the tier, once in a qualifying period (BEN-B-UPGRADE, reliability P22)."""

from typing import Literal

from app.rules.benefits.reward import Reward
from app.rules.benefits.say import ENGLISH, Say


class EntryReward(Reward):
    kind: Literal["entry_reward"] = "entry_reward"

    def told(self, currency: str, say: Say = ENGLISH) -> str:
        return say("{gift} for reaching this tier", gift=self.given(currency, say))

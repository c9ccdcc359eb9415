"""Tiers by hand: floors and ceilings with reason, author and expiry, one by one and by file (ID-UNHAPPY).

They stand beside what is computed and never stop it: the fold goes on under a floor and above a ceiling.
"""

from app.overrides.by_hand import Listed, earned_counts, end, give, listing

__all__ = ["Listed", "earned_counts", "end", "give", "listing"]

"""How many customers stand in each tier. The findings of `shares.py`."""

from app.rules.lints.rule import Rule, Rules

SHARES: Rules = {
    "tier_over": Rule(
        "TIER-SHARE",
        "warning",
        "{share_tenths} of your customers are {tier}. A tier that holds more than 20 % does not feel"
        " special; a higher threshold would help.",
    ),
    "tier_empty": Rule(
        "TIER-SHARE",
        "warning",
        "Nobody reaches {tier} yet. Customers strive for a tier that somebody has; a lower threshold"
        " would help.",
    ),
    "all_over": Rule(
        "PIT-EASY",
        "error",
        "{share_tenths} of your customers have a tier. From 40 % on, a VIP program is no privilege any"
        " more; 10 to 20 % is a good aim.",
    ),
    "all_many": Rule(
        "TIER-SHARE",
        "warning",
        "{share_tenths} of your customers have a tier. 10 to 20 % is a good aim.",
    ),
    "all_under": Rule(
        "TIER-SHARE",
        "warning",
        "Only {share_tenths} of your customers have a tier. 10 to 20 % is a good aim; a lower first"
        " threshold would bring more of them in.",
    ),
    "no_path": Rule(
        "PIT-NOPATH",
        "warning",
        "Customers with a tier: {members} of {customers}. Almost nobody reaches {tier}; a first threshold"
        " within reach is what the others strive for.",
    ),
    "upside_down": Rule(
        "TIER-GAP",
        "warning",
        "More customers are {tier} ({customers}) than {below} ({below_customers}). The highest tier"
        " should be the rarest.",
    ),
    "one_mail_for_all": Rule(
        "PIT-GENERIC",
        "note",
        "{customers} customers are {tier}: too many for one and the same message. Write to parts of them.",
    ),
}

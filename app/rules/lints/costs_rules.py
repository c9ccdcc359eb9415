"""What the tiers cost. The findings of `costs.py`."""

from app.rules.lints.rule import Rule, Rules

COSTS: Rules = {
    "loses": Rule(
        "ECO-GUARD",
        "error",
        "{tier} loses money: a member brings {loss_minor} a year less than the same customer without it.",
    ),
    "needs_retention": Rule(
        "ECO-GUARD",
        "note",
        "{tier} pays ({gain_minor} a member and year), but only if members stay longer than others. What"
        " they buy more does not pay for the benefits alone.",
    ),
    "discount_over_margin": Rule(
        "ECO-GUARD",
        "error",
        "{tier} gives {off_percent} off, as much as the whole margin of {margin_percent} or more.",
    ),
    "thin": Rule(
        "TIER-ECON-THRESH",
        "warning",
        "{tier} pays from {pays_value} on and begins at {entry_value}. A threshold 20 to 30 % above,"
        " from {low_value} to {high_value}, leaves room.",
    ),
    "dear_member": Rule(
        "PIT-UNWORTHY",
        "warning",
        "Gifts and support for a member of {tier} cost {cost_minor} a year, more than the {left_minor}"
        " that the margin leaves of the least spend of a year.",
    ),
}

"""What the checkout can do with the discounts. The findings of `discounts.py`."""

from app.rules.lints.rule import Rule, Rules

DISCOUNTS: Rules = {
    "no_room": Rule(
        "PIT-DELIVERY",
        "warning",
        "The program needs {ours} automatic discounts, and {others} of the {most} that a store can have"
        " are taken by others: {over} too many. For those, codes limited to the members will stand in,"
        " with a link that applies them.",
    ),
    "gift_or_discount": Rule(
        "PIT-DELIVERY",
        "note",
        "The gift and the discount of {tier} do not go together: the shopper has the better of the two."
        " Let both stack with everything to give both.",
    ),
}

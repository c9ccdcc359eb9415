"""What the tiers bring. The findings of `benefits.py`."""

from app.rules.lints.rule import Rule, Rules

BENEFITS: Rules = {
    "few_at_entry": Rule(
        "PIT-MIDTIER",
        "warning",
        "{tier} brings fewer than two benefits. New members should feel valued too.",
    ),
    "nothing_new": Rule(
        "PIT-SAME",
        "warning",
        "{tier} brings nothing more than {below}. Two or three benefits make it worth the climb.",
    ),
    "one_new": Rule(
        "TIER-GAP",
        "warning",
        "{tier} brings one thing more than {below}. Two or three benefits make it worth the climb.",
    ),
    "gives_less": Rule(
        "TIER-MULTI",
        "warning",
        "{tier} brings less than {below} in something. Whoever climbs should lose nothing.",
    ),
    "top_heavy": Rule(
        "PIT-MIDTIER",
        "warning",
        "{new} of the {all} steps up in benefits come only with {tier}. The tiers below, where most"
        " members are, get little.",
    ),
    "only_money": Rule(
        "TIER-SUSTAIN",
        "warning",
        "All that {tier} brings is money. Something that money cannot buy, such as early access, binds"
        " members more and costs less.",
    ),
    "much_off": Rule(
        "BEN-FIN-PCT",
        "warning",
        "{tier} gives {off_percent} off. 10 to 20 % is usual; more is hard to take back.",
    ),
    "price_is_no_matter": Rule(
        "PIT-MISCUT",
        "warning",
        "Members of {tier} pay the full price for {full_price_tenths} of what they buy, and get"
        " {off_percent} off. Something other than a discount would please them more and cost less.",
    ),
    "not_enforced": Rule(
        "PIT-DELIVERY",
        "warning",
        "{tier} promises {hours_hours} of early access, but nothing in the store keeps others from"
        " buying meanwhile.",
    ),
    "shipping_never_free": Rule(
        "PIT-DELIVERY",
        "note",
        "{tier} promises free shipping for rates up to {up_to_minor}, but shipping an order costs you"
        " {cost_minor}. If customers pay as much, no rate ever becomes free.",
    ),
}

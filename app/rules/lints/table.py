"""Every kind of finding: the requirement it stands for, how grave it is, and its words.

Placeholders are `{tier}`, `{below}` (the tier under it) and the finding's figures, shown by the end of
their names: `lints/words.py`. A new kind is a line here and a line in the file of its topic.
"""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    severity: Severity
    text: str


def _(text: str) -> str:
    """Marks a text for gettext, which finds it here and translates it when it is shown."""
    return text


RULES = {
    # Shares
    "tier_over": Rule(
        "TIER-SHARE",
        "warning",
        _(
            "{share_tenths} of your customers are {tier}. A tier that holds more than 20 % does not feel"
            " special; a higher threshold would help."
        ),
    ),
    "tier_empty": Rule(
        "TIER-SHARE",
        "warning",
        _(
            "Nobody reaches {tier} yet. Customers strive for a tier that somebody has; a lower threshold"
            " would help."
        ),
    ),
    "all_over": Rule(
        "PIT-EASY",
        "error",
        _(
            "{share_tenths} of your customers have a tier. From 40 % on, a VIP program is no privilege any"
            " more; 10 to 20 % is a good aim."
        ),
    ),
    "all_many": Rule(
        "TIER-SHARE",
        "warning",
        _("{share_tenths} of your customers have a tier. 10 to 20 % is a good aim."),
    ),
    "all_under": Rule(
        "TIER-SHARE",
        "warning",
        _(
            "Only {share_tenths} of your customers have a tier. 10 to 20 % is a good aim; a lower first"
            " threshold would bring more of them in."
        ),
    ),
    "no_path": Rule(
        "PIT-NOPATH",
        "warning",
        _(
            "Customers with a tier: {members} of {customers}. Almost nobody reaches {tier}; a first threshold"
            " within reach is what the others strive for."
        ),
    ),
    "upside_down": Rule(
        "TIER-GAP",
        "warning",
        _(
            "More customers are {tier} ({customers}) than {below} ({below_customers}). The highest tier"
            " should be the rarest."
        ),
    ),
    "one_mail_for_all": Rule(
        "PIT-GENERIC",
        "note",
        _("{customers} customers are {tier}: too many for one and the same message. Write to parts of them."),
    ),
    # Thresholds
    "one_order": Rule(
        "PIT-EASY",
        "warning",
        _("A single average order ({order_value}) already reaches {tier}, which begins at {entry_value}."),
    ),
    "step_small": Rule(
        "PIT-SAME",
        "warning",
        _(
            "{tier} begins at {entry_value}, hardly more than {below} at {below_value}. From one tier to the"
            " next it should be at least one and a half times as much."
        ),
    ),
    "line_step_small": Rule(
        "PIT-SAME",
        "warning",
        _(
            "{tier} is for the best {line_percent}, hardly fewer than the {below_percent} of {below}. The"
            " lower tier should be at least one and a half times as wide."
        ),
    ),
    "step_far": Rule(
        "PIT-NOPATH",
        "note",
        _(
            "From {below} at {below_value} to {tier} at {entry_value} is more than five times as much. A"
            " tier between them would show a way."
        ),
    ),
    "nobody_halfway": Rule(
        "PIT-NOPATH",
        "warning",
        _(
            "Even of your best 10 % of customers some hold only {held_value}, less than half of what"
            " {tier} asks ({entry_value}). Hardly anybody sees a way into the program."
        ),
    ),
    "long_window": Rule(
        "ID-WINDOW",
        "warning",
        _(
            "Orders of {window_months} count, but only {held_months} of orders are known. If the store is"
            " older, whoever bought earlier stands too low."
        ),
    ),
    "keep_low": Rule(
        "DEM-NEEDED",
        "warning",
        _(
            "{tier} is earned with {entry_value} and kept with {keep_value}, less than half. Members who"
            " have nearly stopped buying would keep it."
        ),
    ),
    "keep_line_wide": Rule(
        "DEM-NEEDED",
        "warning",
        _(
            "{tier} is earned by the best {line_percent} and kept by the best {keep_percent}, more than"
            " twice as many. Members who have nearly stopped buying would keep it."
        ),
    ),
    "flapping": Rule(
        "DEM-GRACE",
        "note",
        _(
            "Somebody who buys for {order_value} every quarter has sometimes {fewer}, sometimes {more}"
            " orders in the period, and would gain and lose {tier} by turns. Grace of 3 months or more, or a"
            " lower threshold for keeping it, prevents that."
        ),
    ),
    # Benefits
    "few_at_entry": Rule(
        "PIT-MIDTIER",
        "warning",
        _("{tier} brings fewer than two benefits. New members should feel valued too."),
    ),
    "nothing_new": Rule(
        "PIT-SAME",
        "warning",
        _("{tier} brings nothing more than {below}. Two or three benefits make it worth the climb."),
    ),
    "one_new": Rule(
        "TIER-GAP",
        "warning",
        _("{tier} brings one thing more than {below}. Two or three benefits make it worth the climb."),
    ),
    "gives_less": Rule(
        "TIER-MULTI",
        "warning",
        _("{tier} brings less than {below} in something. Whoever climbs should lose nothing."),
    ),
    "top_heavy": Rule(
        "PIT-MIDTIER",
        "warning",
        _(
            "{new} of the {all} steps up in benefits come only with {tier}. The tiers below, where most"
            " members are, get little."
        ),
    ),
    "only_money": Rule(
        "TIER-SUSTAIN",
        "warning",
        _(
            "All that {tier} brings is money. Something that money cannot buy, such as early access, binds"
            " members more and costs less."
        ),
    ),
    "much_off": Rule(
        "BEN-FIN-PCT",
        "warning",
        _("{tier} gives {off_percent} off. 10 to 20 % is usual; more is hard to take back."),
    ),
    "price_is_no_matter": Rule(
        "PIT-MISCUT",
        "warning",
        _(
            "Members of {tier} pay the full price for {full_price_tenths} of what they buy, and get"
            " {off_percent} off. Something other than a discount would please them more and cost less."
        ),
    ),
    "not_enforced": Rule(
        "PIT-DELIVERY",
        "warning",
        _(
            "{tier} promises {hours_hours} of early access, but nothing in the store keeps others from"
            " buying meanwhile."
        ),
    ),
    "shipping_never_free": Rule(
        "PIT-DELIVERY",
        "note",
        _(
            "{tier} promises free shipping for rates up to {up_to_minor}, but shipping an order costs you"
            " {cost_minor}. If customers pay as much, no rate ever becomes free."
        ),
    ),
    "no_room": Rule(
        "PIT-DELIVERY",
        "warning",
        _(
            "The program needs {ours} automatic discounts, and {others} of the {most} that a store can have"
            " are taken by others: {over} too many. For those, codes limited to the members will stand in,"
            " with a link that applies them."
        ),
    ),
    "gift_or_discount": Rule(
        "PIT-DELIVERY",
        "note",
        _(
            "The gift and the discount of {tier} do not go together: the shopper has the better of the two."
            " Let both stack with everything to give both."
        ),
    ),
    # Falling
    "no_grace": Rule(
        "PIT-SURPRISE",
        "warning",
        _(
            "There is no grace: whoever falls below a threshold loses the tier as soon as the notices allow."
            " 3 to 6 months are usual."
        ),
    ),
    "no_landing": Rule(
        "DEM-SOFTLAND",
        "note",
        _(
            "During grace the benefits stay as they are and then end at once. Steps in between, such as"
            " 15, 12, 10 %, are felt as a reminder rather than as a loss."
        ),
    ),
    "never_falls": Rule(
        "DEM-NEEDED",
        "note",
        _("Everything ever bought counts, so nobody falls by time: who no longer buys keeps the tier."),
    ),
    # Costs
    "loses": Rule(
        "ECO-GUARD",
        "error",
        _("{tier} loses money: a member brings {loss_minor} a year less than the same customer without it."),
    ),
    "needs_retention": Rule(
        "ECO-GUARD",
        "note",
        _(
            "{tier} pays ({gain_minor} a member and year), but only if members stay longer than others. What"
            " they buy more does not pay for the benefits alone."
        ),
    ),
    "discount_over_margin": Rule(
        "ECO-GUARD",
        "error",
        _("{tier} gives {off_percent} off, as much as the whole margin of {margin_percent} or more."),
    ),
    "thin": Rule(
        "TIER-ECON-THRESH",
        "warning",
        _(
            "{tier} pays from {pays_value} on and begins at {entry_value}. A threshold 20 to 30 % above,"
            " from {low_value} to {high_value}, leaves room."
        ),
    ),
    "dear_member": Rule(
        "PIT-UNWORTHY",
        "warning",
        _(
            "Gifts and support for a member of {tier} cost {cost_minor} a year, more than the {left_minor}"
            " that the margin leaves of the least spend of a year."
        ),
    ),
    # Against the program that is live
    "raised": Rule(
        "PIT-SURPRISE",
        "warning",
        _(
            "{tier} was kept with {before_value} and would need {after_value}. Members in between lose it on"
            " the day of the change, unless you let them keep it for a time."
        ),
    ),
    "narrowed": Rule(
        "PIT-SURPRISE",
        "warning",
        _(
            "{tier} was kept by the best {before_percent} and would be by the best {after_percent}. Members"
            " in between lose it on the day of the change, unless you let them keep it for a time."
        ),
    ),
    "shorter_window": Rule(
        "PIT-SURPRISE",
        "warning",
        _(
            "Orders of {before_months} counted and only those of {after_months} would. Members whose orders"
            " are older lose their tier on the day of the change, unless you let them keep it for a time."
        ),
    ),
    "judged_anew": Rule(
        "PIT-SURPRISE",
        "warning",
        _(
            "Members would be measured in another way. Whoever falls by it loses the tier on the day of the"
            " change, unless you let them keep it for a time."
        ),
    ),
    "tiers_gone": Rule(
        "PIT-SURPRISE",
        "warning",
        _(
            "Tiers of the present program without a namesake in this one: {gone}. Their members move to the"
            " tier in the same place."
        ),
    ),
    "benefits_taken": Rule(
        "PIT-SURPRISE",
        "note",
        _("{tier} brought more before. Tell its members before the change."),
    ),
}

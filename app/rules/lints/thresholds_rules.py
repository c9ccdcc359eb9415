"""What earns and keeps a tier. The findings of `thresholds.py`."""

from app.rules.lints.rule import Rule, Rules

THRESHOLDS: Rules = {
    "one_order": Rule(
        "PIT-EASY",
        "warning",
        "A single average order ({order_value}) already reaches {tier}, which begins at {entry_value}.",
    ),
    "step_small": Rule(
        "PIT-SAME",
        "warning",
        "{tier} begins at {entry_value}, hardly more than {below} at {below_value}. From one tier to the"
        " next it should be at least one and a half times as much.",
    ),
    "line_step_small": Rule(
        "PIT-SAME",
        "warning",
        "{tier} is for the best {line_percent}, hardly fewer than the {below_percent} of {below}. The"
        " lower tier should be at least one and a half times as wide.",
    ),
    "step_far": Rule(
        "PIT-NOPATH",
        "note",
        "From {below} at {below_value} to {tier} at {entry_value} is more than five times as much. A"
        " tier between them would show a way.",
    ),
    "nobody_halfway": Rule(
        "PIT-NOPATH",
        "warning",
        "Even of your best 10 % of customers some hold only {held_value}, less than half of what"
        " {tier} asks ({entry_value}). Hardly anybody sees a way into the program.",
    ),
    "long_window": Rule(
        "ID-WINDOW",
        "warning",
        "Orders of {window_months} count, but only {held_months} of orders are known. If the store is"
        " older, whoever bought earlier stands too low.",
    ),
    "keep_low": Rule(
        "DEM-NEEDED",
        "warning",
        "{tier} is earned with {entry_value} and kept with {keep_value}, less than half. Members who"
        " have nearly stopped buying would keep it.",
    ),
    "keep_line_wide": Rule(
        "DEM-NEEDED",
        "warning",
        "{tier} is earned by the best {line_percent} and kept by the best {keep_percent}, more than"
        " twice as many. Members who have nearly stopped buying would keep it.",
    ),
    "flapping": Rule(
        "DEM-GRACE",
        "note",
        "Somebody who buys for {order_value} every quarter has sometimes {fewer}, sometimes {more}"
        " orders in the period, and would gain and lose {tier} by turns. Grace of 3 months or more, or a"
        " lower threshold for keeping it, prevents that.",
    ),
}

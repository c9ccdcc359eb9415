"""What a new version takes from members of the live one. The findings of `change.py`."""

from app.rules.lints.rule import Rule, Rules

CHANGE: Rules = {
    "raised": Rule(
        "PIT-SURPRISE",
        "warning",
        "{tier} was kept with {before_value} and would need {after_value}. Members in between lose it on"
        " the day of the change, unless you let them keep it for a time.",
    ),
    "narrowed": Rule(
        "PIT-SURPRISE",
        "warning",
        "{tier} was kept by the best {before_percent} and would be by the best {after_percent}. Members"
        " in between lose it on the day of the change, unless you let them keep it for a time.",
    ),
    "shorter_window": Rule(
        "PIT-SURPRISE",
        "warning",
        "Orders of {before_months} counted and only those of {after_months} would. Members whose orders"
        " are older lose their tier on the day of the change, unless you let them keep it for a time.",
    ),
    "judged_anew": Rule(
        "PIT-SURPRISE",
        "warning",
        "Members would be measured in another way. Whoever falls by it loses the tier on the day of the"
        " change, unless you let them keep it for a time.",
    ),
    "tiers_gone": Rule(
        "PIT-SURPRISE",
        "warning",
        "Tiers of the present program without a namesake in this one: {gone}. Their members move to the"
        " tier in the same place.",
    ),
    "benefits_taken": Rule(
        "PIT-SURPRISE",
        "note",
        "{tier} brought more before. Tell its members before the change.",
    ),
}

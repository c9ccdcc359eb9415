"""How members fall. The findings of `falling.py`."""

from app.rules.lints.rule import Rule, Rules

FALLING: Rules = {
    "no_grace": Rule(
        "PIT-SURPRISE",
        "warning",
        "There is no grace: whoever falls below a threshold loses the tier as soon as the notices allow."
        " 3 to 6 months are usual.",
    ),
    "no_landing": Rule(
        "DEM-SOFTLAND",
        "note",
        "During grace the benefits stay as they are and then end at once. Steps in between, such as"
        " 15, 12, 10 %, are felt as a reminder rather than as a loss.",
    ),
    "never_falls": Rule(
        "DEM-NEEDED",
        "note",
        "Everything ever bought counts, so nobody falls by time: who no longer buys keeps the tier.",
    ),
}

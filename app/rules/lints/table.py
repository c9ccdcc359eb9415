"""Every kind of finding. A new one is a line in the rules of its topic."""

from app.rules.lints.benefits_rules import BENEFITS
from app.rules.lints.change_rules import CHANGE
from app.rules.lints.costs_rules import COSTS
from app.rules.lints.discounts_rules import DISCOUNTS
from app.rules.lints.falling_rules import FALLING
from app.rules.lints.rule import Rules
from app.rules.lints.shares_rules import SHARES
from app.rules.lints.thresholds_rules import THRESHOLDS

RULES: Rules = {**SHARES, **THRESHOLDS, **BENEFITS, **DISCOUNTS, **FALLING, **COSTS, **CHANGE}

"""The kinds of benefit a tier can carry. A new kind is one file here and one line in BENEFITS.

Each kind is a frozen pydantic model with `kind`, `category`, `effect()` (its stable key: equal effects
share one audience and one discount in the store) and `told(currency)` (what the shopper reads).
"""

from typing import Annotated

from pydantic import Field

from app.rules.benefits.early_access import EarlyAccess
from app.rules.benefits.free_shipping import FreeShipping
from app.rules.benefits.percent_off import PercentOff

BENEFITS = {"percent_off": PercentOff, "free_shipping": FreeShipping, "early_access": EarlyAccess}

Benefit = Annotated[PercentOff | FreeShipping | EarlyAccess, Field(discriminator="kind")]

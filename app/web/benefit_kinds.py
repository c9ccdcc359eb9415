"""What the pages say of every category and kind of benefit.

A kind that is not here fails a test: a merchant must not meet a name of the model.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _


@dataclass(frozen=True, slots=True)
class KindWords:
    name: Any
    does: Any
    """What happens in the store."""


CATEGORIES = {
    "financial": KindWords(_("Financial"), _("What members save or are given: discounts, shipping, credit.")),
    "experience": KindWords(_("Experience"), _("What others do not get: early access, gifts, events.")),
    "personal": KindWords(_("Personal"), _("How members are treated: recognition, people, care.")),
}

KINDS = {
    "percent_off": KindWords(
        _("Percentage off"), _("A discount for members, taken off by itself at the checkout or by a code.")
    ),
    "vip_promotion": KindWords(
        _("Promotion for members"), _("A discount on some days, such as a sale that only members have.")
    ),
    "free_shipping": KindWords(
        _("Free shipping"), _("Shipping rates up to a price cost members nothing, by itself at the checkout.")
    ),
    "extended_returns": KindWords(
        _("Longer returns"), _("The last day to return stands on every order of a member, for your staff.")
    ),
    "early_access": KindWords(
        _("Early access"), _("Members may buy new products some hours before everybody else.")
    ),
    "private_collection": KindWords(
        _("Private collection"), _("Products that only members may buy; the checkout keeps others out.")
    ),
    "gift_with_purchase": KindWords(
        _("Gift with purchase"), _("A product becomes free in the cart of a member who buys enough.")
    ),
    "events": KindWords(
        _("Events"), _("Invitations that members read in your store until the day has passed.")
    ),
    "experience": KindWords(
        _("Another experience"), _("Anything else that members may live; your people make it happen.")
    ),
    "badge": KindWords(_("Badge"), _("A sign of the tier that your theme shows beside the member's name.")),
    "personal_contact": KindWords(
        _("Personal contact"), _("One person or team to ask, and how soon they answer.")
    ),
    "personal_service": KindWords(
        _("Personal service"), _("Anything done for one member alone; your people make it happen.")
    ),
    "priority_orders": KindWords(
        _("Priority orders"), _("Members' orders carry a tag and a day, so that they are packed first.")
    ),
    "birthday": KindWords(_("Birthday gift"), _("Given on the birthday to whoever holds the tier then.")),
    "anniversary": KindWords(
        _("Anniversary gift"), _("Given each year on the day on which somebody became a member.")
    ),
    "quarterly": KindWords(
        _("Quarterly gift"), _("Given on the first day of each quarter to whoever holds the tier then.")
    ),
    "annual_gift": KindWords(
        _("Annual gift"), _("Given once a year, in a month of your choice or on the day of entry.")
    ),
    "entry_reward": KindWords(
        _("Reward for reaching the tier"), _("Given once, some days after somebody reaches the tier.")
    ),
    "keep_offer": KindWords(
        _("Offer to keep the tier"), _("Given with the first warning to whoever is about to lose the tier.")
    ),
    "price_protection": KindWords(
        _("Price protection"), _("If what they bought becomes cheaper, members get the difference back.")
    ),
}

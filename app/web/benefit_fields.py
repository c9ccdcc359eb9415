"""What the pages say of every field of a benefit: the words beside the model.

A field that is not here fails a test: a merchant must not meet a name of the model.
"""

from flask_babel import lazy_gettext as _

from app.web.form_fields import About, Words

REWARDS = ("birthday", "anniversary", "quarterly", "annual_gift", "entry_reward", "keep_offer")
COLLECTIONS = About(
    _("Collections"),
    _("Their ids, one a line or with commas. Empty: everything in your store."),
    picks="collection",
)
OF_COLLECTIONS = About(_("Collections"), _("Their ids, one a line or with commas."), picks="collection")
A_YEAR = About(_("What it costs you"), _("For a member and year. Only for your economics."))
ALONE, WITH_SHIPPING = _("Alone: never together with other discounts"), _("Together with shipping discounts")
WITH_ALL = _("Together with every discount that allows it")
STACKS = About(
    _("Together with other discounts"),
    _("Where two cannot be combined, the checkout takes what is better for the shopper."),
    choices={"alone": ALONE, "with_shipping": WITH_SHIPPING, "with_everything": WITH_ALL},
)
NEW_PEOPLE = _("Letters, digits and hyphens. Members then carry the tag VIP-Perk- with this word.")

FIELDS: Words = {
    ("*", "percent"): About(_("Discount"), unit="%"),
    ("*", "stacks"): STACKS,
    ("*", "by"): About(
        _("How it is applied"),
        _("Shopify runs at most 25 automatic discounts at once; codes do not count."),
        choices={"itself": _("By itself at the checkout"), "code": _("By a code for members")},
    ),
    ("*", "cost"): A_YEAR,
    ("percent_off", "collections"): COLLECTIONS,
    ("percent_off", "first_orders"): About(
        _("Only the first orders"),
        _("Each is a code that works once. Empty: every order."),
        _("orders"),
    ),
    ("percent_off", "minimum"): About(_("Smallest purchase"), _("From which the discount is given.")),
    ("percent_off", "instead"): About(
        _("Something better than a discount"),
        _("Members who pay full price anyway are given an experience instead. Empty: all get the discount."),
    ),
    ("Instead", "experience"): About(_("What they get instead"), _("What they read, in your words.")),
    ("Instead", "from_full_price_tenths"): About(
        _("From this share at full price"), _("Of what they spent."), "%"
    ),
    ("vip_promotion", "starts_on"): About(_("First day"), _("In your store's time.")),
    ("vip_promotion", "ends_on"): About(_("Last day"), _("In your store's time.")),
    ("vip_promotion", "collections"): COLLECTIONS,
    ("free_shipping", "up_to"): About(
        _("Dearest rate that becomes free"),
        _("Shopify cannot name a shipping method, so say it by its price."),
    ),
    ("free_shipping", "countries"): About(
        _("Countries"), _("Two letters each, with commas, such as US, CA. Empty: everywhere.")
    ),
    ("free_shipping", "minimum"): About(_("Smallest order"), _("From which shipping is free.")),
    ("free_shipping", "stacks"): About(
        STACKS.label, STACKS.help, choices={"with_everything": WITH_ALL, "alone": ALONE}
    ),
    ("extended_returns", "days"): About(_("Days to return"), _("From the day of the order."), _("days")),
    ("early_access", "hours"): About(_("Hours before everybody else"), unit=_("hours")),
    ("private_collection", "name"): About(_("What it is called"), _("Members read this in your store.")),
    ("private_collection", "collections"): OF_COLLECTIONS,
    ("gift_with_purchase", "name"): About(
        _("What the gift is called"), _("As in: put the scarf in your cart.")
    ),
    ("gift_with_purchase", "product"): About(_("The product"), _("Its id, a whole number."), picks="product"),
    ("gift_with_purchase", "quantity"): About(_("How many"), unit=_("pieces")),
    ("gift_with_purchase", "buys"): About(_("Smallest purchase"), _("Of the collections below.")),
    ("gift_with_purchase", "collections"): OF_COLLECTIONS,
    ("gift_with_purchase", "cost"): About(
        _("What it costs you"), _("For all of one gift. Only for your economics.")
    ),
    ("events", "scope"): About(
        _("Which events"),
        choices={"virtual": _("Virtual"), "regional": _("Regional"), "private": _("Private")},
    ),
    ("events", "events"): About(_("The events"), _("Empty a row to take an event away.")),
    ("Event", "name"): About(_("Name of the event")),
    ("Event", "day"): About(_("Day"), _("In your store's time.")),
    ("Event", "link"): About(_("Link"), _("Begins with https://.")),
    ("badge", "label"): About(_("What stands on it")),
    ("badge", "colour"): About(_("Colour"), _("Such as #c9a227.")),
    ("badge", "icon"): About(
        _("Icon"),
        choices={
            "star": _("Star"),
            "crown": _("Crown"),
            "diamond": _("Diamond"),
            "heart": _("Heart"),
            "leaf": _("Leaf"),
            "medal": _("Medal"),
        },
    ),
    ("personal_contact", "name"): About(_("Name"), _("A person, or a team.")),
    ("personal_contact", "email"): About(_("E-mail"), _("Such as anna@example.com.")),
    ("personal_contact", "phone"): About(_("Phone")),
    ("personal_contact", "email_minutes"): About(
        _("E-mails are answered within"), _("60 to 120 is usual."), _("minutes")
    ),
    ("personal_contact", "phone_seconds"): About(
        _("Calls are answered within"), _("60 is usual."), _("seconds")
    ),
    ("personal_contact", "chat_seconds"): About(
        _("Chats are answered within"), _("30 is usual."), _("seconds")
    ),
    ("personal_contact", "after_hours"): About(_("At any hour, also at night and on holidays")),
    ("priority_orders", "tag"): About(
        _("Tag of the order"), _("Whoever packs looks for it. No commas, quotes or backslashes.")
    ),
    ("priority_orders", "within_hours"): About(
        _("Fulfilled within"), _("Empty: first, without a promise."), _("hours")
    ),
    ("priority_orders", "gift_note"): About(
        _("Put a note in"), _("The order is held until the note is in. Empty: no hold.")
    ),
    ("priority_orders", "packaging"): About(_("How it is packed"), _("As in: packed in the gold box.")),
    ("priority_orders", "cost"): About(_("What it costs you"), _("For an order. Only for your economics.")),
    ("annual_gift", "month"): About(
        _("Month"),
        _("Given on its first day."),
        choices={
            "": _("On the day of entry"),
            "1": _("January"),
            "2": _("February"),
            "3": _("March"),
            "4": _("April"),
            "5": _("May"),
            "6": _("June"),
            "7": _("July"),
            "8": _("August"),
            "9": _("September"),
            "10": _("October"),
            "11": _("November"),
            "12": _("December"),
        },
    ),
    ("price_protection", "days"): About(_("Days after the order"), unit=_("days")),
    ("price_protection", "share_percent"): About(_("Part of the difference"), unit="%"),
    ("*", "name"): About(_("Name"), _("Members read this in your store.")),
    ("*", "text"): About(_("What the shopper reads")),
    ("*", "note"): About(_("Note for your staff"), _("Not shown in the store.")),
    ("*", "tag"): About(_("Tag for other apps"), NEW_PEOPLE),
    ("*", "form"): About(
        _("Given as"),
        choices={
            "store_credit": _("Store credit"),
            "code": _("A code that works once"),
            "gift_card": _("A gift card"),
        },
    ),
    ("*", "amount"): About(_("Amount"), _("Either an amount or a percentage.")),
    ("*", "valid_days"): About(_("Days to use it in"), _("0: it stays."), _("days")),
    ("keep_offer", "valid_days"): About(
        _("Days to use it in"), _("60 end together with the tier."), _("days")
    ),
    ("Tier", "landing"): About(
        _("Soft landing"),
        _(
            "While a member is about to lose the tier, the discount goes down in steps."
            " Empty a row to take it away."
        ),
    ),
    ("Landing", "months"): About(_("Months after falling below"), unit=_("months")),
    ("Landing", "percent"): About(_("The discount is then"), unit="%"),
    **{
        (kind, "percent"): About(_("Or a percentage"), _("Off one order; only with a code."), "%")
        for kind in REWARDS
    },
}

"""Small words of the tiers page, in its language."""

from app.web.filters import money, ngettext, rounded
from app.web.language import gettext as _


def amount(value: int, currency: str, of_money: bool = True, short: bool = False) -> str:
    """A threshold: money, or so many orders."""
    if not of_money:
        return ngettext("%(num)s order", "%(num)s orders", value)
    return rounded(value, currency) if short else money(value, currency)


def color_name(name: str) -> str:
    names: dict[str, str] = {
        "bronze": _("Bronze"),
        "slate": _("Slate"),
        "amber": _("Amber"),
        "graphite": _("Graphite"),
        "forest": _("Forest"),
        "teal": _("Teal"),
        "blue": _("Blue"),
        "violet": _("Violet"),
        "plum": _("Plum"),
    }
    return names[name]


def icon_name(name: str) -> str:
    names: dict[str, str] = {
        "circle": _("Circle"),
        "star": _("Star"),
        "diamond": _("Diamond"),
        "crown": _("Crown"),
        "heart": _("Heart"),
        "flower": _("Flower"),
        "sun": _("Sun"),
    }
    return names[name]

"""What an audit event says: a sentence for each action, and where more of it stands."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext

from app.models import AuditEvent
from app.platform.auth import Staff
from app.web.filters import day, money, ngettext
from app.web.language import gettext as _

STAFF = re.compile(r"staff[: ](\w+)")
KINDS = {
    "program": lazy_gettext("Program"),
    "people": lazy_gettext("Members"),
    "money": lazy_gettext("Money"),
    "early": lazy_gettext("Early access"),
    "systems": lazy_gettext("Other systems"),
    "privacy": lazy_gettext("Privacy"),
    "store": lazy_gettext("Store"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An event as it is read; `version` or `drop` is set where there is a page with more of it."""

    at: datetime
    who: str
    what: str
    note: str
    version: int | None
    drop: int | None


def line(event: AuditEvent, staff: Staff, currency: str) -> Line:
    told = _detail(event)
    said = ACTIONS.get(event.action)
    words = said[1](told, currency) if said else event.action
    version, drop = told.get("version"), told.get("drop")
    return Line(
        event.at,
        who(event.actor, staff),
        words,
        _note(event.action, told),
        version if isinstance(version, int) else None,
        drop if isinstance(drop, int) else None,
    )


def who(actor: str, staff: Staff) -> str:
    """A member of the staff, one of our commands, Shopify, or Laurel itself."""
    if match := STAFF.fullmatch(actor):
        return _("You") if match[1] == staff.user_id else _("Staff member %(id)s", id=match[1])
    known = {"operator": _("A command"), "laurel": "Laurel", "shopify": "Shopify"}
    return known.get(actor, actor or "Laurel")


def actions_of(kind: str) -> Sequence[str]:
    return [action for action, (of, _words) in ACTIONS.items() if of == kind]


def _detail(event: AuditEvent) -> Mapping[str, Any]:
    try:
        told = json.loads(event.detail or "{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _note(action: str, told: Mapping[str, Any]) -> str:
    if action == "program scheduled" and told.get("from_at"):
        return _("Begins %(day)s", day=day(datetime.fromisoformat(told["from_at"])))
    if told.get("grandfathered_until"):
        until = day(date.fromisoformat(told["grandfathered_until"]))
        return _("Whoever it would lower keeps the tier until %(day)s", day=until)
    if action == "store changed by others":
        return ", ".join(
            str(each.get("name", "")) for each in told.get("put_back", []) if isinstance(each, dict)
        )
    return ""


def _amount(told: Mapping[str, Any], currency: str) -> str:
    held = told.get("amount_minor")
    return money(held, currency) if isinstance(held, int) else _("an amount in percent")


def _override(told: Mapping[str, Any], _currency: str) -> str:
    tier = told.get("tier") or _("no tier")
    if told.get("kind") == "ceiling":
        return _("A member was held at %(tier)s at most, by hand", tier=tier)
    return _("A member was given at least %(tier)s by hand", tier=tier)


Say = Callable[[Mapping[str, Any], str], str]
ACTIONS: dict[str, tuple[str, Say]] = {
    "draft saved": ("program", lambda t, _c: _("Version %(n)s was saved as the draft", n=t.get("version"))),
    "program went live": (
        "program",
        lambda t, _c: _("The program went live with version %(n)s", n=t.get("version")),
    ),
    "program published": ("program", lambda t, _c: _("Version %(n)s was published", n=t.get("version"))),
    "program scheduled": ("program", lambda t, _c: _("Version %(n)s was scheduled", n=t.get("version"))),
    "schedule cancelled": (
        "program",
        lambda t, _c: _("The schedule of version %(n)s was cancelled", n=t.get("version")),
    ),
    "program paused": ("program", lambda _t, _c: _("The program was paused")),
    "program resumed": ("program", lambda _t, _c: _("The program goes on")),
    "simulation cancelled": ("program", lambda _t, _c: _("A simulation was stopped")),
    "simulation deleted": ("program", lambda _t, _c: _("A simulation was deleted")),
    "override given": ("people", _override),
    "override ended": ("people", lambda _t, _c: _("A tier by hand ended")),
    "surprise given": ("money", lambda t, c: _("A surprise of %(amount)s was given", amount=_amount(t, c))),
    "grant approved": ("money", lambda t, c: _("A payment of %(amount)s was approved", amount=_amount(t, c))),
    "grant refused": ("money", lambda t, c: _("A payment of %(amount)s was refused", amount=_amount(t, c))),
    "grant cancelled": (
        "money",
        lambda t, c: _("A payment of %(amount)s was cancelled", amount=_amount(t, c)),
    ),
    "grant told as paid": (
        "money",
        lambda t, c: _("A payment of %(amount)s was noted as paid", amount=_amount(t, c)),
    ),
    "grant told as not paid": (
        "money",
        lambda t, c: _("A payment of %(amount)s is sent again", amount=_amount(t, c)),
    ),
    "money stopped": (
        "money",
        lambda _t, _c: _("Payments stopped: the database is older than the store's count of them"),
    ),
    "money stopped by hand": ("money", lambda _t, _c: _("Payments were stopped by hand")),
    "accounts to be read": ("money", lambda _t, _c: _("Every account that may have been paid is looked at")),
    "money goes on": ("money", lambda _t, _c: _("Payments go on")),
    "drop planned": ("early", lambda t, _c: _("%(title)s was planned", title=t.get("title", ""))),
    "drop changed": ("early", lambda t, _c: _("%(title)s was changed", title=t.get("title", ""))),
    "drop cancelled": ("early", lambda t, _c: _("%(title)s was cancelled", title=t.get("title", ""))),
    "checkout blocks on failure": (
        "early",
        lambda _t, _c: _("While the check at the checkout fails, no order goes through"),
    ),
    "checkout lets through on failure": (
        "early",
        lambda _t, _c: _("While the check at the checkout fails, orders go through"),
    ),
    "hook added": ("systems", lambda t, _c: _("%(url)s is told of tier changes", url=t.get("url", ""))),
    "hook ended": ("systems", lambda t, _c: _("%(url)s is not told any more", url=t.get("url", ""))),
    "customer exported": ("privacy", lambda _t, _c: _("The data of a customer was exported")),
    "everything exported": ("privacy", lambda _t, _c: _("The data of all customers was exported")),
    "customer redacted": ("privacy", lambda _t, _c: _("A customer was forgotten")),
    "store erased": ("privacy", lambda _t, _c: _("Everything of this store was erased")),
    "setup guide put away": ("store", lambda _t, _c: _("The setup guide was put away")),
    "installed": ("store", lambda _t, _c: _("Laurel was installed")),
    "uninstalled": ("store", lambda _t, _c: _("Laurel was removed from the store")),
    "store cleaned up": ("store", lambda _t, _c: _("What Laurel made in the store is taken away")),
    "currency changed": (
        "store",
        lambda t, _c: _(
            "The store's currency changed from %(old)s to %(new)s", old=t.get("from"), new=t.get("to")
        ),
    ),
    "customers changed by others": (
        "store",
        lambda t, _c: ngettext(
            "What Laurel wrote on %(num)s customer was changed by others and is put back",
            "What Laurel wrote on %(num)s customers was changed by others and is put back",
            t.get("customers", 0),
        ),
    ),
    "store changed by others": (
        "store",
        lambda _t, _c: _("What Laurel made in the store was changed by others and is put back"),
    ),
    "write-backs tried again": (
        "store",
        lambda t, _c: ngettext(
            "%(num)s refused change was tried again",
            "%(num)s refused changes were tried again",
            t.get("subjects", 0),
        ),
    ),
    "delivery replayed": ("store", lambda _t, _c: _("A message from Shopify was read again")),
    "deliveries replayed": (
        "store",
        lambda t, _c: ngettext(
            "%(num)s message from Shopify was read again",
            "%(num)s messages from Shopify were read again",
            t.get("deliveries", 0),
        ),
    ),
}
"""By action its kind and its sentence, from the detail and the shop's currency."""

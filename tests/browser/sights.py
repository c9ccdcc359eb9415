"""Everything there is to see in the admin, by how far a store has come; dialogs too."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import requests

from tests.browser.conftest import Admin
from tests.browser.history import year_of_orders
from tests.browser.test_merchant import NAVIGATION, spend_some
from tests.web import test_compare, test_drops_page, test_simulations_page
from tests.web.test_activity import publish_gold
from tests.web.test_pages import fetched
from tests.web.test_problems import go_wrong

NOWHERE = "/app/nowhere"


@dataclass(frozen=True)
class Sight:
    """A page, with one of its dialogs open if named."""

    path: str
    dialog: str = ""

    @property
    def missing(self) -> bool:
        return self.path == NOWHERE

    @property
    def name(self) -> str:
        words = re.sub(r"\W+", "-", re.sub(r"\d{2,}", "one", self.path.removeprefix("/app"))).strip("-")
        return "-".join(filter(None, (words or "home", self.dialog)))


def before(admin: Admin) -> list[Sight]:
    """The history is being read, and will be for as long as the test looks."""
    requests.post(
        f"{admin.line.sandbox.url}/control/faults",
        json={"api": [{"operation": "bulkOperationRunQuery", "action": "late:3600", "times": 1}]},
        timeout=5,
    ).raise_for_status()
    spend_some(admin.store)
    admin.store.post("/install")
    return menu(admin)


def empty(admin: Admin) -> list[Sight]:
    """Nobody has bought yet."""
    admin.store.install()
    return menu(admin)


def ready(admin: Admin) -> list[Sight]:
    """The history is read, and a program chosen."""
    spend_some(admin.store)
    admin.store.install()
    first = Sight("/app")
    return [first, *menu(admin), Sight("/app/tiers/compare")]


def chosen(admin: Admin) -> list[Sight]:
    """What is written to the store is told once more before it goes live."""
    ready(admin)
    fetched(admin.line, admin.store, "POST", "/app/start", data={"program": "suggested"})
    return [Sight("/app"), Sight("/app", "go-live"), Sight("/app/tiers/compare"), Sight("/app/benefits/2")]


def live(admin: Admin) -> list[Sight]:
    """A second version is live, a third is a draft; a drop, a simulation, and all that can go wrong."""
    line, store = admin.line, admin.store
    spend_some(store)
    year_of_orders(admin)
    publish_gold(line, store, 600_000)
    drop = f"/app/drops/{test_drops_page.planned(line, store)}"
    simulation = test_simulations_page.made(line, store)
    test_compare.post(line, store, "", **{"tiers[1].entry": "6200.00"})
    people = store.state["customers"].items()
    ada = line.customer(store, next(int(key) for key, who in people if who["first_name"] == "Ada"))
    go_wrong(line, store, ada)
    pages = {
        f"/app/members/{ada.id}": ("reply",),
        "/app/members?state=risk": (),
        "/app/members?q=nobody": (),
        "/app/tiers/compare": ("publish", "undo"),
        "/app/benefits/3": (),
        "/app/drops/new": (),
        drop: ("cancel-drop",),
        f"{drop}/edit": (),
        "/app/activity/versions": (),
        "/app/activity/versions/1": ("go-back",),
        "/app/settings": ("pause", "clean-up"),
        "/app/settings/access": (),
        "/app/settings/systems": (),
        "/app/settings/privacy": (),
        "/app/problems": (),
        simulation: ("delete",),
        NOWHERE: (),
    }
    sights = [*menu(admin), *_with_dialogs(pages)]
    admin.open("/app/demotions")
    week = admin.frame.locator("s-table s-link[href*='week=']").first.get_attribute("href")
    return [*sights, Sight(week)]


def menu(admin: Admin) -> list[Sight]:
    admin.open()
    return [Sight(path) for path in admin.frame.evaluate(NAVIGATION)]


def _with_dialogs(pages: Mapping[str, tuple[str, ...]]) -> Iterator[Sight]:
    for path, dialogs in pages.items():
        yield from (Sight(path, each) for each in ("", *dialogs))


STAGES: tuple[Callable[[Admin], list[Sight]], ...] = (before, empty, ready, chosen, live)

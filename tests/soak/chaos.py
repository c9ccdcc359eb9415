"""A store in which anything may happen: faults of the platform, edits by staff, purchases and refunds."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

from app.errors import CannotPause, Throttled
from app.pausing import pause, resume
from tests.stage import Line, Store

PEOPLE = 5
TAGS = ("VIP-Silver", "VIP-Gold", "VIP-Platinum", "wholesale")
WRITES = (
    "tagsAdd",
    "tagsRemove",
    "metafieldsSet",
    "segmentCreate",
    "segmentUpdate",
    "discountAutomaticBasicCreate",
    "discountAutomaticBasicUpdate",
    "discountAutomaticActivate",
    "discountAutomaticDelete",
)
ACTIONS = ("reset_after", "reset_before", "status:503", "throttle", "late:0.1")
HOUR, DAY = 3600, 25 * 3600


@dataclass
class Chaos:
    line: Line
    store: Store
    dice: Random
    people: list[int] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)

    def begin(self) -> None:
        self.people = [self.store.customer(f"p{n}@example.com") for n in range(PEOPLE)]
        self.store.install()
        self.store.go_live()

    def step(self) -> None:
        """One thing happens; the app may or may not have come to it before the next."""
        self.dice.choice(STEPS)(self)
        for _ in range(self.dice.randint(0, 4)):
            self.line.deliver()
            self.line.step()

    def buys(self) -> None:
        price = self.dice.choice(("100.00", "2000.00", "5000.00", "10000.00"))
        self.orders.append(int(self.store.order(self.dice.choice(self.people), price)["id"]))

    def refunds(self) -> None:
        if self.orders:
            order = self.orders.pop(self.dice.randrange(len(self.orders)))
            self.store.post(f"/orders/{order}/refund", all=True)

    def staff_tags(self) -> None:
        verb = self.dice.choice(("add", "remove"))
        self.store.post(
            f"/customers/{self.dice.choice(self.people)}/tags", **{verb: [self.dice.choice(TAGS)]}
        )

    def staff_edits_a_discount(self) -> None:
        """Free shipping has no percentage that anybody could change."""
        for one in self._any_discount():
            edits: list[dict[str, Any]] = [{"active": False}, {"title": "Mine"}]
            edits += [{"percent": self.dice.randint(1, 90)}] if one["percent"] else []
            edit = self.dice.choice(edits)
            self.line.control("PATCH", f"/{self.store.domain}/discounts/{one['id']}", edit)

    def staff_deletes_a_discount(self) -> None:
        for one in self._any_discount():
            self.line.control("DELETE", f"/{self.store.domain}/discounts/{one['id']}")

    def staff_deletes_a_segment(self) -> None:
        if segments := sorted(self.store.state["segments"]):
            self._as_staff("segment_delete", id=f"gid://shopify/Segment/{self.dice.choice(segments)}")

    def staff_widens_a_segment(self) -> None:
        if segments := sorted(self.store.state["segments"]):
            gid, query = f"gid://shopify/Segment/{self.dice.choice(segments)}", "number_of_orders >= 0"
            self._as_staff("segment_update", id=gid, name="Everybody", query=query)

    def the_platform_fails(self) -> None:
        rules = [
            {
                "operation": self.dice.choice(WRITES),
                "action": self.dice.choice(ACTIONS),
                "times": self.dice.randint(1, 3),
            }
            for _ in range(3)
        ]
        self.line.faults(api=rules, webhooks={"loss": self.dice.choice((0.0, 0.3))})

    def the_program_rests_or_goes_on(self) -> None:
        with self.line.context.db.write() as session:
            shop = self.store.shop(session)
            turn = resume if shop.paused_at else pause
            try:
                turn(session, shop, "operator", self.line.context.clock())
            except CannotPause:
                return

    def time_passes(self) -> None:
        self.line.clock(advance_seconds=self.dice.choice((60, HOUR, DAY)))

    def grows_quiet(self) -> None:
        """No more faults; two nights pass, for what was put back once today waits for the next day."""
        self.line.faults()
        with self.line.context.db.write() as session:
            shop = self.store.shop(session)
            if shop.paused_at is not None:
                resume(session, shop, "operator", self.line.context.clock())
        for _ in range(3):
            self.line.settle()
            self.line.clock(advance_seconds=DAY)
            self.line.run_jobs()

    def _any_discount(self) -> list[dict[str, Any]]:
        """One, if there is any."""
        found = self.store.state["discounts"]
        return [self.dice.choice(found)] if found else []

    def _as_staff(self, document: str, **variables: Any) -> None:
        """Words that no fault is meant for; a bucket that was emptied fills again in a moment."""
        self.line.faults()
        with self.line.context.db.read() as session:
            shop = self.store.shop(session)
        for _ in range(50):
            with suppress(Throttled):
                self.line.context.calls(shop).named(document, variables)
                return
            time.sleep(0.05)
        raise AssertionError("the store stays throttled")


STEPS: tuple[Callable[[Chaos], None], ...] = (
    Chaos.buys,
    Chaos.buys,
    Chaos.buys,
    Chaos.refunds,
    Chaos.staff_tags,
    Chaos.staff_tags,
    Chaos.staff_edits_a_discount,
    Chaos.staff_deletes_a_discount,
    Chaos.staff_deletes_a_segment,
    Chaos.staff_widens_a_segment,
    Chaos.the_platform_fails,
    Chaos.the_platform_fails,
    Chaos.the_program_rests_or_goes_on,
    Chaos.time_passes,
)

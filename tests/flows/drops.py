"""A live store whose members wait for a drop, and what can be seen and bought there at an instant."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app import outbox
from app.drops import Planned, Wish, add, cancel, change, release_of, unsettled
from app.drops.enforcement import enforcement
from app.drops.proof import Proof, prove
from app.drops.rows import events_of, the_drop
from app.models import Drop, DropEvent
from app.programs import program_of
from app.rules.early_access import Release
from app.rules.wall_time import wall
from tests.stage import Line, Store

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
SPENT = {"Silver": "2000.00", "Gold": "5000.00", "Platinum": "10000.00"}


@dataclass
class Stage:
    line: Line
    store: Store
    members: dict[str, int] = field(default_factory=dict)
    outsider: int = 0
    """A customer without a tier, on whom somebody put the tag of Gold by hand."""

    @property
    def now(self) -> datetime:
        return self.line.context.clock()

    def product(self, title: str = "Coat of the year", **more: Any) -> int:
        return int(self.store.post("/products", title=title, price="100.00", **more)["id"])

    def plan(self, *products: int, hours_ahead: float = 100, **more: Any) -> Drop:
        """A drop whose public time is a whole minute, as the store's clocks show it."""
        with self.line.context.db.read() as session:
            zone = self.store.shop(session).zone
        public_on = wall(self.now + hours_ahead * HOUR, zone).replace(second=0, microsecond=0)
        return self.plan_on(*products, public_on=public_on, **more)

    def plan_on(self, *products: int, public_on: datetime, **more: Any) -> Drop:
        with self.line.context.db.write() as session:
            wish = Wish("Coat", public_on, products, **more)
            planned = add(session, self.store.shop(session), wish, "operator", self.now)
        self.line.settle()
        return planned.drop

    def release(self, drop: Drop) -> Release:
        with self.line.context.db.read() as session:
            shop = self.store.shop(session)
            _, program = program_of(session, shop.id, self.now)
            return release_of(drop, program, shop.zone)

    def enforced(self) -> str:
        with self.line.context.db.read() as session:
            return enforcement(session, self.store.shop(session).id)

    def change(self, drop: Drop, wish: Wish) -> Planned:
        with self.line.context.db.write() as session:
            planned = change(session, self.store.shop(session), drop.id, wish, "operator", self.now)
        self.line.settle()
        return planned

    def cancel(self, drop: Drop) -> None:
        with self.line.context.db.write() as session:
            cancel(session, self.store.shop(session), drop.id, "operator", self.now)
        self.line.settle()

    def go_to(self, instant: datetime) -> None:
        """Time passes without anybody at work."""
        self.line.clock(now=instant.isoformat())

    def a_quarter_later(self) -> None:
        """As the job of every quarter of an hour does it, without the other jobs."""
        self.line.clock(advance_seconds=15 * 60)
        with self.line.context.db.read() as session:
            waiting = [str(drop.id) for drop in unsettled(session, self.store.shop(session).id)]
        self.line.want_again(self.store, outbox.DROP, *waiting)
        self.line.settle()

    def seen(self, product: int, at: datetime | None = None) -> str:
        query = f"?at={at.isoformat().replace('+00:00', 'Z')}" if at else ""
        path = f"/{self.store.domain}/products/{product}/visibility{query}"
        return str(self.line.control("GET", path)["visibility"])

    def status(self, product: int) -> tuple[str, bool]:
        rows = self.line.control("GET", f"/{self.store.domain}/products")
        row = next(each for each in rows if each["id"] == product)
        return row["status"], "Online Store" in row["published"]

    def can_buy(self, product: int, customer: int | None) -> bool:
        """Is the product for sale, and does no Function refuse it to this buyer, who has logged in?"""
        lines = [{"product_id": product, "quantity": 1}]
        url = f"{self.line.sandbox.url}/control/{self.store.domain}/checkout"
        answer = self.line.http.post(url, json={"customer_id": customer, "lines": lines}, timeout=30)
        return answer.status_code == 200 and not answer.json()["errors"]

    def buyers(self, product: int) -> set[str]:
        """Who of the members and of everybody else can buy it now."""
        who = self.members | {"outsider": self.outsider, "guest": None}
        return {name for name, customer in who.items() if self.can_buy(product, customer)}

    def record(self, drop: Drop) -> list[DropEvent]:
        with self.line.context.db.read() as session:
            return list(events_of(session, the_drop(session, self.store.shop(session), drop.id)))

    def proof(self, drop: Drop) -> Proof:
        with self.line.context.db.read() as session:
            kept = the_drop(session, self.store.shop(session), drop.id)
            return prove(session, kept, self.release(drop), self.now)

    def kinds(self, drop: Drop) -> list[str]:
        return [event.kind for event in self.record(drop)]


def live_stage(line: Line, store: Store, tiers: tuple[str, ...] = ()) -> Stage:
    """Installed and live, with a member of each of these tiers."""
    stage = Stage(line, store)
    for tier in tiers:
        stage.members[tier] = store.customer(f"{tier.lower()}@example.com")
    stage.outsider = store.customer("outsider@example.com")
    store.install()
    store.go_live()
    for tier, customer in stage.members.items():
        store.order(customer, SPENT[tier])
    line.settle()
    line.clock(advance_seconds=60)  # orders tell the second of their placing: what comes now comes after
    store.post(f"/customers/{stage.outsider}/tags", add=["VIP-Gold"])
    return stage

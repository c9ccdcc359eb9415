"""The demo's stores, their past and their live orders, made through the sandbox's control API; seeded."""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from app.cli.demo_cast import (
    FIRST_NAMES,
    GOODS,
    LAST_NAMES,
    NEAR_GOLD,
    PERSONAS,
    REFUNDED,
    STORES,
    DemoStore,
    Persona,
)
from app.errors import LaurelError

SEED = 20_261_121
SAY = Callable[[str], object]
BEAT_SECONDS = 6


class Demo:
    """The demo's hand on the sandbox and on the app."""

    def __init__(self, sandbox: str, app: str) -> None:
        self.sandbox, self.app = sandbox, app
        self._http = requests.Session()
        self._random = random.Random(SEED)
        self._ids: dict[str, int] = {}

    def wait_until_up(self, seconds: int) -> None:
        until = time.monotonic() + seconds
        for url in (f"{self.sandbox}/control/health", f"{self.app}/healthz"):
            while not self._answers(url):
                if time.monotonic() > until:
                    raise LaurelError(f"{url} did not answer within {seconds} seconds.")
                time.sleep(0.2)

    def set_up(self, customers: int) -> None:
        """Both stores with their past, the app installed and live in both."""
        for store in STORES:
            body = {
                "domain": store.domain,
                "name": store.name,
                "currency": store.currency,
                "timezone": store.zone,
            }
            self._post("/control/stores", body)
            for title, price in GOODS.items():
                self._control(store, "/products", {"title": title, "price": store.price(price)})
            self._people(store, customers if store is STORES[0] else customers // 4)
            self._control(store, "/install", {})
            self._control(store, "/functions", {"deployed": True})
            self._open(store)
            self._until(store, "ready")
            self._app(store, "POST", "/app/go-live")

    def play(self, say: SAY, seconds: int) -> None:
        """Live orders until the time is over. Grace crosses to Gold first, then Rita's refund comes."""
        until = time.monotonic() + seconds if seconds else float("inf")
        store = STORES[0]
        story: list[Callable[[], str]] = [
            lambda: self._buy(store, NEAR_GOLD, 260, f"and reaches Gold: {self.checkout(store, NEAR_GOLD)}"),
            lambda: self._refund(store, REFUNDED),
            lambda: self._guest(store),
            lambda: self._buy(STORES[1], NEAR_GOLD, 26_000, "in the yen store"),
        ]
        while time.monotonic() < until:
            time.sleep(min(BEAT_SECONDS, max(0.0, until - time.monotonic())))
            step = story.pop(0) if story else lambda: self._somebody(store)
            say(f"  {time.strftime('%H:%M:%S')}  {step()}")

    def sell(self, store: DemoStore, title: str, price: int) -> int:
        """A new product of the store, 40 of it in stock; its id."""
        about = {"title": title, "price": store.price(price), "inventory": 40}
        return int(self._control(store, "/products", about)["id"])

    def checkout(self, store: DemoStore, persona: Persona) -> str:
        """The address of a shopper's checkout, logged in."""
        return f"{self.sandbox}/{store.domain}/checkout?customer={self._ids[store.domain + persona.email]}"

    def storefront(self, store: DemoStore, persona: Persona) -> str:
        """The address of the storefront, logged in."""
        return f"{self.sandbox}/{store.domain}/as/{self._ids[store.domain + persona.email]}/en"

    def _people(self, store: DemoStore, customers: int) -> None:
        for persona in PERSONAS:
            self._person(store, persona.first, persona.last, persona.email)
            for days, amount in persona.orders:
                self._order(store, self._ids[store.domain + persona.email], amount * store.unit, days)
        for n in range(customers - len(PERSONAS)):
            first, last = self._random.choice(FIRST_NAMES), self._random.choice(LAST_NAMES)
            email = f"{first}.{last}.{n}@example.com".lower()
            self._person(store, first, last, email)
            yearly = self._random.lognormvariate(6.1, 1.0)
            for _ in range(self._random.randint(1, 6)):
                amount = max(15, int(yearly / 3 * self._random.uniform(0.5, 1.5)))
                self._order(
                    store, self._ids[store.domain + email], amount * store.unit, self._random.randint(1, 500)
                )
        self._control(
            store, "/orders", self._draft(store, None, 75 * store.unit, 12) | {"email": "guest@example.com"}
        )

    def _person(self, store: DemoStore, first: str, last: str, email: str) -> None:
        made = self._control(store, "/customers", {"email": email, "first_name": first, "last_name": last})
        self._ids[store.domain + email] = int(made["id"])

    def _order(self, store: DemoStore, customer: int, amount: int, days_ago: int) -> dict[str, Any]:
        return self._control(store, "/orders", self._draft(store, customer, amount, days_ago))

    def _draft(self, store: DemoStore, customer: int | None, amount: int, days_ago: int) -> dict[str, Any]:
        """An order of the past keeps quiet; one of today is told by webhooks."""
        price = f"{amount}" if store.currency == "JPY" else f"{amount}.00"
        draft: dict[str, Any] = {
            "customer_id": customer,
            "lines": [{"title": self._random.choice(list(GOODS)), "price": price}],
            "shipping": "800" if store.currency == "JPY" else "8.00",
        }
        if days_ago:
            at = (datetime.now(UTC) - timedelta(days=days_ago)).isoformat(timespec="seconds")
            draft |= {"created_at": at, "processed_at": at, "at": at, "webhooks": False}
        return draft

    def _buy(self, store: DemoStore, persona: Persona, amount: int, words: str) -> str:
        self._order(store, self._ids[store.domain + persona.email], amount, 0)
        return f"{persona.first} {persona.last} orders for {amount:,} {store.currency} {words}"

    def _refund(self, store: DemoStore, persona: Persona) -> str:
        made = self._order(store, self._ids[store.domain + persona.email], 900, 0)
        time.sleep(2)
        self._control(store, f"/orders/{made['id']}/refund", {"amount": "500.00", "note": "Arrived late"})
        return f"{persona.first} {persona.last} orders for 900 {store.currency} and gets 500 back"

    def _guest(self, store: DemoStore) -> str:
        self._control(store, "/orders", self._draft(store, None, 140, 0) | {"email": "guest@example.com"})
        return "A guest orders for 140 USD with guest@example.com"

    def _somebody(self, store: DemoStore) -> str:
        name = self._random.choice(sorted(key for key in self._ids if key.startswith(store.domain)))
        amount = self._random.randint(20, 900)
        self._order(store, self._ids[name], amount, 0)
        return f"{name.removeprefix(store.domain)} orders for {amount} {store.currency}"

    def _open(self, store: DemoStore) -> None:
        self._app(store, "GET", f"/app?shop={store.domain}")

    def _until(self, store: DemoStore, words: str) -> None:
        """Waits until the app has read the store's history."""
        until = time.monotonic() + 120
        while not self._is(store, words):
            if time.monotonic() > until:
                raise LaurelError(f"The history of {store.name} was not read within two minutes.")
            time.sleep(0.5)

    def _is(self, store: DemoStore, words: str) -> bool:
        told = self._app(store, "GET", "/app/state").json()
        return bool(told["state"] == words and told["counted"])

    def _app(self, store: DemoStore, method: str, path: str) -> requests.Response:
        token = self._control(store, "/session-token", {})["token"]
        bearer = {"Authorization": f"Bearer {token}"}
        answer = self._http.request(method, f"{self.app}{path}", headers=bearer, timeout=60)
        if answer.status_code >= 400:
            raise LaurelError(f"The app answered {answer.status_code} to {path}: {answer.text[:300]}")
        return answer

    def _control(self, store: DemoStore, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return self._post(f"/control/{store.domain}{path}", body)

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self._http.post(f"{self.sandbox}{path}", json=body, timeout=60)
        if answer.status_code >= 400:
            raise LaurelError(f"The sandbox answered {answer.status_code} to {path}: {answer.text[:300]}")
        return dict(answer.json()) if answer.content else {}

    def _answers(self, url: str) -> bool:
        try:
            return self._http.get(url, timeout=2).status_code == 200
        except requests.exceptions.RequestException:
            return False

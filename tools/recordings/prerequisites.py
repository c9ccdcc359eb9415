"""What recordings begin with: things that were in the store before the first step."""

from dataclasses import dataclass
from typing import Any

from sandbox.ids import gid, parse_gid
from tools.recordings.store import RecordedStore
from tools.recordings.translation import Translation

# Orders as the recorder had made them, by a part of the recording's name: title, price, quantity, shipping.
_ORDERS = {
    "refund-create-full-parity": ("Hermes refundable full item", "10.00", 1, "5.00"),
    "refund-create-partial": ("Hermes refundable partial-shipping-restock item", "10.00", 2, "5.00"),
    "refund-create-over-refund": ("Item", "10.00", 1, "5.00"),
    "refund-create-attribution": ("Item", "10.00", 1, "0"),
}


@dataclass(frozen=True)
class Prerequisites:
    recording: str
    said: dict[str, dict[str, Any]]  # of each thing, by its recorded gid

    def provide(self, store: RecordedStore, ids: set[str], known: Translation) -> None:
        for text in sorted(i for i in ids if was_there(i)):
            kind = (parse_gid(text) or ("", 0))[0]
            asked = self._asked(kind, text)
            if asked is not None:
                made = store.control(*asked)
                known.ids[text] = gid(kind, made["variant_id" if kind == "ProductVariant" else "id"])
        order = next((about for part, about in _ORDERS.items() if part in self.recording), None)
        if order is not None and any("/Order/" in text for text in ids):
            _learn_order(_ordered(store, *order), ids, known)

    def _asked(self, kind: str, text: str) -> tuple[str, dict[str, Any]] | None:
        """Path and body of the control call that makes such a thing."""
        said = self.said.get(text, {})
        title, tags = said.get("title", "Recorded"), said.get("tags", [])
        if kind in ("Product", "ProductVariant"):
            return "/products", {"title": title, "tags": tags, "price": "1.00"}
        if kind == "Collection":
            return "/collections", {"title": title}
        if kind == "Customer":
            return "/customers", _customer(said, text)
        if kind == "Order" and "tags" in self.recording:
            return "/orders", {"lines": [{"title": title, "price": "10.00"}], "tags": tags}
        return None


def uploaded(path: str) -> bytes | None:
    """What the recorder had uploaded there before the run; None where it had not, as the name says."""
    if not path.startswith("tmp/") or "missing" in path:
        return None
    return b"" if "empty-file" in path else b"{}\n"


def was_there(text: str) -> bool:
    """Recorders ask for what is not there by numbers such as 0 and 999999999999."""
    number = (parse_gid(text) or ("", 0))[1]
    return number >= 10 and not str(number).startswith("999999")


def _customer(said: dict[str, Any], text: str) -> dict[str, Any]:
    first, _, last = str(said.get("displayName", "")).rpartition(" ")
    return {
        "email": said.get("email", f"{text.rpartition('/')[2]}@example.com"),
        "first_name": said.get("firstName", first or None),
        "last_name": said.get("lastName", last if first else None),
        "tags": said.get("tags", []),
    }


def _ordered(store: RecordedStore, title: str, price: str, quantity: int, shipping: str) -> Any:
    line = {"title": title, "price": price, "quantity": quantity}
    asked = {"lines": [line], "shipping": shipping, "financial_status": "pending"}
    order = store.control("/orders", asked)
    store.control(f"/orders/{order['id']}/pay", {})  # by hand, as there
    paid = store.ask(
        "query($id: ID!) { order(id: $id) { transactions { id } } }", {"id": gid("Order", order["id"])}
    )
    return {**order, "transaction": paid["data"]["order"]["transactions"][0]["id"]}


def _learn_order(order: Any, ids: set[str], known: Translation) -> None:
    own = {
        "Order": gid("Order", order["id"]),
        "LineItem": gid("LineItem", order["line_items"][0]["id"]),
        "OrderTransaction": order["transaction"],
    }
    for text in ids:
        kind = (parse_gid(text) or ("", 0))[0]
        if kind in own:
            known.ids[text] = own[kind]

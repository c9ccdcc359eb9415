"""A store whose customers bought for a year and a half, for pages that show time."""

from datetime import timedelta

from tests.browser.conftest import Admin


def year_of_orders(admin: Admin) -> None:
    """Twenty-four customers, most of whom buy little, in a store that is live."""
    now, store = admin.line.context.clock(), admin.store
    for number in range(24):
        person = store.customer(f"c{number}@example.com", first_name=f"Customer{number}", last_name="Berg")
        for turn in range(1 + number % 3):
            price = (80, 140, 260, 900, 2200, 5400)[number % 6] + 60 * turn
            days = 30 + (number * 17 + turn * 190) % 500
            at = (now - timedelta(days=days)).isoformat()
            store.order(person, f"{price}.00", created_at=at, processed_at=at, webhooks=False)
    store.install()
    store.go_live()

"""What one order adds to a customer's value, and when."""

from datetime import date, datetime

from app.rules.value import value


@value
class OrderSpend:
    """`amount` counts on the local `day`, from the instant `at`. An order never counts below zero in all."""

    order_id: int
    day: date
    at: datetime
    amount: int

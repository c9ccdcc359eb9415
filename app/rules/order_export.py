"""Shopify's order export: CSV text in, orders out.

One row per line item; what belongs to the order stands in its first row only.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from app.rules.export_cells import BadRow, Row, read_rows, shown
from app.rules.exported_order import STATUSES, ExportedLine, ExportedOrder

MAX_ROWS_OF_AN_ORDER = 5_000

OF_THE_ORDER = ("Name", "Email", "Financial Status", "Currency", "Subtotal", "Total", "Created at")
OF_THE_LINE = ("Lineitem quantity", "Lineitem name", "Lineitem price")
REQUIRED = OF_THE_ORDER + OF_THE_LINE
OPTIONAL = (
    *("Id", "Paid at", "Cancelled at", "Shipping", "Taxes", "Refunded Amount"),
    *("Lineitem sku", "Lineitem discount", "Discount Code", "Discount Amount"),
)


def read_orders(lines: Iterable[str]) -> Iterator[ExportedOrder]:
    """The orders in lines of CSV text (without a byte order mark), one at a time.

    Raises BadRow. A name that comes again after another order is refused, since its money would be lost.
    """
    seen: set[str] = set()
    rows = read_rows(lines, REQUIRED, OPTIONAL)
    for name, group in groupby(rows, key=lambda row: row.text("Name")):
        of_one = list(islice(group, MAX_ROWS_OF_AN_ORDER + 1))
        if not name:
            raise of_one[0].bad("Name", "the row has no order name")
        if name in seen:
            problem = f"{shown(name)} comes again after another order; rows of one order must stand together"
            raise of_one[0].bad("Name", problem)
        if len(of_one) > MAX_ROWS_OF_AN_ORDER:
            raise of_one[-1].bad("Name", f"the order has more than {MAX_ROWS_OF_AN_ORDER:,} rows")
        seen.add(name)
        yield _order(of_one)


def in_one_currency(orders: Iterable[ExportedOrder]) -> Iterator[ExportedOrder]:
    """The orders as they come. Raises BadRow at the first one in another currency than those above it."""
    currency = ""
    for order in orders:
        currency = currency or order.currency
        if order.currency != currency:
            problem = (
                f"{order.currency} where the orders above are in {currency}; export one currency at a time"
            )
            raise BadRow(order.line, "Currency", order.currency, problem)
        yield order


def _order(rows: list[Row]) -> ExportedOrder:
    first = rows[0]
    currency = first.currency("Currency")
    return ExportedOrder(
        line=first.line,
        name=first.text("Name"),
        order_id=first.identity("Id"),
        email=first.text("Email").lower() or None,
        created_at=first.instant("Created at"),
        paid_at=first.instant_or_none("Paid at"),
        cancelled_at=first.instant_or_none("Cancelled at"),
        financial_status=_status(first),
        currency=currency,
        subtotal_minor=first.amount("Subtotal", currency, signed=True),
        shipping_minor=first.amount("Shipping", currency, optional=True),
        tax_minor=first.amount("Taxes", currency, optional=True),
        total_minor=first.amount("Total", currency, signed=True),
        refunded_minor=first.amount("Refunded Amount", currency, optional=True),
        discount_code=first.text("Discount Code"),
        discount_minor=first.amount("Discount Amount", currency, optional=True, signed=True),
        lines=tuple(_lines(rows, currency)),
    )


def _status(row: Row) -> str:
    """An unknown status is refused: taken for unpaid, it would silently make a customer poorer."""
    status = row.text("Financial Status").lower()
    if status not in STATUSES:
        raise row.not_a(f"financial status ({', '.join(sorted(STATUSES))})", "Financial Status")
    return status


def _lines(rows: list[Row], currency: str) -> Iterator[ExportedLine]:
    """A row without any cell of a line is an order that has none (left)."""
    order_id = rows[0].text("Id")
    for row in rows:
        if row.text("Id") not in ("", order_id):
            raise row.bad("Id", "the row has the order name of the row above but another id")
        if any(map(row.text, OF_THE_LINE)):
            yield _line(row, currency)


def _line(row: Row, currency: str) -> ExportedLine:
    return ExportedLine(
        name=row.text("Lineitem name"),
        sku=row.text("Lineitem sku"),
        quantity=row.count("Lineitem quantity"),
        price_minor=row.amount("Lineitem price", currency, signed=True),
        discount_minor=row.amount("Lineitem discount", currency, optional=True),
    )

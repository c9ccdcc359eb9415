"""Ledger rows as a person reads them in a terminal."""

from collections.abc import Mapping, Sequence

from app.cli.backtest_report import printable, table
from app.cli.words import moment, money, plain_money
from app.ledger.entries import MONEY
from app.models import Customer, LedgerEntry, Order, Shop
from app.rules.amounts import Amounts
from app.rules.order_facts import OrderFacts, Refund

COLUMNS = ["Recorded", "Order", "Part", "Payment", "Day", "Goods", "Tax", "Shipping", "Other", "", "From"]
ALIGNED = "<<<<<>>>><<"


def of_order(shop: Shop, order: Order, facts: OrderFacts, rows: Sequence[LedgerEntry]) -> str:
    lines = []
    snapshot = facts.snapshot
    if snapshot is None:
        lines.append(f"Order {order.id} of {shop.domain} is not known yet; this waits for it:")
        lines += [f"  {_waiting(refund, shop)}" for refund in facts.refunds.values()]
        lines += [f"  an edit of {moment(facts.edited_at, shop.zone)}"] if facts.edited_at else []
        lines += ["  it was deleted in the store"] if facts.deleted else []
        return "\n".join(lines)
    at = moment(snapshot.occurred_at, shop.zone)
    whose = f"customer {order.customer_id}" if order.customer_id else "a guest without e-mail"
    lines.append(f"{printable(order.name)} ({order.id}) of {shop.domain}: {at} ({shop.zone}), {whose}")
    lines.append(f"{snapshot.payment.replace('_', ' ')}, as {snapshot.source} told at {snapshot.updated_at}")
    lines += ["deleted in the store: nothing of it counts"] if facts.deleted else []
    return "\n\n".join(["\n".join(lines), _rows(rows, {order.id: order.name}), _sums(rows)])


def of_customer(shop: Shop, customer: Customer, rows: Sequence[LedgerEntry], names: Mapping[int, str]) -> str:
    who = printable(customer.email or customer.name or "somebody without a name")
    number = customer.platform_id or customer.id
    head = f"{who} (customer {number}) of {shop.domain}: {len({row.order_id for row in rows})} orders"
    return "\n\n".join([head, _rows(rows, names), _sums(rows)])


def _waiting(refund: Refund, shop: Shop) -> str:
    paid = ", ".join(f"{amount} {currency}".strip() for currency, amount in refund.paid_back)
    return f"refund {refund.refund_id} of {moment(refund.occurred_at, shop.zone)}: {paid or 'no payment'}"


def _rows(rows: Sequence[LedgerEntry], names: Mapping[int, str]) -> str:
    if not rows:
        return "No entries: nothing of it is money."
    return table([COLUMNS, *(_cells(row, names) for row in rows)], ALIGNED)


def _cells(row: LedgerEntry, names: Mapping[int, str]) -> list[str]:
    other = row.duties + row.tips + row.gift_card + row.beyond
    amounts = [plain_money(amount, row.currency) for amount in (row.goods, row.tax, row.shipping, other)]
    return [
        f"{row.recorded_at:%Y-%m-%d %H:%M:%S}",
        printable(names.get(row.order_id) or str(row.order_id)),
        row.component,
        row.payment,
        str(row.counted_on),
        *amounts,
        row.currency,
        row.source,
    ]


def _sums(rows: Sequence[LedgerEntry]) -> str:
    """By currency: other money is never added up with ours."""
    sums: dict[str, Amounts] = {}
    for row in rows:
        amounts = Amounts(*(getattr(row, name) for name in MONEY))
        sums[row.currency] = sums.get(row.currency, Amounts()) + amounts
    lines = []
    for currency, total in sorted(sums.items()):
        parts = zip(MONEY, total.parts(), strict=True)
        told = [f"{name.replace('_', ' ')} {money(amount, currency)}" for name, amount in parts if amount]
        lines.append(f"In all: {', '.join(told) or f'nothing in {currency}'}")
    return "\n".join(lines) or "In all: nothing"

"""A backtest as a person reads it: three small tables."""

from app.rules.backtest import Backtest, Member
from app.rules.money import major

NO_TIER = "no tier"


def report(result: Backtest) -> str:
    blocks = [_summary(result), _tiers(result), _top(result)]
    if result.members is not None:
        blocks.append(_members(result.members, result.currency))
    return "\n\n".join(blocks)


def _summary(result: Backtest) -> str:
    spend = grouped(major(result.net_spend_minor, result.currency))
    guests = grouped(major(result.guests.net_spend_minor, result.currency))
    rows = [
        ["Orders read", f"{result.orders_read:,}", ""],
        ["Customers", f"{result.customers:,}", f"net spend {spend} {result.currency}"],
        ["Guest orders", f"{result.guests.orders:,}", f"net spend {guests} {result.currency}"],
    ]
    title = f"At the end of {result.as_of} ({result.zone}); spend counts from {result.counted_from}"
    return f"{title}\n\n{table(rows, '<><')}"


def _tiers(result: Backtest) -> str:
    rows = [["Tier", "Customers", "Share"]]
    for count in reversed(result.tiers):
        rows.append([count.tier or NO_TIER, f"{count.customers:,}", percent(count.share_basis_points)])
    return table(rows, "<>>")


def _top(result: Backtest) -> str:
    rows = [["Top", "Customers", "Of net spend"]]
    for share in result.top:
        rows.append([f"{share.percent} %", f"{share.customers:,}", percent(share.revenue_basis_points)])
    return table(rows, ">>>")


def _members(members: tuple[Member, ...], currency: str) -> str:
    rows = [["Customer", f"Net spend {currency}", "Tier"]]
    for member in members:
        spend = grouped(major(member.net_spend_minor, currency))
        rows.append([printable(member.customer), spend, member.tier or NO_TIER])
    return table(rows, "<><")


def table(rows: list[list[str]], alignment: str) -> str:
    """Columns as wide as their widest cell; `alignment` has one of < and > for each."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            f"{cell:{side}{width}}" for cell, side, width in zip(row, alignment, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def percent(basis_points: int) -> str:
    return f"{basis_points // 100}.{basis_points % 100:02d} %"


def grouped(amount: str) -> str:
    """`1234567.50` -> `1,234,567.50`; of amounts that are not below zero."""
    whole, point, fraction = amount.partition(".")
    return f"{int(whole):,}{point}{fraction}"


def printable(text: str) -> str:
    """A file's text without what would steer a terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)

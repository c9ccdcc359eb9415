"""The proof of a drop as a person reads it in a terminal."""

import json
from typing import Any

from app.cli.backtest_report import printable, table
from app.cli.drops_report import clock
from app.drops.early_buyers import EarlyBuy
from app.drops.enforcement import WORDS
from app.drops.proof import Opening, Proof
from app.models import Drop, DropEvent


def report(drop: Drop, proof: Proof, zone: str) -> str:
    record = [[clock(each.at, zone, seconds=True), each.kind, _about(each)] for each in proof.events]
    parts = [
        f"{printable(drop.title)}: the record in the store's time ({zone}).",
        table([["At", "What", ""], *record], "<<<"),
    ]
    if proof.openings:
        rows = [_opening(each, zone) for each in proof.openings]
        parts.append(table([["Could buy", "Due", "Seen", "Late"], *rows], "<<<>"))
    if proof.early:
        rows = [_early(each, zone) for each in proof.early]
        parts.append(table([["Order", "Tier", "Placed", "Allowed from"], *rows], "<<<<"))
    return "\n\n".join([*parts, verdict(proof)])


def verdict(proof: Proof) -> str:
    if proof.early:
        words = f"{len(proof.early)} orders were placed before their buyers were allowed to."
    elif proof.exposed:
        words = "Nobody bought early, but somebody published a product before its time."
    else:
        words = "Nobody bought before they were allowed to."
    if not proof.is_over:
        words = f"So far: {words[0].lower()}{words[1:]}"
    return f"{words} {WORDS['hard' if proof.enforced == 'hard' else 'soft']}"


def _opening(each: Opening, zone: str) -> list[str]:
    seconds = int(each.late.total_seconds())
    due, seen = clock(each.due_at, zone, seconds=True), clock(each.at, zone, seconds=True)
    return [each.tier or "everybody", due, seen, f"{seconds:,} s"]


def _early(each: EarlyBuy, zone: str) -> list[str]:
    placed, allowed = clock(each.at, zone, seconds=True), clock(each.might_from, zone, seconds=True)
    return [printable(each.name), each.tier or "no tier", placed, allowed]


def _about(event: DropEvent) -> str:
    told: dict[str, Any] = json.loads(event.detail)
    if "product" in told:
        where = "published" if told["published"] else "not published"
        return f"{printable(told['title'])}: {told['status'].lower()}, {where}"
    if event.kind == "problem":
        return printable(told["words"]) or "mended"
    if event.kind == "open":
        return f"{told['to'] or 'everybody'}, {told['enforced']}"
    if event.kind == "bought_early":
        return f"{printable(told['name'])} by {told['tier'] or 'somebody without a tier'}"
    return f"by {printable(told['by'])}" if "by" in told else ""

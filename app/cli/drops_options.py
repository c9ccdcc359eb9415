"""What `laurel drops` understands: ids, hours by tier, the public time."""

from typing import Any

import click

OPERATOR = "operator"
MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]

author_option = click.option("--author", default=OPERATOR, show_default=True, help="Who decides this.")


class IdNumber(click.ParamType[int]):
    """A platform id: its number, or the gid that ends in it."""

    name = "id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        number = str(value).rsplit("/", 1)[-1]
        if not (number.isascii() and number.isdigit() and 0 < int(number) < 2**63):
            self.fail(f"{value!r} is no id of the platform", param, ctx)
        return int(number)


class ByTier(click.ParamType[tuple[str, int]]):
    """`Gold=48`: a number of a tier, such as the hours by which it may buy earlier."""

    name = "tier=number"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, int]:
        tier, _, hours = str(value).rpartition("=")
        if not tier or not (hours.isascii() and hours.isdigit()):
            self.fail(f"{value!r} is not TIER=NUMBER, such as Gold=48", param, ctx)
        return tier, int(hours)


public_option = click.option(
    "--public", type=click.DateTime(MOMENTS), metavar="TIME",
    help="When everybody may buy, as the store's clocks show it: 2026-12-01T09:00.",
)  # fmt: skip
product_option = click.option("--product", "products", type=IdNumber(), multiple=True, help="Again for more.")
collection_option = click.option(
    "--collection", "collections", type=IdNumber(), multiple=True, help="All its products; again for more."
)
hours_option = click.option(
    "--hours", type=ByTier(), multiple=True, metavar="TIER=HOURS",
    help="How much earlier a tier may buy, once for each; else as the program says.",
)  # fmt: skip
before_help = "What the products are before the first opening."

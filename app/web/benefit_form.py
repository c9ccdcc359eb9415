"""The benefits of one tier as a form: every kind, by category, with the soft landing of the tier."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.rules.benefits import BENEFITS
from app.rules.benefits.kind import Category, Kind
from app.rules.program import Tier
from app.web.benefit_fields import FIELDS
from app.web.benefit_kinds import KINDS, KindWords
from app.web.benefit_words import brings
from app.web.draft_form import Draft, Fields
from app.web.form_fields import Control, Sheet, shape_of, texts_of, typed

MAY_LACK = re.compile(r"(.+\.(?:events\[\d+\]|landing\[\d+\]|instead))\.([a-z_]+)(?::[a-z]+\??)?")
DECIDES = {"experience": True, "from_full_price_tenths": False}
"""Of something better than a discount only its words say whether there is one; the share has a default."""


@dataclass(frozen=True, slots=True)
class Block:
    """One benefit in the form. `path` is its place, such as `tiers[0].benefits[2]`."""

    path: str
    kind: str
    words: KindWords
    category: Category
    controls: list[Control]
    error: str
    told: str
    """What it says as it is kept; empty for one that is new or has a problem."""
    open: bool
    dropped: bool


@dataclass(frozen=True, slots=True)
class TierForm:
    rank: int
    tier: Tier
    blocks: list[Block]
    landing: Control
    landing_error: str

    def of(self, category: Category) -> list[Block]:
        return [each for each in self.blocks if each.category == category]


def form_of_tier(
    held: Draft, rank: int, fields: Fields | None = None, errors: dict[str, str] | None = None
) -> TierForm:
    """As it is kept, or as it was typed, with what is wrong."""
    texts = texts_of(held.program, held.currency) if fields is None else typed(fields)
    sheet = Sheet(texts, errors or {}, FIELDS, held.currency)
    tier, path = held.program.tiers[rank - 1], f"tiers[{rank - 1}]"
    shape = shape_of(held.program, held.currency).fields["tiers"][1].each
    dropped = {name.removesuffix(":drop") for name, _ in fields or () if name.endswith(":drop")}
    blocks = []
    for at in sheet.numbers(f"{path}.benefits"):
        place = f"{path}.benefits[{at}]"
        kind = texts.get(f"{place}.kind", "")
        if kind in BENEFITS:
            kept = tier.benefits[at] if fields is None else None
            blocks.append(_block(held, sheet, place, kind, kept, place in dropped))
    landing = next(each for each in sheet.controls("Tier", path, shape, _but("landing", shape.fields)))
    return TierForm(rank, tier, blocks, landing, sheet.errors.get(path, ""))


def new_block(held: Draft, rank: int, kind: str, fields: Fields) -> Block:
    """An empty benefit behind those that stand in the form."""
    sheet = Sheet(typed(fields), {}, FIELDS, held.currency)
    used = sheet.numbers(f"tiers[{rank - 1}].benefits")
    place = f"tiers[{rank - 1}].benefits[{used[-1] + 1 if used else 0}]"
    return _block(held, sheet, place, kind, None, dropped=False)


def of_this_tier(rank: int, fields: Fields) -> Fields:
    """What belongs to the tier's benefits and landing, without what was left empty as a whole."""
    begins = (f"tiers[{rank - 1}].benefits[", f"tiers[{rank - 1}].landing[")
    ours = [(name, value) for name, value in fields if name.startswith(begins)]
    filled: dict[str, bool] = {}
    for name, value in ours:
        if match := MAY_LACK.fullmatch(name):
            counts = bool(value.strip()) and DECIDES.get(match[2], True)
            filled[match[1]] = filled.get(match[1], False) or counts
    return [*ours, *((f"{place}:drop", "on") for place, some in filled.items() if not some)]


def _block(held: Draft, sheet: Sheet, place: str, kind: str, kept: Kind | None, dropped: bool) -> Block:
    benefits = shape_of(held.program, held.currency).fields["tiers"][1].each.fields["benefits"][1]
    kinds = benefits.each.kinds or {}
    wrong = [words for path, words in sheet.errors.items() if path.startswith(place)]
    return Block(
        path=place,
        kind=kind,
        words=KINDS[kind],
        category=BENEFITS[kind].category,
        controls=sheet.controls(kind, place, kinds[kind]),
        error=sheet.errors.get(place, ""),
        told=brings(kept, held.currency) if kept else "",
        open=bool(wrong) or kept is None,
        dropped=dropped,
    )


def _but(name: str, names: Iterable[str]) -> list[str]:
    return [each for each in names if each != name]

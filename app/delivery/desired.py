"""What each customer of a store should carry now: computed from current state, whoever asks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from app.delivery.codes import standing_codes
from app.models import Customer, ProgramVersion, Shop
from app.programs import parsed, program_of
from app.rules.audiences import all_tags
from app.rules.customer_state import NOTHING, Apply, AtRisk, CustomerState, Situation, customer_state
from app.rules.notices import FIRST_DAYS
from app.rules.periods import local_day
from app.rules.program import Program
from app.rules.without_tier import state_without_tier


@dataclass(frozen=True, slots=True)
class Desired:
    shop: Shop
    version: ProgramVersion
    program: Program
    codes: Mapping[str, Sequence[Apply]]
    tags: Sequence[str]
    """Every tag that anybody ever carried from us: whatever else a customer carries is not ours."""
    today: date

    def of(self, customer: Customer | None) -> CustomerState | None:
        """None for somebody whom the store does not have, or who must be judged first."""
        if customer is None or customer.gone or customer.platform_id is None or self._stale(customer):
            return None
        if self.shop.cleaned_at is not None:
            return NOTHING
        rank = min(customer.rank, len(self.program.tiers))
        if not rank:
            return self._without_tier(customer)
        landing = min(customer.landing, len(self.program.tiers[rank - 1].landing))
        return customer_state(
            self.program,
            self.shop.counting_currency,
            rank,
            local_day(customer.since, self.shop.zone) if customer.since else None,
            customer.metric_value,
            Situation(landing, self._at_risk(customer), customer.full_price_tenths, self.today),
            self.codes,
        )

    def _without_tier(self, customer: Customer) -> CustomerState:
        """Who has spent enough and is kept out by hand is not told that a tier begins."""
        if customer.by_hand:
            return NOTHING
        return state_without_tier(self.program, self.shop.counting_currency, customer.metric_value)

    def _stale(self, customer: Customer) -> bool:
        """Not judged yet by the version that applies; that evaluation will want the write again."""
        judged, begun = customer.evaluated_at, self.version.from_at
        return judged is not None and begun is not None and judged < begun

    def _at_risk(self, customer: Customer) -> AtRisk | None:
        """The announced fall of a member, as far ahead as the first notice goes."""
        if customer.falls_on is None or customer.falls_on - self.today > timedelta(days=FIRST_DAYS):
            return None
        lower = self.program.name(min(customer.falls_to or 0, len(self.program.tiers)))
        return AtRisk(customer.falls_on, lower, customer.needed)


def desired(session: Session, shop: Shop, now: datetime) -> Desired:
    version, program = program_of(session, shop.id, now)
    codes = standing_codes(session, shop, program)
    return Desired(shop, version, program, codes, our_tags(session, shop.id), local_day(now, shop.zone))


def our_tags(session: Session, shop_id: int) -> list[str]:
    """Of every version that was ever live: of a draft nobody carries anything."""
    rules = select(ProgramVersion.rules).where(
        ProgramVersion.shop_id == shop_id, col(ProgramVersion.from_at).is_not(None)
    )
    found = session.exec(rules.order_by(col(ProgramVersion.version).desc())).all()
    return list(dict.fromkeys(tag for each in found for tag in all_tags(parsed(each))))

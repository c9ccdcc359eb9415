"""A member whose life is told in any order, by a clerk who is late or forgets (I-13 to I-19)."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.rules.notices import RISK_30, RISK_60
from app.rules.order_spend import OrderSpend
from app.rules.periods import leaves_on, local_day, starts_at
from app.rules.qualifying_period import MembershipYear
from app.rules.standing import Override, Version, carried
from tests.rules.folds import DAY, SECOND, START, ZONE, bought, fold, knowing, noon
from tests.rules.random_members import NAMES, programs

AMOUNTS = st.sampled_from([1, 99, 100, 150, 200, 300, 600])


class Member(RuleBasedStateMachine):
    """The clock starts with the first program; what is told may lie long before it or a month ahead."""

    @initialize(rules=programs())
    def opens(self, rules):
        self.now, self.spends, self.orders = START, [], 0
        self.versions, self.overrides, self.warned = [Version(1, rules, START)], [], {}

    @property
    def known(self):
        return knowing(
            versions=tuple(self.versions), overrides=tuple(self.overrides), warned=dict(self.warned)
        )

    @property
    def today(self):
        return local_day(self.now, ZONE)

    def seen(self, at=None, spends=None, known=None):
        return fold(self.spends if spends is None else spends, at or self.now, known or self.known)

    # What happens

    @rule(ago=st.integers(-30, 500), amount=AMOUNTS)
    def buys(self, ago, amount):
        """An order becomes known: of today, late, or of a day to come."""
        self.orders += 1
        self.spends.append(purchase(self.today - ago * DAY, amount, self.orders))

    @precondition(lambda self: self.spends)
    @rule(chance=st.randoms(use_true_random=False), after=st.integers(0, 400))
    def gives_back(self, chance, after):
        """Part of an order or all of it comes back on a day of its own; what one day brings is one sum."""
        order = chance.choice(self.spends)
        left = sum(each.amount for each in self.spends if each.order_id == order.order_id)
        day = order.day + (1 + after) * DAY
        told = any(each.order_id == order.order_id and each.day == day for each in self.spends)
        if left > 0 and order.amount > 0 and not told:
            self.spends.append(purchase(day, -chance.randint(1, left), order.order_id))

    @rule(days=st.integers(1, 120))
    def waits(self, days):
        """No move is taken back by time."""
        before = self.seen().moves
        self.now = starts_at(self.today + days * DAY, ZONE)
        assert self.seen().moves[: len(before)] == before

    @rule(months=st.integers(1, 20))
    def waits_with_a_clerk_who_never_forgets(self, months):
        until = self.now + 30 * months * DAY
        while (due := self.seen().next_review_at) is not None and due <= until:
            self.now = due
            self.the_clerk_looks(None)

    @rule(forgets=st.sampled_from([None, None, RISK_60, RISK_30]))
    def the_clerk_looks(self, forgets):
        for due in self.seen().notices:
            if due.day <= self.today and not due.recorded and due.kind != forgets:
                self.warned[due.kind, due.occasion] = self.today

    @precondition(lambda self: len(self.versions) < 4)
    @rule(rules=programs(), ahead=st.sampled_from([0, 0, 40]), spared=st.sampled_from([None, 10, 200]))
    def the_program_changes(self, rules, ahead, spared):
        start = max(self.now, self.versions[-1].start) + ahead * DAY + SECOND
        until = None if spared is None else local_day(start, ZONE) + spared * DAY
        self.versions.append(Version(len(self.versions) + 1, rules, start, until))

    @precondition(lambda self: len(self.overrides) < 3)
    @rule(
        kind=st.sampled_from(["floor", "floor", "ceiling"]),
        tier=st.sampled_from(NAMES),
        days=st.sampled_from([None, 5, 100, 300]),
        at_noon=st.booleans(),
    )
    def somebody_sets_a_tier(self, kind, tier, days, at_noon):
        start = noon(self.today) if at_noon else self.now
        end = None if days is None else start + days * DAY
        self.overrides.append(Override(len(self.overrides) + 1, kind, tier, start, end))

    @precondition(lambda self: self.overrides)
    @rule()
    def somebody_ends_it(self):
        last = self.overrides[-1]
        if last.start < self.now and (last.end is None or self.now < last.end):
            self.overrides[-1] = replace(last, end=self.now, by_hand=True)

    # What always holds

    @invariant()
    def order_of_arrival_is_nothing(self):
        """I-13"""
        now = self.seen()
        assert self.seen(spends=self.spends[::-1]) == now
        assert self.seen(spends=self.spends[1::2] + self.spends[::2]) == now

    @invariant()
    def the_period_alone_earns_what_its_value_reaches(self):
        """I-15"""
        now = self.seen()
        assert now.earned_rank == self.program.earned_rank(now.metric_value)

    @invariant()
    def more_never_earns_less(self):
        """I-14: over rolling, calendar and lifetime periods."""
        if any(isinstance(each.program.period, MembershipYear) for each in self.versions):
            return
        now = self.seen()
        for ago in (0, 90, 364):
            more = [*self.spends, purchase(self.today - ago * DAY, 150, 10_000)]
            assert self.seen(spends=more).earned_rank >= now.earned_rank

    @invariant()
    def the_moves_are_one_chain_to_what_is_shown(self):
        """I-19"""
        now = self.seen()
        assert all(earlier.at <= later.at <= self.now for earlier, later in pairwise(now.moves))
        rank, version = 0, 1
        for move in now.moves:
            rank = self.carry(rank, version, move.version)
            assert move.from_rank == rank
            assert move.to_rank != rank or move.lost not in (None, *self.names(move.version))
            rank, version = move.to_rank, move.version
        assert self.carry(rank, version, self.version.number) == now.rank

    @invariant()
    def nobody_falls_by_time_without_both_notices(self):
        """DEM-NOSURPRISE: the first 60 and the second 30 days before, about that tier and a day not later."""
        for move in self.seen().moves:
            if move.kind == "time":
                assert move.to_rank < move.from_rank
                assert self.announced(local_day(move.at, ZONE), move.from_rank), move

    @invariant()
    def nobody_falls_by_time_inside_grace(self):
        """I-17"""
        for move in self.seen().moves:
            program = self.versions[move.version - 1].program
            spared = any(each.grandfathered_until for each in self.versions[: move.version])
            months = program.demotion.grace_months
            if move.kind == "time" and months and not spared and not self.by_hand_before(move.at):
                before = self.seen(at=move.at - SECOND)
                assert before.below_since is not None
                assert leaves_on(before.below_since, months) <= local_day(move.at, ZONE)

    @invariant()
    def what_is_set_by_hand_decides_and_is_told(self):
        """I-18, while the tiers have one meaning."""
        now = self.seen()
        assert now.override_id is not None or now.rank == now.computed_rank
        if self.now >= self.versions[min(1, len(self.versions) - 1)].start > START:
            return
        names, wanted = [tier.name for tier in self.program.tiers], now.computed_rank
        for kind, choose in (("floor", max), ("ceiling", min)):
            for each in self.overrides:
                held = each.start <= self.now and (each.end is None or self.now < each.end)
                if each.kind == kind and held and each.tier in names:
                    wanted = choose(wanted, 1 + names.index(each.tier))
        assert now.rank == wanted

    @invariant()
    def the_next_review_lies_ahead(self):
        due = self.seen().next_review_at
        assert due is None or due > self.now

    # How they are told

    @property
    def version(self):
        return [each for each in self.versions if each.start <= self.now][-1]

    @property
    def program(self):
        return self.version.program

    def carry(self, rank, earlier, later):
        for number in range(earlier, later):
            rank = carried(rank, self.versions[number - 1].program, self.versions[number].program)
        return rank

    def names(self, version):
        return [tier.name for tier in self.versions[version - 1].program.tiers]

    def announced(self, day, rank):
        for (kind, about), first in self.warned.items():
            planned, of_rank = about.split()
            if kind == RISK_60 and int(of_rank) == rank and date.fromisoformat(planned) <= day:
                second = self.warned.get((RISK_30, about))
                if second and first <= day - 60 * DAY and second <= day - 30 * DAY:
                    return True
        return False

    def by_hand_before(self, at):
        return any(each.start <= at for each in self.overrides)


def purchase(day, amount, order_id) -> OrderSpend:
    return bought(amount, day.year, day.month, day.day, order_id=order_id)

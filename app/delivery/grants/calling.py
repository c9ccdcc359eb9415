"""The one call that moves money, and what its answer means (reliability 1c.3)."""

from collections.abc import Callable
from datetime import timedelta

from app.delivery.context import Turn
from app.delivery.grants.step import step
from app.errors import PlatformError, ShopUnavailable, Throttled, TokenRefused, UserErrors
from app.grants import states
from app.models import Outbox

SOONEST_SECONDS = 2.0


def call(turn: Turn, row: Outbox, make: Callable[[], str]) -> None:
    """`make` returns what it became in the store. Everything that proves neither yes nor no is unknown."""
    try:
        made = make()
    except UserErrors as refused:
        with step(turn, row) as (_, grant):
            states.fail(grant, refused.words, turn.context.clock())
    except PlatformError as problem:
        if not problem.unknown_outcome:
            nothing_done(turn, row, problem.words, problem)
            return
        with step(turn, row) as (_, grant):
            states.lost_sight(grant, problem.words)
    else:
        with step(turn, row) as (_, grant):
            states.deliver(grant, made, turn.context.clock())


def nothing_done(turn: Turn, row: Outbox, words: str, problem: PlatformError | None = None) -> None:
    """The money surely did not move: the grant is promised again, and troubles of the whole store go up."""
    seconds = max(SOONEST_SECONDS, problem.retry_after or 0) if problem else SOONEST_SECONDS
    with step(turn, row) as (_, grant):
        states.not_done(grant, words, turn.context.clock() + timedelta(seconds=seconds))
    if isinstance(problem, Throttled | ShopUnavailable | TokenRefused):
        raise problem

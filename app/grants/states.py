"""The steps of a grant. Each is a named function that begins in the states it may begin in.

    to_approve → promised → sending → delivered → used
                    ↑          ├→ unknown ──┤ looked up
                    └──────────┴──────┘     └→ needs_review, failed, cancelled

`sending` and `unknown` are left only by what the platform says or shows, or by a person.
"""

from datetime import date, datetime, timedelta

from app.errors import WrongState
from app.models import Grant
from app.models.grant import (
    CANCELLED,
    DELIVERED,
    FAILED,
    NEEDS_REVIEW,
    PROMISED,
    SENDING,
    TO_APPROVE,
    UNKNOWN,
    USED,
)
from app.rules.said import N_, cut, said

LOOK_AFTER = timedelta(seconds=120)
"""A call may still be running so long after it was sent; two looks are as far apart (reliability 1c.4)."""
LOOKS = 2
MOST_ATTEMPTS = 2
"""What was sent twice and found neither time is a person's."""
LONGEST_PROBLEM = 500


def approve(grant: Grant, author: str, now: datetime) -> None:
    _from(grant, TO_APPROVE)
    grant.state, grant.author, grant.problem = PROMISED, author, ""
    grant.due_at = max(grant.due_at, now)


def put_off(grant: Grant, due_at: datetime, problem: str) -> None:
    """It stays promised; `problem` says what it waits for."""
    _from(grant, PROMISED)
    grant.due_at, grant.problem = due_at, cut(problem, LONGEST_PROBLEM)


def send(grant: Grant, fence: int, watermark: str, expires_at: datetime | None, now: datetime) -> None:
    """Committed before the call: whoever finds it so later must ask the platform what came of it."""
    _from(grant, PROMISED)
    grant.state, grant.sent_at, grant.fence, grant.problem = SENDING, now, fence, ""
    grant.watermark, grant.expires_at = watermark, expires_at
    grant.attempts, grant.looks, grant.looked_at = grant.attempts + 1, 0, None


def not_done(grant: Grant, problem: str, due_at: datetime) -> None:
    """The platform surely did nothing: this attempt does not count."""
    _from(grant, SENDING)
    grant.state, grant.attempts = PROMISED, grant.attempts - 1
    grant.due_at, grant.problem = due_at, cut(problem, LONGEST_PROBLEM)


def lost_sight(grant: Grant, problem: str) -> None:
    """Nobody knows whether it was done: it is looked up, and never sent again by the clock."""
    _from(grant, SENDING)
    assert grant.sent_at is not None, "what is being sent has an instant"
    grant.state, grant.problem = UNKNOWN, cut(problem, LONGEST_PROBLEM)
    grant.due_at = grant.sent_at + LOOK_AFTER


def may_look(grant: Grant, now: datetime) -> datetime | None:
    """When the next look counts; None: now."""
    _from(grant, UNKNOWN)
    assert grant.sent_at is not None, "what was sent has an instant"
    after = (grant.looked_at or grant.sent_at) + LOOK_AFTER
    return after if after > now else None


def seen_nothing(grant: Grant, now: datetime) -> None:
    """One look found nothing. After two it may be sent once more; after two attempts a person decides."""
    _from(grant, UNKNOWN)
    grant.looks, grant.looked_at, grant.due_at = grant.looks + 1, now, now + LOOK_AFTER
    if grant.looks < LOOKS:
        return
    if grant.attempts >= MOST_ATTEMPTS:
        review(grant, said("It was sent twice and nothing came of it that can be seen."), now)
    else:
        grant.state, grant.due_at, grant.problem = (
            PROMISED,
            now,
            said("It did not arrive; it is sent once more."),
        )


def deliver(grant: Grant, platform_id: str, now: datetime, expires_at: datetime | None = None) -> None:
    """It is in the store, as `platform_id`."""
    _from(grant, PROMISED, SENDING, UNKNOWN, NEEDS_REVIEW)
    grant.state, grant.platform_id, grant.settled_at, grant.problem = DELIVERED, platform_id, now, ""
    grant.expires_at = expires_at or grant.expires_at


def review(grant: Grant, problem: str, now: datetime) -> None:
    """Only a person can say what happened, or what is to happen."""
    _from(grant, PROMISED, SENDING, UNKNOWN)
    grant.state, grant.problem, grant.due_at = NEEDS_REVIEW, cut(problem, LONGEST_PROBLEM), now


def fail(grant: Grant, problem: str, now: datetime) -> None:
    """The platform refused for good."""
    _from(grant, PROMISED, SENDING)
    grant.state, grant.problem, grant.settled_at = FAILED, cut(problem, LONGEST_PROBLEM), now


def cancel(grant: Grant, problem: str, now: datetime) -> None:
    """It is not deserved any more, or a person took it back, before anything was sent."""
    _from(grant, TO_APPROVE, PROMISED, NEEDS_REVIEW, FAILED)
    grant.state, grant.problem, grant.settled_at = CANCELLED, cut(problem, LONGEST_PROBLEM), now


def send_after_all(grant: Grant, author: str, now: datetime) -> None:
    """A person says that it was not paid: it is promised anew, with all its attempts."""
    _from(grant, NEEDS_REVIEW, FAILED)
    grant.state, grant.author, grant.problem, grant.settled_at = PROMISED, author, "", None
    grant.attempts, grant.due_at = 0, now


def promise_again(grant: Grant, day: date, due_at: datetime, now: datetime) -> None:
    """It is deserved again, since the local `day`, and was never sent. Its business key stays."""
    _from(grant, CANCELLED)
    grant.state, grant.problem, grant.settled_at = PROMISED, "", None
    grant.occasion_on, grant.due_at, grant.promised_at = day, due_at, now


def use(grant: Grant, now: datetime) -> None:
    _from(grant, DELIVERED)
    grant.state, grant.used_at = USED, now


def _from(grant: Grant, *states: str) -> None:
    if grant.state not in states:
        raise WrongState(said(NOT_FROM[grant.state]))


NOT_FROM = {
    TO_APPROVE: N_("Nothing was changed: this benefit waits for approval."),
    PROMISED: N_("Nothing was changed: this benefit is promised and on its way."),
    SENDING: N_("Nothing was changed: this benefit is being sent."),
    UNKNOWN: N_("Nothing was changed: Laurel is finding out whether this benefit arrived."),
    NEEDS_REVIEW: N_("Nothing was changed: somebody has to say first what became of this benefit."),
    DELIVERED: N_("Nothing was changed: this benefit is delivered already."),
    USED: N_("Nothing was changed: this benefit is used already."),
    FAILED: N_("Nothing was changed: Shopify refused this benefit."),
    CANCELLED: N_("Nothing was changed: this benefit is cancelled already."),
}
"""What is said of a grant in a state where a step cannot begin."""

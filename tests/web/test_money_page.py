"""Money that waits for a person stands on the first page, with the buttons it needs (GAP-DELIVERY)."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import requests
from sqlmodel import select

from app.grants.stop import resume, stop
from app.models import AuditEvent, Customer, Grant
from app.models.grant import CANCELLED, DELIVERED, FAILED, NEEDS_REVIEW, PROMISED, STORE_CREDIT, TO_APPROVE
from tests.stage import Line, Store
from tests.web.test_pages import fetched, live_store, seen, words


def waiting(line: Line, store: Store, state: str, **more: Any) -> Grant:
    """A grant of 50.00 to Ada, who is live and Gold."""
    return promised_to(line, store, live_store(line, store), state, **more)


def promised_to(line: Line, store: Store, customer: Customer, state: str, **more: Any) -> Grant:
    now = line.context.clock()
    with line.context.db.write() as session:
        grant = Grant(
            shop_id=store.shop(session).id,
            customer_id=customer.id,
            period="2026",
            occasion_on=now.date(),
            since_on=now.date(),
            tier="Gold",
            form=STORE_CREDIT,
            amount_minor=5000,
            currency="USD",
            state=state,
            due_at=now + timedelta(days=400),
            promised_at=now,
            **{"benefit": "birthday"} | more,
        )
        session.add(grant)
    return grant


def kept(line: Line, grant: Grant) -> Grant:
    with line.context.db.read() as session:
        return session.get_one(Grant, (grant.shop_id, grant.id))


def test_what_is_to_be_approved_is_told_with_whom_and_how_much(line: Line, ada_shop: Store) -> None:
    waiting(line, ada_shop, TO_APPROVE)

    page = seen(line, ada_shop, "/app")

    told = words(page)
    assert "1 payment needs your decision" in page.text
    assert "Ada Lovelace" in told and "$50.00" in told and "It is sent when you approve it." in told


def questions(answer: requests.Response) -> dict[str, str]:
    """The dialogs of a page by their headings, and what each says."""
    found = re.findall(r'<s-modal id="[^"]+" heading="([^"]+)">(.*?)</s-modal>', answer.text, re.DOTALL)
    return {unescape(heading).replace("\N{NO-BREAK SPACE}", " "): inside for heading, inside in found}


def test_nothing_is_decided_before_the_amount_and_the_person_were_read(line: Line, ada_shop: Store) -> None:
    """Issue 5: money asks for confirmation with the numbers in it; the row has no button that decides."""
    grant = waiting(line, ada_shop, TO_APPROVE)

    page = seen(line, ada_shop, "/app")

    asked = questions(page)
    assert list(asked) == ["Send $50.00 to Ada Lovelace?", "Refuse $50.00 for Ada Lovelace?"]
    assert "$50.00 store credit goes to the account of Ada Lovelace." in asked["Send $50.00 to Ada Lovelace?"]
    deeds = page.text.count(f'hx-post="/app/grants/{grant.id}"')
    assert deeds == sum(each.count(f"/app/grants/{grant.id}") for each in asked.values()) == 2


def test_sending_again_says_what_may_have_arrived_and_what_it_comes_to(line: Line, ada_shop: Store) -> None:
    """It can pay twice: the payments in doubt stand in the question, and the sum if one of them was it."""
    problem = "The account has 2 credits that could be this one. Found: $50.00 (77), $50.00 (78)."
    waiting(line, ada_shop, NEEDS_REVIEW, problem=problem, attempts=1)

    asked = questions(seen(line, ada_shop, "/app"))["Send $50.00 to Ada Lovelace once more?"]

    assert problem in asked and "If it has arrived after all, Ada Lovelace has $100.00." in asked


def test_what_shopify_refused_cannot_come_twice(line: Line, ada_shop: Store) -> None:
    waiting(line, ada_shop, FAILED, problem="The store has no store credit.", attempts=1)

    asked = questions(seen(line, ada_shop, "/app"))["Send $50.00 to Ada Lovelace once more?"]

    assert "The store has no store credit." in asked and "arrived after all" not in asked


def test_approving_promises_it_and_is_on_record(line: Line, ada_shop: Store) -> None:
    """GAP-AUDIT: who approved stands beside it."""
    grant = waiting(line, ada_shop, TO_APPROVE)

    answer = fetched(line, ada_shop, "POST", f"/app/grants/{grant.id}", data={"act": "approve"})

    assert answer.status_code == 200 and "payment needs" not in answer.text
    assert kept(line, grant).state == PROMISED
    with line.context.db.read() as session:
        done = session.exec(select(AuditEvent).where(AuditEvent.shop_id == grant.shop_id)).all()
    assert [each.actor for each in done if each.action == "grant approved"] == ["staff:1"]


def test_who_knows_which_credit_it_was_says_so(line: Line, ada_shop: Store) -> None:
    """Reliability 1c.4: two credits that may be it are a person's to tell apart."""
    tx = "gid://shopify/StoreCreditAccountCreditTransaction/77"
    grant = waiting(
        line,
        ada_shop,
        NEEDS_REVIEW,
        watermark=f'{{"doubtful": ["{tx}"]}}',
        problem="Two credits look like it.",
    )
    told = words(seen(line, ada_shop, "/app"))
    assert "Paid by 77" in told
    assert "Two credits look like it. Nothing more is sent" in told

    fetched(line, ada_shop, "POST", f"/app/grants/{grant.id}", data={"act": "paid", "by": tx})

    assert (kept(line, grant).state, kept(line, grant).platform_id) == (DELIVERED, tx)


def test_deciding_twice_says_how_it_stands(line: Line, ada_shop: Store) -> None:
    grant = waiting(line, ada_shop, TO_APPROVE)
    fetched(line, ada_shop, "POST", f"/app/grants/{grant.id}", data={"act": "refuse"})

    again = fetched(line, ada_shop, "POST", f"/app/grants/{grant.id}", data={"act": "approve"})

    assert again.status_code == 409 and "cancelled" in words(again)
    assert kept(line, grant).state == CANCELLED


def test_another_store_cannot_decide(line: Line, ada_shop: Store, cleo_shop: Store) -> None:
    """Reliability T9: somebody else's grant is as if it were not there."""
    grant = waiting(line, ada_shop, TO_APPROVE)
    cleo_shop.install()

    for act in ("approve", "refuse", "cancel", "not_paid", "paid"):
        answer = fetched(line, cleo_shop, "POST", f"/app/grants/{grant.id}", data={"act": act, "by": "x"})
        assert answer.status_code == 404, act
    assert kept(line, grant).state == TO_APPROVE


def test_a_stop_by_hand_says_how_it_ends_and_a_reading_of_accounts_that_it_ends(
    line: Line, ada_shop: Store
) -> None:
    """Reliability I-25, 1c.5: the kill switch is in sight, and so is the way back."""
    live_store(line, ada_shop)
    with line.context.db.write() as session:
        stop(session, ada_shop.shop(session), "operator", line.context.clock())
    assert "laurel grants resume-money" in words(seen(line, ada_shop, "/app"))

    with line.context.db.write() as session:
        resume(session, ada_shop.shop(session), "operator", line.context.clock())

    assert "then money goes on by itself" in words(seen(line, ada_shop, "/app"))

"""Early access from the plan to the store: visibility minute by minute, downtime, hands, cancelling."""

from dataclasses import replace
from datetime import timedelta

from app.drops import wish_of
from tests.flows.drops import HOUR, SECOND, live_stage
from tests.stage import Line, Store

MINUTE = timedelta(minutes=1)


def test_a_product_is_hidden_then_by_link_then_listed_and_each_at_its_minute(
    line: Line, ada_shop: Store, cleo_shop: Store
) -> None:
    """BEN-EXP-EARLY, BEN-ENFORCE, GAP-EARLY: at 72 hours before the public it opens, for nobody sooner."""
    stage = live_stage(line, ada_shop)
    cleo = live_stage(line, cleo_shop)
    coat, hat, hers = stage.product(), stage.product("Hat"), cleo.product()
    drop = stage.plan(coat)
    first, public = drop.public_at - 72 * HOUR, drop.public_at
    assert stage.seen(coat) == "hidden"

    for at in (first - MINUTE, first + SECOND, public - MINUTE, public + SECOND):
        stage.go_to(at)
        line.settle()

    minutes = {
        first - SECOND: "hidden",
        first + 10 * MINUTE: "direct",
        public - SECOND: "direct",
        public + 10 * MINUTE: "listed",
    }
    assert {at: stage.seen(coat, at) for at in minutes} == minutes
    assert stage.kinds(drop)[-1] == "settled"
    assert stage.seen(hat) == "listed" and cleo.seen(hers) == "listed"
    asked = line.mutations()
    line.want_again(ada_shop, "drop", str(drop.id))
    line.settle()
    assert line.mutations() == asked


def test_unlisted_until_the_first_opening_is_a_choice(line: Line, ada_shop: Store) -> None:
    stage = live_stage(line, ada_shop)
    coat = stage.product()
    stage.plan(coat, before="unlisted")
    assert stage.seen(coat) == "direct" and stage.status(coat) == ("UNLISTED", True)


def test_who_was_away_over_every_opening_does_at_once_what_is_right_by_then(
    line: Line, ada_shop: Store
) -> None:
    """PIT-DELIVERY: a timer that nobody heard changes nothing; the clock may also jump by a month."""
    stage = live_stage(line, ada_shop)
    coat = stage.product()
    drop = stage.plan(coat)

    stage.go_to(drop.public_at + 30 * 24 * HOUR)
    assert stage.seen(coat) == "hidden"
    line.run_jobs()

    assert stage.status(coat) == ("ACTIVE", True)
    assert stage.kinds(drop)[-6:] == ["published", *["open"] * 4, "settled"]


def test_a_cancelled_drop_leaves_the_products_as_they_were(line: Line, ada_shop: Store) -> None:
    stage = live_stage(line, ada_shop)
    draft, coat = stage.product("Draft", status="DRAFT", published=False), stage.product()
    drop = stage.plan(draft, coat, hours_ahead=60)
    assert stage.status(coat) == ("UNLISTED", True), "Platinum may buy already"

    stage.cancel(drop)

    assert stage.status(draft) == ("DRAFT", False) and stage.status(coat) == ("ACTIVE", True)
    assert stage.kinds(drop)[-1] == "settled"


def test_somebody_who_publishes_early_by_hand_is_undone_once_a_day(line: Line, ada_shop: Store) -> None:
    """Design 4: noticed, on record, and no fight."""
    stage = live_stage(line, ada_shop)
    coat = stage.product()
    drop = stage.plan(coat, hours_ahead=200)

    def by_hand() -> None:
        ada_shop.post(f"/products/{coat}/publish")
        stage.a_quarter_later()

    by_hand()
    assert stage.seen(coat) == "hidden"
    assert stage.kinds(drop)[-2:] == ["seen", "repaired"]
    by_hand()
    assert stage.seen(coat) == "direct"
    assert stage.kinds(drop)[-1] == "seen"
    stage.go_to(stage.now + 24 * HOUR)
    stage.a_quarter_later()
    assert stage.seen(coat) == "hidden"


def test_what_joins_the_collection_of_a_drop_is_hidden_with_it_and_what_leaves_comes_back(
    line: Line, ada_shop: Store
) -> None:
    stage = live_stage(line, ada_shop)
    coat, hat = stage.product(), stage.product("Hat")
    winter = int(ada_shop.post("/collections", title="Winter", products=[coat])["id"])
    stage.plan(hours_ahead=200, collections=[winter])
    assert (stage.seen(coat), stage.seen(hat)) == ("hidden", "listed")

    line.control("PATCH", f"/{ada_shop.domain}/collections/{winter}", {"add": [hat], "remove": [coat]})
    stage.a_quarter_later()

    assert (stage.seen(coat), stage.seen(hat)) == ("listed", "hidden")


def test_a_drop_that_is_moved_closes_again_what_had_opened(line: Line, ada_shop: Store) -> None:
    stage = live_stage(line, ada_shop)
    coat = stage.product()
    drop = stage.plan(coat, hours_ahead=60)
    assert stage.seen(coat) == "direct"

    later = replace(wish_of(drop), public_on=wish_of(drop).public_on + timedelta(days=5))
    stage.change(drop, later)

    assert stage.seen(coat) == "hidden"


def test_what_is_not_in_the_store_is_said_and_the_rest_is_done(line: Line, ada_shop: Store) -> None:
    stage = live_stage(line, ada_shop)
    coat = stage.product()
    drop = stage.plan(coat, 77)
    assert stage.seen(coat) == "hidden"
    told = [event.detail for event in stage.record(drop) if event.kind == "problem"]
    assert told == ['{"words": "Product 77 is not in the store."}']

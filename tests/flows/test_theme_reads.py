"""What the theme of the store reads of the program: one metafield of our installation."""

import json
from typing import Any

import pytest

from app import outbox
from app.pausing import clean_up, pause
from sandbox.ids import gid
from tests.flows.drops import live_stage
from tests.stage import Line, Store

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def shown(line: Line, store: Store) -> dict[str, Any] | None:
    """As Liquid has it: `app.metafields.vip.program`."""
    held = line.sandbox.world.stores[store.domain]
    owner = gid("AppInstallation", held.installation_id)
    found = held.metafields.get((owner, "vip", "program"))
    return json.loads(found.value) if found else None


def test_the_theme_reads_the_program_of_a_live_store_and_a_second_pass_writes_nothing(
    line: Line, ada_shop: Store
) -> None:
    """PROG-FINDABLE: whoever is not logged in can be shown what each tier asks and brings."""
    ada_shop.install()
    before = shown(line, ada_shop)
    ada_shop.go_live()
    changes = line.mutations(ada_shop.domain)

    line.want_again(ada_shop, outbox.PROGRAM, outbox.OBJECTS_SUBJECT)
    line.settle()

    told = shown(line, ada_shop)
    assert before is None and told is not None
    assert [(tier["name"], tier["asks"]) for tier in told["tiers"]][:2] == [
        ("Silver", "2000.00"),
        ("Gold", "5000.00"),
    ]
    assert line.mutations(ada_shop.domain) == changes


def test_a_drop_is_told_while_it_is_ahead_and_no_more_when_it_is_cancelled(
    line: Line, ada_shop: Store
) -> None:
    stage = live_stage(line, ada_shop)
    coat = stage.product()

    drop = stage.plan(coat)
    planned = shown(line, ada_shop)
    stage.cancel(drop)

    assert planned is not None
    [told] = planned["drops"]
    assert (told["title"], told["products"], set(told["opens"])) == (
        "Coat",
        [coat],
        {"Platinum", "Gold", "Silver"},
    )
    assert shown(line, ada_shop)["drops"] == []  # type: ignore[index]


def test_a_paused_program_promises_nothing_and_a_cleaned_store_keeps_nothing(
    line: Line, ada_shop: Store
) -> None:
    ada_shop.install()
    ada_shop.go_live()
    with line.context.db.write() as session:
        pause(session, ada_shop.shop(session), "operator", line.context.clock())
    line.settle()
    paused = shown(line, ada_shop)
    with line.context.db.write() as session:
        clean_up(session, ada_shop.shop(session), "operator", line.context.clock())
    line.settle()

    assert paused == {"paused": True}
    assert shown(line, ada_shop) is None

"""Rules over HTTP: every field has words, and each change says how many customers it would move (A5)."""

import pytest
from sqlalchemy import event

from app.compare import compare, estimate
from app.publishing import save_draft
from app.rules.file_shape import Terms, program_shape
from app.rules.lints.table import RULES
from app.rules.program import Counting, Program
from app.rules.qualifying_period import Rolling
from app.rules.three_tiers import three_tiers
from app.rules.value_metrics import METRICS
from app.web.form_fields import About
from app.web.rule_fields import FIELDS, KINDS, MEASURE, SECTIONS
from app.web.rule_form import PAGE, PARTS
from app.web.rules import OF_RULES
from tests.stage import Line, Store
from tests.web.test_benefits_page import draft, put, sent
from tests.web.test_pages import MOST_QUERIES, fetched, live_store, seen, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Form = list[tuple[str, str]]


def test_every_rule_of_a_program_has_words_and_stands_on_a_page(database_url: str) -> None:
    """A new field of the model fails here until somebody has said what it is."""
    fields = program_shape(Terms("USD", "net_spend")).fields
    assert set(fields) == {"tiers", "economics", *PAGE}
    assert set(MEASURE.choices) == set(METRICS)
    parts = [fields[part][1] for part in PARTS]
    for name, about in KINDS.items():
        kinds = fields[name][1].kinds
        assert kinds is not None
        assert set(about.choices) == set(kinds)
        parts += kinds.values()
    for part in parts:
        for name, (_name, inner) in part.fields.items():
            if name != "kind":
                about = FIELDS.get((part.schema["title"], name), About(""))
                assert about.label, f"{part.schema['title']}.{name} has no words in app/web/rule_fields.py"
                assert "enum" not in inner.schema or set(about.choices) == set(inner.schema["enum"])
    assert set(SECTIONS) >= set(PARTS)
    assert set(RULES) > OF_RULES


def form_of(line: Line, store: Store) -> Form:
    return sent(fetched(line, store, "GET", "/app/rules/form").text)


def moved(line: Line, store: Store, fields: Form) -> str:
    answer = fetched(line, store, "POST", "/app/rules/impact", data=fields)
    assert answer.status_code == 200
    return words(answer)


def save(line: Line, store: Store, fields: Form) -> str:
    answer = fetched(line, store, "POST", "/app/rules", data=fields)
    assert answer.status_code == 200, words(answer)
    return answer.text


def test_a_form_that_is_sent_as_it_came_changes_nothing(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)

    save(line, ada_shop, form_of(line, ada_shop))

    row, program = draft(line, ada_shop)
    assert (row.version, program) == (1, three_tiers("USD"))
    assert "No customer would move" in moved(line, ada_shop, form_of(line, ada_shop))


def test_each_kind_of_period_and_review_can_be_chosen(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    for period in KINDS["period"].choices:
        for review in KINDS["review"].choices:
            fields = put(form_of(line, ada_shop), **{"period.kind": period, "review.kind": review})
            save(line, ada_shop, fields)
            told = draft(line, ada_shop)[1]
            assert (told.period.kind, told.review.kind) == (period, review)


def test_every_rule_is_read_from_its_field(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    ticks = ("tax", "shipping", "unpaid", "test_orders", "refunds_on_their_own_day")
    fields = put(
        form_of(line, ada_shop),
        **{
            "period.months:int?": "6",
            "counting.leave_out_products:list": "7, 8",
            "counting.leave_out_tags:list": "wholesale",
            "counting.leave_out_channels:list": "pos",
            "counting.minimum_order:text?": "20.50",
            "counting.orders_from:text?": "2024-01-31",
            "money_out.most_per_day:text?": "500",
            "demotion.grace_months:int?": "2",
        },
    )
    fields += [(f"counting.{each}:bool", "on") for each in ticks]

    save(line, ada_shop, fields)

    told = draft(line, ada_shop)[1]
    assert told.period == Rolling(months=6)
    assert told.demotion.grace_months == 2
    assert told.money_out.most_per_day_minor == 50_000
    assert told.counting == Counting(
        **dict.fromkeys(ticks, True),
        leave_out_products=("7", "8"),
        leave_out_tags=("wholesale",),
        leave_out_channels=("pos",),
        minimum_order_minor=2_050,
        orders_from="2024-01-31",
    )


def test_the_customers_who_would_move_are_those_that_a_comparison_counts(line: Line, ada_shop: Store) -> None:
    """A5. Ada's one order of 5,000.00 is below the smallest that counts; the store is not touched."""
    live_store(line, ada_shop)
    fields = put(
        form_of(line, ada_shop),
        **{"counting.minimum_order:text?": "6000", "demotion.grace_months:int?": "0"},
    )

    told = moved(line, ada_shop, fields)

    with line.context.db.read() as session:
        shop = ada_shop.shop(session)
    rules = three_tiers("USD")
    program = rules.model_copy(
        update={
            "counting": Counting(minimum_order_minor=600_000),
            "demotion": rules.demotion.model_copy(update={"grace_months": 0}),
        }
    )
    counted = compare(line.context.db, shop, program, line.context.clock())
    assert (counted.up.customers, counted.down.customers, counted.lost) == (0, 1, 1)
    assert "1 customer would move" in told
    assert "Not saved yet." in told
    assert draft(line, ada_shop)[0].version == 1


def test_another_measure_asks_for_what_tiers_ask_then(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    fields = put(form_of(line, ada_shop), metric="orders")

    refused = fetched(line, ada_shop, "POST", "/app/rules", data=fields)
    asked = put(fields, **{"tiers[0].entry:int": "1", "tiers[1].entry:int": "3", "tiers[2].entry:int": "9"})
    save(line, ada_shop, asked)

    assert refused.status_code == 422
    assert refused.text.count('error="Please fill this in."') == 3
    told = draft(line, ada_shop)[1]
    assert (told.metric, [tier.entry for tier in told.tiers]) == ("orders", [1, 3, 9])


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    fields = put(
        form_of(line, ada_shop), **{"demotion.grace_months:int?": "9", "counting.minimum_order:text?": "x"}
    )

    answer = fetched(line, ada_shop, "POST", "/app/rules", data=fields)

    assert answer.status_code == 422
    assert 'value="9"' in answer.text
    assert 'error="From 0 to 6."' in answer.text
    assert 'error="An amount such as 50.00."' in answer.text
    assert "nobody can be judged yet" in moved(line, ada_shop, fields)
    assert draft(line, ada_shop)[0].version == 1


def test_a_large_store_is_estimated_and_says_so(
    line: Line, ada_shop: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    live_store(line, ada_shop)
    for number in range(9):
        ada_shop.order(ada_shop.customer(f"c{number}@example.com"), "2500.00")
    line.settle()
    with line.context.db.read() as session:
        shop = ada_shop.shop(session)
    lower = three_tiers("USD")
    tiers = (
        lower.tiers[0],
        *(tier.model_copy(update={"entry": tier.entry // 2}) for tier in lower.tiers[1:]),
    )
    program = Program(**{**dict(lower), "tiers": tiers})
    exact = estimate(line.context.db, shop, program, line.context.clock())
    monkeypatch.setattr("app.compare.quick.EXACTLY", 8)
    monkeypatch.setattr("app.compare.quick.MEMBERS", 5)

    guessed = estimate(line.context.db, shop, program, line.context.clock())

    assert exact is not None and guessed is not None
    assert (exact.judged, exact.customers, exact.up, exact.down) == (10, 10, 10, 0)
    assert (guessed.judged, guessed.customers, guessed.up, guessed.down) == (5, 10, 10, 0)
    with line.context.db.write() as session:
        save_draft(session, ada_shop.shop(session), program, "test", line.context.clock())
    told = moved(line, ada_shop, form_of(line, ada_shop))
    assert "About 10 customers would move" in told
    assert "Estimated from 5 of 10 customers" in told


def test_a_page_and_its_figures_ask_little(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    fields = form_of(line, ada_shop)
    asked: list[str] = []
    event.listen(line.context.db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    assert seen(line, ada_shop, "/app/rules").status_code == 200
    page = len(asked)
    moved(line, ada_shop, fields)

    assert 0 < page <= MOST_QUERIES
    assert len(asked) - page <= 2 * MOST_QUERIES

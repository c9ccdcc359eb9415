"""Benefits over HTTP: every field has words, errors stand beside it, and the shopper's words follow."""

import re
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from app.models import AuditEvent, ProgramVersion
from app.programs import parsed
from app.publishing import save_draft
from app.rules.benefits import BENEFITS
from app.rules.file_shape import Shape, Terms, program_shape
from app.rules.program import Program, Tier
from app.rules.program_file import write_program
from app.rules.three_tiers import three_tiers
from app.web.benefit_fields import FIELDS
from app.web.benefit_kinds import CATEGORIES, KINDS
from app.web.drafting import changed
from app.web.form_fields import About, Sheet, form_of, shape_of, texts_of
from tests.rules.one_of_each import ONE_OF_EACH
from tests.stage import Line, Store
from tests.web.test_pages import MOST_QUERIES, fetched, live_store, seen, words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ALL = Program(tiers=(Tier(name="Gold", entry=500_000, benefits=ONE_OF_EACH),))


def described(owner: str, shape: Shape) -> None:
    for name, (_model_name, inner) in shape.fields.items():
        if name == "kind":
            continue
        about = FIELDS.get((owner, name)) or FIELDS.get(("*", name))
        assert isinstance(about, About), f"{owner}.{name} has no words in app/web/benefit_fields.py"
        if "enum" in inner.schema:
            assert set(about.choices) == set(inner.schema["enum"]), f"{owner}.{name}"
        held = inner.each if inner.is_list else inner
        if held.is_object:
            described(held.schema["title"], held)


def test_every_kind_and_every_field_of_it_has_words(database_url: str) -> None:
    tier = program_shape(Terms("USD", "net_spend")).fields["tiers"][1].each
    kinds = tier.fields["benefits"][1].each.kinds
    assert kinds is not None
    assert set(KINDS) == set(BENEFITS)
    assert {model.category for model in BENEFITS.values()} == set(CATEGORIES)
    for kind, shape in kinds.items():
        described(kind, shape)
    described("Landing", tier.fields["landing"][1].each)


def sent(html: str) -> list[tuple[str, str]]:
    """What a browser would send of a form, as far as plain reading goes."""
    found = []
    for tag, rest in re.findall(r"<(s-[a-z-]+|input)([^>]*)>", html):
        attributes = dict(re.findall(r'([a-z-]+)="([^"]*)"', rest))
        ticked = tag != "s-checkbox" or " checked" in rest
        if "name" in attributes and ticked:
            found.append((attributes["name"], attributes.get("value", "")))
    return found


def form_of_rank(line: Line, store: Store, rank: int) -> list[tuple[str, str]]:
    return sent(fetched(line, store, "GET", f"/app/benefits/{rank}/form").text)


def draft(line: Line, store: Store) -> tuple[ProgramVersion, Program]:
    with line.context.db.read() as session:
        shop = store.shop(session)
        found = select(ProgramVersion).where(ProgramVersion.shop_id == shop.id)
        row = session.exec(found.order_by(col(ProgramVersion.version).desc())).first()
        assert row is not None
        return row, parsed(row.rules)


def put(fields: list[tuple[str, str]], **new: str) -> list[tuple[str, str]]:
    return [(name, new.get(name, value)) for name, value in fields]


def test_a_form_that_is_sent_as_it_came_changes_nothing(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    for rank in (1, 2, 3):
        answer = fetched(
            line, ada_shop, "POST", f"/app/benefits/{rank}", data=form_of_rank(line, ada_shop, rank)
        )
        assert answer.status_code == 200, words(answer)

    row, program = draft(line, ada_shop)
    assert (row.version, program) == (1, three_tiers("USD"))


def test_every_kind_goes_through_the_form_and_comes_back_the_same(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    with line.context.db.write() as session:
        save_draft(session, ada_shop.shop(session), ALL, "test", line.context.clock())
    fields = form_of_rank(line, ada_shop, 1)
    assert {value for name, value in fields if name.endswith(".kind")} == set(BENEFITS)

    answer = fetched(line, ada_shop, "POST", "/app/benefits/1", data=fields)

    assert answer.status_code == 200, words(answer)
    assert draft(line, ada_shop)[1] == ALL


def test_a_change_becomes_a_draft_of_the_staff_member_and_nothing_is_live(
    line: Line, ada_shop: Store
) -> None:
    live_store(line, ada_shop)
    fields = form_of_rank(line, ada_shop, 2)
    fields = put(fields, **{"tiers[1].benefits[0].percent:int": "12"})
    fields += [("tiers[1].benefits[1]:drop", "on")]

    for _ in range(2):  # twice: the second time nothing changes
        answer = fetched(line, ada_shop, "POST", "/app/benefits/2", data=fields)
        assert answer.status_code in (200, 409)

    row, program = draft(line, ada_shop)
    assert (row.version, row.from_at) == (2, None)
    assert program.tiers[1].percent_off == 12
    assert [each.kind for each in program.tiers[1].benefits] == ["percent_off", "early_access", "birthday"]
    with line.context.db.read() as session:
        saved = session.exec(select(AuditEvent).where(AuditEvent.shop_id == row.shop_id)).all()
    assert [each.actor for each in saved if each.action == "draft saved"] == ["staff 1"]


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    fields = form_of_rank(line, ada_shop, 1)
    fields = put(
        fields,
        **{"tiers[0].benefits[0].percent:int": "150", "tiers[0].benefits[3].amount:text?": "much"},
    )

    answer = fetched(line, ada_shop, "POST", "/app/benefits/1", data=fields)

    assert answer.status_code == 422
    assert 'value="150"' in answer.text
    assert 'error="From 1 to 100."' in answer.text
    assert 'value="much"' in answer.text
    assert 'error="An amount such as 50.00."' in answer.text
    assert "data-unsaved" in answer.text
    assert draft(line, ada_shop)[0].version == 1


def test_a_form_of_an_older_draft_is_refused(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    fields = form_of_rank(line, ada_shop, 1)
    other = put(fields, **{"tiers[0].benefits[0].percent:int": "11"})
    fetched(line, ada_shop, "POST", "/app/benefits/1", data=other)

    answer = fetched(
        line,
        ada_shop,
        "POST",
        "/app/benefits/1",
        data=put(fields, **{"tiers[0].benefits[0].percent:int": "9"}),
    )

    assert answer.status_code == 409
    assert draft(line, ada_shop)[1].tiers[0].percent_off == 11


def look(line: Line, store: Store, rank: int, fields: list[tuple[str, str]], **eyes: str) -> Any:
    return fetched(line, store, "POST", f"/app/benefits/{rank}/preview", data=[*fields, *eyes.items()])


def test_the_shopper_is_shown_what_stands_in_the_form(line: Line, ada_shop: Store) -> None:
    """A4: a member by name, and somebody who has just reached the tier; the room is counted before saving."""
    ada = live_store(line, ada_shop)
    fields = put(form_of_rank(line, ada_shop, 2), **{"tiers[1].benefits[0].percent:int": "13"})

    just = words(look(line, ada_shop, 2, fields))
    hers = words(look(line, ada_shop, 2, fields, who=str(ada.id)))
    code = put(fields, **{"tiers[1].benefits[0].by:text?": "code"})

    assert "13% off every order Applies by itself at checkout" in just
    assert "13% off every order" in hers
    assert "Spend $5,000.00 more to reach Platinum" in hers
    assert "6 of 25" in just
    assert "5 of 25" in words(look(line, ada_shop, 2, code))


def test_a_benefit_that_is_not_filled_in_yet_is_left_out_of_the_preview(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    fields = form_of_rank(line, ada_shop, 1)
    block = fetched(
        line, ada_shop, "POST", "/app/benefits/1/add", data=[*fields, ("add", "extended_returns")]
    )
    new = sent(block.text)

    told = words(look(line, ada_shop, 1, [*fields, *new]))

    assert ("tiers[0].benefits[4].kind", "extended_returns") in new
    assert block.headers["HX-Retarget"] == "#of-financial"
    assert "10% off every order" in told
    assert "One benefit is left out" in told
    filled = put(new, **{"tiers[0].benefits[4].days:int": "60"})
    assert "Returns within 60 days" in words(look(line, ada_shop, 1, [*fields, *filled]))


def test_tiers_that_bring_the_same_are_warned_about(line: Line, ada_shop: Store) -> None:
    live_store(line, ada_shop)
    lower = [each for each in form_of_rank(line, ada_shop, 1) if each[0].startswith("tiers")]
    same = [(name.replace("tiers[0]", "tiers[1]"), value) for name, value in lower]

    told = words(look(line, ada_shop, 2, same))

    assert "Gold brings nothing more than Silver." in told


def test_members_and_tiers_of_another_store_are_nobody(line: Line, ada_shop: Store, cleo_shop: Store) -> None:
    live_store(line, ada_shop)
    cleo = cleo_shop.customer("cleo@example.com", first_name="Cleo")
    cleo_shop.order(cleo, "9000")
    cleo_shop.install()
    cleos = line.customer(cleo_shop, cleo)

    fields = form_of_rank(line, ada_shop, 1)
    told = look(line, ada_shop, 1, fields, who=str(cleos.id))
    nobody = look(line, ada_shop, 1, fields, who=str(2**70))

    assert told.text == nobody.text
    assert "cleo" not in fetched(line, ada_shop, "GET", "/app/benefits/1/people?q=cleo").text.lower()
    assert seen(line, ada_shop, "/app/benefits/4").status_code == 404
    assert seen(line, ada_shop, "/app/benefits/0").status_code == 404


@pytest.mark.parametrize("path", ["/app/benefits", "/app/benefits/2"])
def test_a_page_asks_little(line: Line, ada_shop: Store, path: str) -> None:
    live_store(line, ada_shop)
    seen(line, ada_shop, path)
    asked: list[str] = []
    engine = line.context.db.engine
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    assert seen(line, ada_shop, path).status_code == 200

    assert 0 < len([each for each in asked if each.lstrip().upper().startswith("SELECT")]) <= MOST_QUERIES, (
        asked
    )


def test_every_field_of_a_form_is_read_as_it_is_named(database_url: str) -> None:
    """The suffix of a field and what its shape allows fit together: nothing changes by going through."""
    sheet = Sheet(texts_of(ALL, "USD"), {}, FIELDS, "USD")
    shape = shape_of(ALL, "USD").fields["tiers"][1].each.fields["benefits"][1].each
    assert shape.kinds is not None
    for at, benefit in enumerate(ONE_OF_EACH):
        for each in sheet.controls(benefit.kind, f"tiers[0].benefits[{at}]", shape.kinds[benefit.kind]):
            if not each.rows:
                assert changed(ALL, "USD", [(each.name, each.value)]) == ALL, each.name
    assert form_of("hours", shape.kinds["early_access"].fields["hours"][1], FIELDS["early_access", "hours"])
    assert write_program(ALL, "USD")

"""A program survives being exported, edited and imported; a wrong file is told all of its mistakes."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.benefits import BENEFITS
from app.rules.benefits.anniversary import Anniversary
from app.rules.benefits.annual_gift import AnnualGift
from app.rules.benefits.birthday import Birthday
from app.rules.benefits.early_access import EarlyAccess
from app.rules.benefits.entry_reward import EntryReward
from app.rules.benefits.free_shipping import FreeShipping
from app.rules.benefits.percent_off import Instead, PercentOff
from app.rules.benefits.price_protection import PriceProtection
from app.rules.benefits.quarterly import Quarterly
from app.rules.file_json import MAX_BYTES
from app.rules.file_shape import WORDS, Terms, program_shape
from app.rules.money import MAX_MINOR
from app.rules.program import Counting, Demotion, Economics, Landing, MoneyOut, Program, Tier, TierCost
from app.rules.program_file import ProgramFileError, read_program, write_program
from app.rules.qualifying_period import CalendarYear, Lifetime, MembershipYear, Rolling
from app.rules.reviews import Continuous, FixedTerm, Monthly, Weekly
from app.rules.three_tiers import three_tiers
from app.rules.value_metrics import METRICS
from tests.rules.one_of_each import ONE_OF_EACH

fixed = settings(derandomize=True, max_examples=100, deadline=None)
CURRENCIES = ("JPY", "KRW", "USD", "EUR", "KWD", "BHD")

money = st.integers(0, MAX_MINOR)
price = st.integers(1, MAX_MINOR)
percents = st.integers(1, 99)
texts = st.text("aZ9äß金é.+&/-_😀\0\n\"'{}[]%", max_size=5)
several = st.lists(texts, max_size=3).map(tuple)
names = st.text("aZ9äß金é.+&/-_😀", min_size=1, max_size=8)
forms = st.sampled_from(["store_credit", "code", "gift_card"])
days = st.integers(0, 1826)
benefits = st.one_of(
    st.builds(PercentOff, percent=st.integers(1, 100)),
    st.builds(
        PercentOff,
        percent=st.integers(1, 100),
        collections=st.lists(st.integers(1, 2**53), max_size=3).map(tuple),
        first_orders=st.none() | st.integers(1, 5),
        minimum_minor=money,
        stacks=st.sampled_from(["alone", "with_shipping", "with_everything"]),
        by=st.sampled_from(["itself", "code"]),
        instead=st.none() | st.builds(Instead, experience=texts.filter(bool)),
    ),
    st.builds(
        FreeShipping,
        up_to_minor=price,
        countries=st.lists(st.sampled_from(["US", "CA"]), max_size=2).map(tuple),
        minimum_minor=money,
    ),
    st.builds(EarlyAccess, hours=st.integers(1, 24 * 14)),
    st.sampled_from(ONE_OF_EACH),
    st.builds(Birthday, form=forms, amount_minor=price, valid_days=days),
    st.builds(Anniversary, form=st.just("code"), percent=st.integers(1, 100), valid_days=days),
    st.builds(Quarterly, form=forms, amount_minor=price, valid_days=days),
    st.builds(AnnualGift, form=forms, amount_minor=price, month=st.none() | st.integers(1, 12)),
    st.builds(EntryReward, form=forms, amount_minor=price, valid_days=days),
    st.builds(PriceProtection, days=st.integers(1, 90), share_percent=st.integers(1, 100)),
)
periods = st.one_of(
    st.builds(Rolling, months=st.integers(1, 60)),
    st.builds(CalendarYear, through_next_year=st.booleans()),
    st.just(MembershipYear()),
    st.just(Lifetime()),
)
calm = st.one_of(st.builds(Weekly, weekday=st.integers(1, 7)), st.builds(Monthly, day=st.integers(1, 28)))
reviews = st.one_of(st.just(Continuous()), calm, st.builds(FixedTerm, months=st.integers(1, 60)))
counting = st.builds(
    Counting,
    tax=st.booleans(),
    shipping=st.booleans(),
    unpaid=st.booleans(),
    test_orders=st.booleans(),
    refunds_on_their_own_day=st.booleans(),
    leave_out_products=several,
    leave_out_tags=several,
    leave_out_channels=several,
    minimum_order_minor=money,
    orders_from=st.none() | st.dates(),
)
economics = st.builds(
    Economics,
    margin_percent=st.integers(1, 100),
    shipping_minor=st.none() | money,
    spend_lift_percent=st.integers(0, 500),
    repurchase_percent=st.integers(0, 100),
    repurchase_others_percent=st.integers(0, 100),
)
money_out = st.builds(
    MoneyOut,
    wait_days=st.integers(0, 90),
    most_per_order_minor=st.none() | price,
    most_per_day_minor=st.none() | price,
    most_per_month_minor=st.none() | price,
    approve_above_minor=st.none() | money,
    approve_price_protection=st.booleans(),
    notify=st.booleans(),
)
costs = st.builds(TierCost, gifts_minor=money, support_minor=money, packaging_minor=money)


@st.composite
def landings(draw, percent, grace):
    steps = draw(st.lists(st.integers(0, 5), max_size=3, unique=True).map(sorted))
    lower = sorted(draw(st.lists(st.integers(1, 100), max_size=3, unique=True)), reverse=True)
    return tuple(
        Landing(months=months, percent=less)
        for months, less in zip(
            [step for step in steps if step < grace], [less for less in lower if less < percent], strict=False
        )
    )


@st.composite
def programs(draw):
    metric, population, grace = (
        draw(st.sampled_from(sorted(METRICS))),
        draw(st.booleans()),
        draw(st.integers(0, 6)),
    )
    called = draw(st.lists(names, min_size=1, max_size=4, unique_by=str.lower))
    numbers = percents if population else price
    steps = draw(st.lists(numbers, min_size=len(called), max_size=len(called), unique=True))
    tiers = []
    for name, step in zip(called, sorted(steps, reverse=population), strict=True):
        given = tuple(draw(st.lists(benefits, max_size=4)))
        off = max((each.off_percent for each in given), default=0)
        if population:
            asks = {"top_percent": step, "keep_percent": draw(st.none() | st.integers(step, 99))}
        else:
            asks = {"entry": step, "keep": draw(st.none() | st.integers(1, step))}
        landing = draw(landings(off, grace))
        tiers.append(Tier(name=name, benefits=given, landing=landing, cost=draw(costs), **asks))
    return Program(
        tiers=tuple(tiers),
        metric=metric,
        period=draw(periods),
        review=draw(calm if population else reviews),
        demotion=Demotion(
            grace_months=grace, one_at_a_time=draw(st.booleans()), reversals_have_grace=draw(st.booleans())
        ),
        counting=draw(counting),
        economics=draw(economics),
        money_out=draw(money_out),
    )  # fmt: skip


KINDS = f"one of {', '.join(sorted(BENEFITS))}"


def told(text, currency=None):
    """What somebody reads who hands in this file."""
    with pytest.raises(ProgramFileError) as caught:
        read_program(text if isinstance(text, bytes) else text.encode(), currency)
    return [str(problem) for problem in caught.value.problems]


def edited(*changes, currency="USD"):
    """The default program's file with texts in it replaced."""
    text = write_program(three_tiers(currency), currency)
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


# There and back


@fixed
@given(program=programs(), currency=st.sampled_from(CURRENCIES))
def test_any_program_written_and_read_again_is_the_same(program, currency):
    read = read_program(write_program(program, currency).encode(), currency)
    assert (read.program, read.currency) == (program, currency)
    assert write_program(read.program, currency) == write_program(program, currency)


@fixed
@given(program=programs())
def test_the_plain_form_is_read_as_well(program):
    read = read_program(program.model_dump_json().encode())
    assert (read.program, read.currency) == (program, None)


@pytest.mark.parametrize(
    ("currency", "entry", "ship"),
    [("USD", "2000.00", "15.00"), ("JPY", "200000", "1500"), ("KWD", "2000.000", "15.000")],
)
def test_amounts_are_texts_in_the_units_that_people_say(currency, entry, ship):
    written = json.loads(write_program(three_tiers(currency), currency))
    assert (written["format"], written["currency"]) == (1, currency)
    silver = written["tiers"][0]
    assert (silver["entry"], silver["benefits"][1]) == (entry, {"kind": "free_shipping", "up_to": ship})


def test_orders_are_whole_numbers_in_a_program_that_counts_orders():
    written = write_program(Program(tiers=(Tier(name="A", entry=5, keep=3),), metric="orders"), "USD")
    assert json.loads(written)["tiers"][0] | {"entry": 5, "keep": 3} == json.loads(written)["tiers"][0]
    assert told(written.replace('"entry": 5', '"entry": "5.00"')) == [
        'tiers[0].entry: "5.00" is not a whole number above 0'
    ]


def test_the_file_is_laid_out_for_people():
    assert write_program(three_tiers("USD"), "USD").startswith(
        """{
  "format": 1,
  "currency": "USD",
  "tiers": [
    {
      "name": "Silver",
      "entry": "2000.00",
      "benefits": [
        {"kind": "percent_off", "percent": 10},
        {"kind": "free_shipping", "up_to": "15.00"},
        {"kind": "early_access", "hours": 24},
        {"kind": "birthday", "amount": "25.00"}
      ],
      "landing": [],
      "cost": {"gifts": "0.00", "support": "25.00", "packaging": "0.00"}
    },
"""
    )


def test_letters_of_every_script_stay_readable():
    assert '"金"' in write_program(Program(tiers=(Tier(name="金", entry=1),)), "JPY")


def _fields(shape, seen):
    """Every object that can stand in a file, by the names of its fields there and in the model."""
    if shape.kinds:
        for kind in shape.kinds.values():
            _fields(kind, seen)
    elif shape.is_list:
        _fields(shape.each, seen)
    elif shape.is_object:
        seen[shape.schema["title"]] = [(name, model) for name, (model, _) in shape.fields.items()]
        for _, inner in shape.fields.values():
            _fields(inner, seen)
    return seen


def test_no_two_fields_have_one_name_in_a_file_and_every_benefit_is_known():
    seen = _fields(program_shape(Terms("USD", "net_spend")), {})
    for title, fields in seen.items():
        names = [name for name, _ in fields]
        assert len(names) == len(set(names)), title
        assert not any(name.endswith("_minor") for name in names), title
    assert {kind.__name__ for kind in BENEFITS.values()} <= set(seen)
    assert not {"format", "currency"} & {name for name, _ in seen["Program"]}


def test_every_text_with_a_pattern_has_words_for_it():
    """The model's patterns do not read well."""

    def bare(schema, owner="", name=""):
        if isinstance(schema, dict):
            if "pattern" in schema and "description" not in schema and (owner, name) not in WORDS:
                yield owner, name
            for key, inner in schema.get("properties", {}).items():
                yield from bare(inner, schema.get("title", ""), key)
            inside = [schema.get("items"), *schema.get("$defs", {}).values()]
            inside += [schema | {"anyOf": ()} | each for each in schema.get("anyOf", ())]
            for each in inside:
                yield from bare(each, owner, name)

    assert list(bare(Program.model_json_schema())) == []


# Edited by hand


def test_an_edited_amount_is_taken_to_the_cent():
    read = read_program(edited(('"2000.00"', '"1999.99"')).encode(), "USD")
    assert read.program.tiers[0].entry == 199_999


@pytest.mark.parametrize(
    ("written", "minor"),
    [('"1800"', 180_000), ('"1800.5"', 180_050), ("1800", 180_000), ("1800.50", 180_050)],
)
def test_amounts_may_be_numbers_and_shorter(written, minor):
    assert read_program(edited(('"2000.00"', written)).encode()).program.tiers[0].entry == minor


def test_what_is_left_out_has_its_default():
    text = '{"format": 1, "currency": "USD", "tiers": [{"name": "Friend", "entry": "10.00"}]}'
    assert read_program(text.encode()).program == Program(tiers=(Tier(name="Friend", entry=1000),))


def test_a_mark_that_editors_put_before_utf_8_is_no_part_of_the_file():
    assert read_program(b"\xef\xbb\xbf" + edited().encode()).program == three_tiers("USD")


def test_a_day_is_a_day():
    text = edited(('"minimum_order"', '"orders_from": "2024-02-29", "minimum_order"'))
    assert read_program(text.encode()).program.counting.orders_from == date(2024, 2, 29)


# Everything that is wrong


def test_all_problems_are_told_each_with_its_place():
    text = edited(
        ('"2000.00"', '"2,000"'),
        ('"percent": 15', '"percnt": 15'),
        ('"rolling"', '"rollling"'),
        ('"margin_percent": 40', '"margin_percent": 4.5'),
        ('"hours": 72', '"hours": NaN'),
        ('"tax": false', '"tax": true, "tax": "yes"'),
        ('"minimum_order": "0.00"', '"minimum_order": "-1.00"'),
        ('"up_to": "60.00"', '"up_to": "60.005"'),
        ('"name": "Gold"', '"name": "Go,ld"'),
    )
    amount = 'an amount such as "5000.00", with at most 2 digits after the point'
    assert sorted(told(text, "EUR")) == sorted(
        [
            'currency: "USD" is not the currency of the shop, "EUR"',
            f'tiers[0].entry: "2,000" is not {amount}, above "0.00"',
            "tiers[1].benefits[0].percnt: there is no such field; did you mean percent?"
            " There are kind, percent, collections, first_orders, minimum, stacks, by, instead",
            'tiers[1].name: "Go,ld" is not a name of 1 to 30 characters, without , \' " \\'
            " and without spaces around it",
            'period.kind: "rollling" is not one of calendar_year, lifetime, membership_year, rolling;'
            " did you mean rolling?",
            "economics.margin_percent: 4.5 is not a whole number from 1 to 100",
            "tiers[2].benefits[2].hours: NaN is not a whole number from 1 to 336",
            "counting.tax: stands twice in one object",
            f'counting.minimum_order: "-1.00" is not {amount}, at least "0.00"',
            f'tiers[2].benefits[1].up_to: "60.005" is not {amount}, above "0.00"',
        ]
    )


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (', "percent": 10', "", "tiers[0].benefits[0].percent: is missing: a whole number from 1 to 100"),
        ('"kind": "percent_off", ', "", f"tiers[0].benefits[0].kind: is missing: {KINDS}"),
        ('"percent_off"', '"percentoff"',
         f'tiers[0].benefits[0].kind: "percentoff" is not {KINDS}; did you mean percent_off?'),
        ('"percent_off"', "7", f"tiers[0].benefits[0].kind: 7 is not {KINDS}"),
        ('"tax": false', '"tax": 0', "counting.tax: 0 is not true or false"),
        ('"tax": false', '"tax": "no"', 'counting.tax: "no" is not true or false'),
        ('"leave_out_tags": []', '"leave_out_tags": "sale"', 'counting.leave_out_tags: "sale" is not a list'),
        ('"leave_out_tags": []', '"leave_out_tags": ["a", 7]', "counting.leave_out_tags[1]: 7 is not a text"),
        ('"minimum_order"', '"orders_from": "2026-02-29", "minimum_order"',
         'counting.orders_from: "2026-02-29" is not a day such as 2026-01-31'),
        ('"minimum_order"', '"orders_from": "29/02/2024", "minimum_order"',
         'counting.orders_from: "29/02/2024" is not a day such as 2026-01-31'),
        ('"minimum_order"', '"orders_from": 20240229, "minimum_order"',
         "counting.orders_from: 20240229 is not a day such as 2026-01-31"),
        ('{"kind": "continuous"}', "7", "review: 7 is not an object"),
        ('{"kind": "continuous"}', "null", "review: null is not an object"),
        ('{"gifts": "0.00", "support": "25.00", "packaging": "0.00"}', "[]",
         "tiers[0].cost: a list is not an object"),
        ('"name": "Silver",', "", "tiers[0].name: is missing: a name of 1 to 30 characters, without , ' \" \\"
         " and without spaces around it"),
        ('"grace_months": 3', '"grace_months": 7',
         "demotion.grace_months: 7 is not a whole number from 0 to 6"),
        ('"metric": "net_spend"', '"metric": "net_spent"',
         'metric: "net_spent" is not one of net_spend, orders; did you mean net_spend?'),
        ('"format": 1', '"format": 2', "format: 2 is not 1, the format that Laurel reads"),
        ('"format": 1', '"format": true', "format: true is not 1, the format that Laurel reads"),
        ('"format": 1,', "", "format: is missing: 1, the format that Laurel reads"),
        ('"currency": "USD",', "", 'currency: is missing: the code of a currency such as "USD"'),
        ('"currency": "USD"', '"currency": "usd"',
         'currency: "usd" is not the code of a currency such as "USD"'),
        ('"demotion"', '"demotions"', "demotions: there is no such field; did you mean demotion?"
         " There are tiers, metric, period, review, demotion, counting, economics, money_out"),
        ('"up_to": "15.00"', '"up_to_minor": 1500',
         "tiers[0].benefits[1].up_to_minor: there is no such field; did you mean up_to?"
         " There are kind, up_to, countries, minimum, stacks, by"),
        ('"entry": "2000.00"', '"entry": "2000.00", "zzz": 1', "tiers[0].zzz: there is no such field."
         " There are name, entry, keep, top_percent, keep_percent, benefits, landing, cost, color, icon"),
        ('"entry": "2000.00",', "", "tiers[0]: Silver needs either entry or top_percent"),
        ('"entry": "2000.00"', '"entry": "2000.00", "keep": "2000.01"',
         "tiers[0]: what keeps Silver cannot be more than what earns it"),
        ('"2000.00"', '"5000.00"', "Gold must ask for more than Silver"),
    ],
)  # fmt: skip
def test_a_single_mistake_is_told_once_and_in_plain_words(old, new, problem):
    assert told(edited((old, new))) == [problem]


@pytest.mark.parametrize("percent", ["0", "101", '"10"', "true", "10.0", "null", "-Infinity"])
def test_a_percentage_is_a_whole_number_within_its_limits(percent):
    problem = f"tiers[0].benefits[0].percent: {percent} is not a whole number from 1 to 100"
    assert told(edited(('"percent": 10', f'"percent": {percent}'))) == [problem]


@pytest.mark.parametrize(
    ("currency", "amount", "digits"),
    [
        ("USD", '"2000.001"', "at most 2 digits"),
        ("JPY", '"2000.5"', "no digits"),
        ("KWD", '"2000.0001"', "at most 3 digits"),
    ],
)
def test_an_amount_has_no_more_digits_than_its_currency(currency, amount, digits):
    first = json.dumps(json.loads(write_program(three_tiers(currency), currency))["tiers"][0]["entry"])
    problem = told(edited((first, amount), currency=currency))
    assert len(problem) == 1 and f"tiers[0].entry: {amount} is not" in problem[0] and digits in problem[0]


@pytest.mark.parametrize(
    "amount", ['"1e3"', "1e3", '"$5"', '"5 000"', '"５"', '""', "true", "[]", "{}", f'"1{"0" * 20}"', '"0"']
)
def test_what_is_no_amount_is_refused_with_an_example(amount):
    problem = told(edited(('"2000.00"', amount)))
    assert len(problem) == 1 and problem[0].startswith("tiers[0].entry: ") and '"5000.00"' in problem[0]


def test_tiers_are_compared_although_another_tier_is_wrong():
    text = edited(('"percent": 15', '"percent": 150'), ('"10000.00"', '"1500.00"'))
    assert told(text) == [
        "tiers[1].benefits[0].percent: 150 is not a whole number from 1 to 100",
        "Platinum must ask for more than Silver",
    ]


def test_a_wrong_setting_is_not_blamed_on_the_tiers():
    text = edited(('"net_spend"', '"likes"'), ('{"kind": "continuous"}', '{"kind": "weekly", "weekday": 8}'))
    assert told(text) == [
        'metric: "likes" is not one of net_spend, orders',
        "review.weekday: 8 is not a whole number from 1 to 7",
    ]


def test_too_many_tiers_are_told_once():
    assert told(json.dumps({"tiers": [{}] * 13})) == ["tiers: a list is not a list of 1 to 12"]
    assert told('{"tiers": []}') == ["tiers: a list is not a list of 1 to 12"]
    assert told("{}") == ["tiers: is missing: a list of 1 to 12"]


def test_the_plain_form_is_told_its_own_names():
    shipping = {"kind": "free_shipping", "up_to": 1}
    assert told(json.dumps({"tiers": [{"name": "A", "entry": 0, "benefits": [shipping]}]})) == [
        "tiers[0].benefits[0].up_to: there is no such field; did you mean up_to_minor?"
        " There are kind, up_to_minor, countries, minimum_minor, stacks, by",
        "tiers[0].entry: 0 is not a whole number above 0",
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "the file is not JSON: line 1, column 1: expecting value"),
        ('{"tiers": [],\n "metric" 5}', "the file is not JSON: line 2, column 11: expecting ':' delimiter"),
        (
            '{"tiers": [1,\n]}',
            "the file is not JSON: line 2, column 1: there is a comma too many before this",
        ),
        (
            "{'tiers': []}",
            'the file is not JSON: line 1, column 2: texts stand in double quotes, "like this"',
        ),
        ("[" * 100_000, "the file is nested deeper than any program is"),
        ("[]", "a list is not a program, which is an object"),
        ("1" * 5000, f"{'1' * 39}… is not a program, which is an object"),
        (" " * (MAX_BYTES + 1), "the file is larger than 1,048,576 bytes"),
        (b"\xff\xfe{\x00}\x00", "the file is UTF-16 text; save it as UTF-8"),
        (b'{\n"caf\xe9": 1}', "the file is not UTF-8 text: line 2; save it as UTF-8"),
    ],
)
def test_what_is_no_json_at_all_is_told_with_line_and_column(text, problem):
    assert told(text) == [problem]


def test_the_largest_file_is_read():
    text = edited()
    assert read_program((text + " " * (MAX_BYTES - len(text))).encode()).program == three_tiers("USD")


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "1e999", "1e99999999999999999999", "9" * 31, "9" * 5000, '"\\ud800"']
)
@pytest.mark.parametrize("where", ['"Silver"', '"2000.00"', "24", "false", "[]"])
def test_odd_values_are_problems_and_never_crashes(where, value):
    problems = told(edited((where, value)) if where != "24" else edited(('"hours": 24', f'"hours": {value}')))
    assert len(problems) == 1 and "\0" not in problems[0] and len(problems[0]) < 250


def test_a_file_of_nothing_but_mistakes_is_refused_in_reasonable_time():
    text = json.dumps({"tiers": [{"name": "A", "entry": 1, "benefits": [{}] * 200_000}]})
    with pytest.raises(ProgramFileError) as caught:
        read_program(text.encode())
    assert len(caught.value.problems) == 1000
    assert str(caught.value).endswith("\nand 980 more")


def test_a_key_that_would_steer_a_terminal_is_shown_harmless():
    assert told(edited(('"metric"', '"\\u001b[2J\\n": 1, "metric"')))[0].startswith(
        '["\\u001b[2J\\n"]: there is no'
    )
    assert told(edited(('"metric"', '"\\u009b": 1, "metric"')))[0].startswith('["�"]: there is no')


broken = st.sampled_from(
    ["null", "0", "-1", "1.5", "true", '""', '"x"', "[]", "[1]", "{}", '{"kind": "x"}', "NaN", "99999999999"]
)


@st.composite
def broken_files(draw):
    """A sound file of which one or two values are something else, or have another key."""
    currency = draw(st.sampled_from(CURRENCIES))
    value = json.loads(write_program(draw(programs()), currency))
    for _ in range(draw(st.integers(1, 2))):
        at = value
        while True:
            key = draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
            inner = at[key]
            if not isinstance(inner, dict | list) or not inner or draw(st.booleans()):
                break
            at = inner
        if isinstance(at, dict) and draw(st.booleans()):
            at[draw(st.sampled_from(["x", f"{key}s", f"{key}_minor"]))] = at.pop(key)
        else:
            at[key] = json.loads(draw(broken))
    return json.dumps(value), currency


@settings(fixed, max_examples=100)
@given(file=broken_files())
def test_any_broken_file_is_read_or_told_in_words_with_places(file):
    text, currency = file
    try:
        read = read_program(text.encode(), currency)
    except ProgramFileError as error:
        paths = [problem.path for problem in error.problems]
        assert paths and len(paths) == len(set(paths))
        for problem in error.problems:
            assert problem.words and "pydantic" not in problem.words and "Input should" not in problem.words
    else:
        assert read_program(write_program(read.program, currency).encode()).program == read.program

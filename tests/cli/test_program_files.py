"""Program files on disk, and the command that tries one on an order export."""

import json

import pytest
from click.testing import CliRunner

from app.cli.backtest import backtest
from app.cli.program_files import load_program, save_program
from app.errors import BadInput
from app.rules.program_file import write_program
from app.rules.three_tiers import three_tiers

EXPORT = (
    "Name,Email,Financial Status,Currency,Subtotal,Total,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price\r\n"
    "#1,ada@x,paid,USD,2500.00,2500.00,2011-11-01 12:00:00 +0000,1,Scarf,2500.00\r\n"
)


def tried(tmp_path, text):
    orders, program = tmp_path / "orders.csv", tmp_path / "program.json"
    orders.write_text(EXPORT)
    program.write_text(text)
    arguments = [str(orders), "--as-of", "2011-11-30", "--json", "--program", str(program)]
    return CliRunner().invoke(backtest, arguments)


def test_what_was_saved_is_loaded_again(tmp_path):
    path = tmp_path / "program.json"
    save_program(path, three_tiers("KWD"), "KWD")
    assert load_program(path, "KWD").program == three_tiers("KWD")


def test_saving_overwrites_nothing(tmp_path):
    path = tmp_path / "program.json"
    path.write_text("mine")
    with pytest.raises(BadInput, match="is there already"):
        save_program(path, three_tiers("USD"), "USD")
    assert path.read_text() == "mine"


def test_one_mistake_stands_on_the_line_and_several_below_it(tmp_path):
    path = tmp_path / "program.json"
    path.write_text('{"tiers": []}')
    with pytest.raises(BadInput) as one:
        load_program(path)
    path.write_text('{"tiers": [], "metric": "likes"}')
    with pytest.raises(BadInput) as two:
        load_program(path)
    assert str(one.value) == "program.json is not a program: tiers: a list is not a list of 1 to 12"
    assert str(two.value) == (
        "program.json is not a program:\n"
        '  metric: "likes" is not one of net_spend, orders\n'
        "  tiers: a list is not a list of 1 to 12"
    )


def test_a_file_in_another_currency_than_the_shops_is_refused(tmp_path):
    path = tmp_path / "program.json"
    save_program(path, three_tiers("EUR"), "EUR")
    with pytest.raises(BadInput, match='"EUR" is not the currency of the shop, "USD"'):
        load_program(path, "USD")


def test_a_backtest_takes_a_file_made_for_people(tmp_path):
    text = write_program(three_tiers("USD"), "USD").replace("2000.00", "2500.01")
    result = tried(tmp_path, text)
    assert result.exit_code == 0, result.output
    assert [each["customers"] for each in json.loads(result.stdout)["tiers"]] == [1, 0, 0, 0]


def test_a_backtest_takes_the_plain_form_as_well(tmp_path):
    result = tried(tmp_path, three_tiers("USD").model_dump_json())
    assert [each["customers"] for each in json.loads(result.stdout)["tiers"]] == [0, 1, 0, 0]


def test_a_backtest_compares_no_amounts_of_two_currencies(tmp_path):
    result = tried(tmp_path, write_program(three_tiers("EUR"), "EUR"))
    assert (result.exit_code, str(result.exception)) == (
        1,
        "the amounts of the program are in EUR, the orders in USD",
    )

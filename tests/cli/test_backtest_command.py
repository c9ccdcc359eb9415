import gzip
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import reading
from app.cli.backtest import backtest
from app.errors import BadInput

REAL = Path(__file__).parents[3] / "shared" / "data" / "retail_orders_export.csv.gz"

HEADER = (
    "Name,Email,Financial Status,Currency,Subtotal,Total,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Notes\r\n"
)
ADA = '#1,Ada@X,paid,USD,2500.00,2500.00,2011-11-01 12:00:00 +0000,1,Scarf,2500.00,"two\nlines"\r\n'
BEN = "#2,ben@x,paid,USD,10.00,10.00,2011-11-02 12:00:00 +0000,1,Hat,10.00,\r\n"
GUEST = "#3,,paid,USD,7.00,7.00,2011-11-03 12:00:00 +0000,1,Hat,7.00,\r\n"


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_bytes((HEADER + ADA + BEN + GUEST).encode())
    return path


def run(*args):
    return CliRunner().invoke(backtest, [str(arg) for arg in args])


def figures(*args):
    result = run(*args, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def refusal(*args):
    result = run(*args)
    assert (result.exit_code, type(result.exception)) == (1, BadInput)
    return str(result.exception)


def test_the_report_is_three_small_tables(export):
    result = run(export, "--as-of", "2011-11-30")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "At the end of 2011-11-30 (UTC); spend counts from 2010-12-01\n"
        "\n"
        "Orders read   3\n"
        "Customers     2  net spend 2,510.00 USD\n"
        "Guest orders  1  net spend 7.00 USD\n"
        "\n"
        "Tier      Customers    Share\n"
        "Platinum          0   0.00 %\n"
        "Gold              0   0.00 %\n"
        "Silver            1  50.00 %\n"
        "no tier           1  50.00 %\n"
        "\n"
        " Top  Customers  Of net spend\n"
        " 1 %          1       99.60 %\n"
        " 5 %          1       99.60 %\n"
        "10 %          1       99.60 %\n"
        "20 %          1       99.60 %\n"
    )


def test_members_are_a_fourth_table(export):
    assert run(export, "--as-of", "2011-11-30", "--members").stdout.endswith(
        "\nCustomer  Net spend USD  Tier\nada@x          2,500.00  Silver\nben@x             10.00  no tier\n"
    )


def test_json_holds_the_same_figures_and_members_when_asked(export):
    data = figures(export, "--as-of", "2011-11-30", "--members")

    assert (data["as_of"], data["zone"], data["currency"], data["customers"]) == (
        "2011-11-30",
        "UTC",
        "USD",
        2,
    )
    assert data["members"] == [
        {"customer": "ada@x", "net_spend_minor": 250000, "tier": "Silver"},
        {"customer": "ben@x", "net_spend_minor": 1000, "tier": None},
    ]
    assert "members" not in figures(export, "--as-of", "2011-11-30")


def test_a_packed_file_is_known_by_its_bytes_and_not_by_its_name(export):
    plain = figures(export, "--as-of", "2011-11-30")
    plain_named_gz = export.rename(export.with_suffix(".gz"))
    packed_named_csv = export.with_name("packed.csv")
    packed_named_csv.write_bytes(gzip.compress(plain_named_gz.read_bytes()))

    assert figures(plain_named_gz, "--as-of", "2011-11-30") == plain
    assert figures(packed_named_csv, "--as-of", "2011-11-30") == plain


def test_a_byte_order_mark_is_no_part_of_the_first_column(export):
    export.write_bytes(b"\xef\xbb\xbf" + export.read_bytes())

    assert figures(export, "--as-of", "2011-11-30")["orders_read"] == 3


def test_zone_and_program_are_used(export, tmp_path):
    program = tmp_path / "program.json"
    month = '{"kind": "rolling", "months": 1}'
    program.write_text('{"tiers": [{"name": "Friend", "entry": 1000}], "period": ' + month + "}")
    export.write_text(HEADER + BEN.replace("2011-11-02 12:00", "2011-11-01 23:30"))

    in_utc = figures(export, "--as-of", "2011-12-01", "--program", program)
    in_tokyo = figures(export, "--as-of", "2011-12-01", "--program", program, "--zone", "Asia/Tokyo")

    assert [(c["tier"], c["customers"]) for c in in_utc["tiers"]] == [(None, 1), ("Friend", 0)]
    assert [(c["tier"], c["customers"]) for c in in_tokyo["tiers"]] == [(None, 0), ("Friend", 1)]


def test_gift_cards_can_have_another_name(export):
    assert figures(export, "--as-of", "2011-11-30", "--gift-card", "scarf*")["net_spend_minor"] == 1000


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--as-of", "30/11/2011"],
        ["--as-of", "2011-02-30"],
        ["--as-of", "0001-01-01"],
        ["--as-of", "2011-11-30", "--zone", "Mars/Olympus"],
        ["--as-of", "2011-11-30", "--zone", "America"],
        ["--as-of", "2011-11-30", "--zone", "../../etc/passwd"],
        ["--as-of", "2011-11-30", "--program", "nowhere.json"],
        ["--as-of", "2011-11-30", "--surprise"],
    ],
)
def test_wrong_use_ends_with_2(export, options):
    assert run(export, *options).exit_code == 2


def test_a_file_that_is_not_there_is_wrong_use(tmp_path):
    assert run(tmp_path / "nowhere.csv", "--as-of", "2011-11-30").exit_code == 2


def test_a_bad_cell_is_refused_with_line_and_column(export):
    export.write_text(HEADER + ADA + BEN.replace(",10.00,10.00,", ",ten,10.00,"), newline="")

    told = refusal(export, "--as-of", "2011-11-30")

    assert told == "line 4, column Subtotal: 'ten' is not a plain amount of USD such as 12.50"


def test_a_second_currency_is_refused_with_its_line(export):
    export.write_text(HEADER + ADA + BEN.replace("USD", "EUR"), newline="")

    assert refusal(export, "--as-of", "2011-11-30").startswith(
        "line 4, column Currency: EUR where the orders above"
    )


def test_missing_columns_are_refused_together(export):
    export.write_text("Name,Email\r\n#1,ada@x\r\n")

    assert refusal(export, "--as-of", "2011-11-30").startswith(
        "line 1: the header has no Financial Status, no "
    )


def test_a_header_alone_is_refused(export):
    export.write_text(HEADER)

    assert refusal(export, "--as-of", "2011-11-30") == "the file has no orders"


def test_bytes_that_are_not_utf8_are_refused_with_their_line(export):
    export.write_bytes((HEADER + ADA).encode() + BEN.replace("Hat", "Bé").encode("latin-1"))

    assert refusal(export, "--as-of", "2011-11-30").startswith("line 4: this is not UTF-8 text")


@pytest.mark.parametrize("cut", [20, -4])
def test_a_packed_file_that_was_cut_off_is_refused(export, cut):
    export.write_bytes(gzip.compress(export.read_bytes())[:cut])

    assert "the file is damaged or cut off" in refusal(export, "--as-of", "2011-11-30")


def test_a_packed_file_with_flipped_bytes_is_refused(export):
    packed = bytearray(gzip.compress(export.read_bytes()))
    packed[-8] ^= 0xFF  # of the checksum
    export.write_bytes(packed)

    assert "the file is damaged or cut off" in refusal(export, "--as-of", "2011-11-30")


def test_a_zip_archive_is_refused_with_what_to_do(export):
    export.write_bytes(b"PK\x03\x04 and so on")

    assert "unpack it" in refusal(export, "--as-of", "2011-11-30")


def test_a_file_that_unpacks_to_far_more_than_itself_is_refused(export):
    more_of_order_1 = f"#1,,,,,,,,,,{'x' * 90_000}\r\n"
    export.write_bytes(gzip.compress((HEADER + ADA + more_of_order_1 * 250).encode()))

    assert "the file unpacks to over 200 times its size" in refusal(export, "--as-of", "2011-11-30")


def test_a_file_that_unpacks_to_too_much_is_refused(export, monkeypatch):
    length = export.stat().st_size
    export.write_bytes(gzip.compress(export.read_bytes()))

    monkeypatch.setattr(reading, "MAX_UNPACKED_BYTES", length)
    assert run(export, "--as-of", "2011-11-30").exit_code == 0
    monkeypatch.setattr(reading, "MAX_UNPACKED_BYTES", length - 1)
    assert "the file unpacks to more than" in refusal(export, "--as-of", "2011-11-30")


def test_an_endless_line_is_refused_before_it_fills_memory(export):
    export.write_bytes(gzip.compress(b"\0" * 50_000_000))

    assert refusal(export, "--as-of", "2011-11-30") == "line 1: the line is longer than 1,048,576 bytes"


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"tiers": []}', '{"tiers": [{"name": "A"}]}', "[" * 100_000]
)
def test_a_program_that_is_none_is_refused(export, tmp_path, text):
    program = tmp_path / "program.json"
    program.write_text(text)

    assert refusal(export, "--as-of", "2011-11-30", "--program", program).startswith(
        "program.json is not a program:"
    )


def test_the_place_in_a_program_is_named(export, tmp_path):
    program = tmp_path / "program.json"
    program.write_text('{"tiers": [{"name": "A", "entry": 0}]}')

    assert "tiers[0].entry: 0 is not" in refusal(export, "--as-of", "2011-11-30", "--program", program)


def test_an_email_that_would_steer_the_terminal_is_shown_harmless(export):
    export.write_text(HEADER + BEN.replace("ben@x", "\x1b[2Jben@x"), newline="")

    assert "\x1b" not in run(export, "--as-of", "2011-11-30", "--members").output


def test_progress_is_shown_on_standard_error_to_a_person_only(export):
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from app.cli.backtest import backtest; backtest()"]

    run = subprocess.run([*command, export, "--as-of", "2011-11-30"], stdout=subprocess.PIPE, stderr=theirs)
    seen = os.read(ours, 10_000)
    os.close(theirs)
    os.close(ours)

    assert run.stdout.startswith(b"At the end of 2011-11-30")
    assert b"Reading" in seen


def test_two_years_of_a_real_shop_are_judged_from_the_packed_file():
    if not REAL.exists():
        pytest.skip("the export of a real shop is not beside this checkout")

    data = figures(REAL, "--as-of", "2011-12-09", "--members")

    assert (data["orders_read"], data["customers"], data["guests"]["orders"]) == (39_516, 5_852, 2_922)
    assert [count["customers"] for count in data["tiers"]] == [5_013, 589, 158, 92]
    assert len(data["members"]) == 5_852
    assert (
        sum(member["net_spend_minor"] for member in data["members"]) == data["net_spend_minor"] == 800_715_246
    )

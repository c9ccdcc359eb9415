"""The theme extension passes our own checks, and they see what they are for."""

import shutil
from pathlib import Path

import pytest

from tools.theme_check import EXTENSION, _can_run, _own, _shopifys


def test_the_extension_is_as_it_should_be() -> None:
    assert list(_own(EXTENSION)) == []


def test_shopifys_own_checks_find_nothing() -> None:
    if not _can_run():
        pytest.skip("npm has not installed @shopify/theme-check-node")
    assert _shopifys(EXTENSION) == []


WRONG = {
    '"target": "section"': ('"target": "nowhere"', "blocks/vip_status.liquid: no such target: nowhere"),
    '"id": "show_guest"': ('"id": "show_guests"', "blocks/vip_status.liquid: there is no setting show_guest"),
    '"javascript": "vip.js"': (
        '"javascript": "no.js"',
        "blocks/vip_status.liquid: javascript no.js does not exist",
    ),
    '"type": "color"': ('"type": "colour"', "blocks/vip_status.liquid: no such type of setting: colour"),
}


@pytest.mark.parametrize(("right", "told"), WRONG.items(), ids=WRONG)
def test_what_theme_check_does_not_see_is_found(tmp_path: Path, right: str, told: tuple[str, str]) -> None:
    copy = shutil.copytree(EXTENSION, tmp_path / "vip-theme")
    block = copy / "blocks" / "vip_status.liquid"
    block.write_text(block.read_text().replace(right, told[0]))

    assert told[1] in list(_own(copy))


def test_a_script_that_is_too_large_is_found(tmp_path: Path) -> None:
    copy = shutil.copytree(EXTENSION, tmp_path / "vip-theme")
    (copy / "assets" / "more.js").write_text(" " * 10_000)

    assert any(line.startswith("assets/*.js: ") for line in _own(copy))

"""Whether the other tests of this folder look at accessibility too."""

import pytest

from tests.browser.conftest import AXE


def test_pages_are_checked_with_axe() -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not in node_modules: npm install --no-save axe-core")

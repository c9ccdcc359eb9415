import pytest

from tests.functions.gated_shop import GatedShop


@pytest.fixture
def shop():
    return GatedShop()

"""All 720 orders of arrival of two histories through the whole line, on both engines, to the tags."""

import pytest

from tests.flows.test_every_order_of_arrival import EVERY, check
from tests.stage import Line, Store

pytestmark = pytest.mark.soak


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("part", range(12))
def test_all_720_orders_of_arrival_end_with_the_same_store(line: Line, ada_shop: Store, part: int) -> None:
    check(line, ada_shop, EVERY[part::12])

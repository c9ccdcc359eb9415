"""Longer lives of more members than `make test` has time for."""

import pytest
from hypothesis import settings

from tests.rules.standing_machine import Member


@pytest.mark.soak
class TestLongLives(Member.TestCase):
    settings = settings(max_examples=3_000, stateful_step_count=60, deadline=None, database=None)

"""Short lives of a few members; `make soak` lives longer ones."""

from hypothesis import settings

from tests.rules.standing_machine import Member


class TestShortLives(Member.TestCase):
    settings = settings(derandomize=True, max_examples=25, stateful_step_count=25, deadline=None)

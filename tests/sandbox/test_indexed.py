"""Records are found by what they hold now, not by what they held once."""

from sandbox.indexed import Indexed


def names() -> Indexed[tuple[str, ...]]:
    return Indexed(lambda record: record)


def test_records_are_found_by_what_they_hold_in_the_order_they_came() -> None:
    found = names()
    found[2], found[1] = ("a", "b"), ("b",)
    assert (found.found_by("a"), found.found_by("b")) == ([("a", "b")], [("a", "b"), ("b",)])


def test_a_replaced_record_is_no_longer_found_by_what_it_lost() -> None:
    found = names()
    found[1] = ("a", "b")
    found[1] = ("b", "c")
    assert [found.found_by(key) for key in "abc"] == [[], [("b", "c")], [("b", "c")]]


def test_a_deleted_record_is_not_found() -> None:
    found = names()
    found[1] = ("a",)
    del found[1]
    assert (found.found_by("a"), len(found)) == ([], 0)

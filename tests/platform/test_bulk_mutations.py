"""The lines of a bulk mutation, and what its results say of each customer."""

import json

from graphql import parse

from app.platform.bulk_mutations import (
    ADD,
    CLEAR,
    DOCUMENTS,
    REMOVE,
    ROOTS,
    SET,
    VERBS,
    left,
    lines,
    outcomes,
)
from app.platform.customers import CustomerWrite
from app.platform.documents import document
from sandbox.document import chosen_operation, root_fields


def risen(number: int) -> CustomerWrite:
    gid = f"gid://shopify/Customer/{number}"
    return CustomerWrite(str(number), gid, ("VIP-Gold",), ("VIP-Silver",), "Gold", "{}", False)


def fallen(number: int) -> CustomerWrite:
    return CustomerWrite(
        str(number), f"gid://shopify/Customer/{number}", (), ("VIP-Silver",), None, None, True
    )


def fallen_out(number: int) -> CustomerWrite:
    """Without a tier, and still on the way to the first one."""
    return CustomerWrite(
        str(number), f"gid://shopify/Customer/{number}", (), ("VIP-Silver",), None, "{}", True
    )


def result(number: int, root: str, *errors: dict[str, object]) -> bytes:
    return json.dumps({"data": {root: {"userErrors": errors}}, "__lineNumber": number}).encode()


def test_each_kind_of_write_is_one_root_mutation() -> None:
    """A run may not have two (recorded: bulk-operations/…run-mutation-validators)."""
    for verb in VERBS:
        operation = chosen_operation(parse(f"# laurel 1 {verb}\n{document(DOCUMENTS[verb])}"), None)
        assert operation is not None and root_fields(operation) == (ROOTS[verb],)


def test_tags_are_a_line_a_customer_and_metafields_at_most_25_a_line() -> None:
    changes = [risen(number) for number in range(30)] + [fallen(99)]

    assert [len(lines(verb, changes)) for verb in VERBS] == [30, 31, 3, 1]
    assert [len(line.variables["metafields"]) for line in lines(SET, changes)] == [24, 24, 12]
    assert len(lines(CLEAR, changes)[0].variables["metafields"]) == 2


def test_whoever_falls_and_is_on_the_way_loses_the_tier_and_keeps_a_status() -> None:
    [kept], [gone] = (lines(verb, [fallen_out(1)])[0].variables["metafields"] for verb in (SET, CLEAR))

    assert (kept["key"], gone["key"]) == ("status", "tier")


def test_a_refused_line_is_about_its_customer_alone() -> None:
    wanted = lines(ADD, [risen(1), risen(2), risen(3)])
    refused = {"field": ["id"], "message": "Customer does not exist"}

    told = outcomes(ADD, wanted, [result(2, "tagsAdd"), result(0, "tagsAdd", refused), b""])

    assert told.refused == {"1": "Customer does not exist"}
    assert told.again == {"2"}, "a line without a result may have been written or not"
    assert [each.subject for each in left([risen(1), risen(2), risen(3)], told)] == ["3"]


def test_who_shares_a_line_of_metafields_with_somebody_refused_is_written_again() -> None:
    """metafieldsSet is all or nothing."""
    wanted = lines(SET, [risen(1), risen(2)])
    refused = {"field": ["metafields", "2", "ownerId"], "message": "Owner does not exist.", "elementIndex": 2}

    told = outcomes(SET, wanted, [result(0, "metafieldsSet", refused)])

    assert (told.refused, told.again) == ({"2": "Owner does not exist."}, {"1"})


def test_the_removal_of_tags_comes_after_the_new_ones() -> None:
    assert VERBS.index(ADD) < VERBS.index(REMOVE)

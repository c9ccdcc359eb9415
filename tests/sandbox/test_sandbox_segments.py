"""Segments follow the tags as they are now."""

import pytest

from sandbox.segment_query import BadQuery, parse_segment_query
from tests.sandbox.sandbox_shop import Shop

CREATE = """mutation($name: String!, $query: String!) { segmentCreate(name: $name, query: $query) {
  segment { id name } userErrors { field message } } }"""
MEMBERS = """query($id: ID!) { customerSegmentMembers(first: 1000, segmentId: $id) { totalCount edges
  { node { id } } } }"""
MEMBERSHIP = """query($c: ID!, $s: [ID!]!) { customerSegmentMembership(customerId: $c, segmentIds: $s) {
  memberships { segmentId isMember } } }"""


def segment(shop: Shop, query: str, name: str = "VIP") -> str:
    return str(shop.data(CREATE, {"name": name, "query": query})["segmentCreate"]["segment"]["id"])


@pytest.mark.parametrize(
    ("query", "members"),
    [
        ("customer_tags CONTAINS 'VIP-Gold'", "ab"),
        ("customer_tags NOT CONTAINS 'vip-gold'", "c"),
        ("customer_tags CONTAINS 'vip-gold' AND customer_tags NOT CONTAINS 'staff'", "a"),
        ("customer_tags CONTAINS 'none' OR customer_tags CONTAINS 'staff'", "b"),
        ("(customer_tags CONTAINS 'x' OR number_of_orders = 0) AND NOT customer_tags CONTAINS 'staff'", "ac"),
        ("amount_spent > 100.50", ""),
    ],
)
def test_who_is_in_a_segment(ada: Shop, query: str, members: str) -> None:
    for email, tags in (("a@example.com", ["VIP-Gold"]), ("b@example.com", ["vip-gold", "staff"])):
        ada.customer(email=email, tags=tags)
    ada.customer(email="c@example.com")
    segment(ada, query)
    (found,) = ada.control("GET", "/state")["segments"].values()
    letters = {int(i): c["email"][0] for i, c in ada.control("GET", "/state")["customers"].items()}
    assert "".join(letters[i] for i in found["members"]) == members


def test_membership_changes_with_the_tag(ada: Shop) -> None:
    ben = ada.customer(email="ben@example.com")
    vip = segment(ada, "customer_tags CONTAINS 'VIP'")
    asked = {"c": ben, "s": [vip, "gid://shopify/Segment/999999999999"]}
    before = ada.data(MEMBERSHIP, asked)["customerSegmentMembership"]["memberships"]
    ada.control("POST", f"/customers/{ben.rpartition('/')[2]}/tags", {"add": ["vip"]})
    after = ada.data(MEMBERSHIP, asked)["customerSegmentMembership"]["memberships"]
    assert (before, after) == (
        [{"segmentId": vip, "isMember": False}],
        [{"segmentId": vip, "isMember": True}],
    )
    assert ada.data(MEMBERS, {"id": vip})["customerSegmentMembers"]["totalCount"] == 1


def test_a_name_that_is_taken_gets_a_number(ada: Shop) -> None:
    segment(ada, "customer_tags CONTAINS 'a'")
    payload = ada.data(CREATE, {"name": "VIP", "query": "customer_tags CONTAINS 'b'"})["segmentCreate"]
    assert payload["segment"]["name"] == "VIP (2)"


def test_what_is_no_query_is_refused_as_recorded() -> None:
    with pytest.raises(BadQuery) as refused:
        parse_segment_query("not a valid segment query ???")
    assert refused.value.messages == [
        "Line 1 Column 6: 'valid' is unexpected.",
        "Line 1 Column 4: 'a' filter cannot be found.",
    ]

"""Which scopes a field asks for, and the refusal when the token has none of them."""

from functools import lru_cache

from graphql import GraphQLNamedType, GraphQLObjectType, GraphQLOutputType, get_named_type

from sandbox.admin_schema import AccessRule, access_rules
from sandbox.api_errors import AccessDenied


def with_implied(scopes: tuple[str, ...]) -> frozenset[str]:
    """Who may write may read."""
    return frozenset(scopes) | {f"read_{s[6:]}" for s in scopes if s.startswith("write_")}


def check_access(
    parent: str, field: str, returned: GraphQLOutputType, granted: frozenset[str], shown_as: str | None = None
) -> None:
    for rule in _rules(parent, field, str(get_named_type(returned)), returned):
        if not rule.any_of & granted:
            raise AccessDenied(shown_as or field, rule.text)


def check_scope(field: str, scope: str, granted: frozenset[str]) -> None:
    """For what the schema does not say itself, such as the owner's scope of tagsAdd."""
    if scope not in granted:
        raise AccessDenied(field, f"`{scope}` access scope.")


@lru_cache(maxsize=20_000)
def _rules(parent: str, field: str, type_name: str, returned: GraphQLOutputType) -> tuple[AccessRule, ...]:
    rules = access_rules()
    keys: list[tuple[str, str | None]] = [(parent, field), (type_name, None)]
    named = get_named_type(returned)
    if isinstance(named, GraphQLObjectType) and named.name.endswith("Connection"):
        # A connection is refused as a whole, at the field that returns it.
        keys.append((str(node_type(named)), None))
    return tuple(rules[key] for key in keys if key in rules)


def node_type(connection: GraphQLObjectType) -> GraphQLNamedType:
    """What a connection lists. Not every connection has `nodes`; all have edges."""
    edge = get_named_type(connection.fields["edges"].type)
    assert isinstance(edge, GraphQLObjectType)
    listed: GraphQLNamedType = get_named_type(edge.fields["node"].type)
    return listed

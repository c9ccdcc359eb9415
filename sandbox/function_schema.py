"""The schema of cart and checkout validation Functions: what they may ask, and what they may answer."""

import gzip
import json
from functools import cache
from pathlib import Path

from graphql import GraphQLInputType, GraphQLSchema, build_client_schema

from sandbox.admin_schema import API_VERSION

_FILE = Path(__file__).parent / "schema" / f"functions_cart_checkout_validation_{API_VERSION}.json.gz"


@cache
def function_schema() -> GraphQLSchema:
    return build_client_schema(json.loads(gzip.decompress(_FILE.read_bytes()))["data"])


def output_type(target: str) -> GraphQLInputType:
    """The schema has a mutation for each target, whose argument is what the Function answers."""
    first, *more = target.split(".")
    mutations = function_schema().mutation_type
    assert mutations is not None
    field = mutations.fields[first + "".join(word.title() for word in more)]
    kind: GraphQLInputType = field.args["result"].type
    return kind

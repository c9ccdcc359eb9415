"""Every GraphQL document, one file each; tests validate all of them against the real schema."""

from functools import cache
from importlib.resources import files


@cache
def document(name: str) -> str:
    return (files(__package__) / f"{name}.graphql").read_text(encoding="utf-8")

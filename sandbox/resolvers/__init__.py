"""How GraphQL fields are answered: one small file per resource, each with written-out tables.

A resource file may export:

* `FIELDS: dict[str, dict[str, Resolver]]` — type name -> field name -> function(obj, args, ctx).
  `args` holds what the document gave, defaults filled in, under the schema's own names.
  For a field that returns a connection, the function returns all records in order, as a list; paging,
  edges, cursors and pageInfo are done for it (connection.py).
* `ROOTS: dict[str, Resolver]` — field of QueryRoot or Mutation -> function(None, args, ctx).
* `NODES: dict[str, Callable[[Context, int], object | None]]` — gid kind -> lookup by id, for node and nodes.
* `TYPENAMES: dict[type, str]` — record class -> object type, for fields that return an interface or union.

A record may also be a plain dict: a field without a function of its own is then read from it by the
field's name (mutation payloads, money). A field that has neither is refused by name, never answered null.
"""

from collections.abc import Callable
from typing import Any

from sandbox.context import Context

Resolver = Callable[[Any, dict[str, Any], Context], Any]

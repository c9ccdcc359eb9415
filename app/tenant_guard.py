"""The tenant guard: no statement touches rows of a store without naming the store.

Each table of a FROM (an alias is one of its own) must have its shop_id equal to a value, or to the shop_id
of one that has. An equality counts only where it always holds: not under OR, and in the ON of an outer join
only for the side that may be missing. What cannot be judged, such as text, is refused.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Delete, FromClause, Insert, Join, Select, Table, TextClause, Update
from sqlalchemy.sql import ClauseElement, operators
from sqlalchemy.sql.elements import BinaryExpression, BindParameter, BooleanClauseList, ColumnClause
from sqlalchemy.sql.selectable import AliasedReturnsRows, ReturnsRows, TableClause

MOST_REMEMBERED = 2_000

Link = tuple[FromClause, FromClause | None]
"""An element whose shop_id is that of another one, or a value (None)."""


class TenantGuard(AssertionError):
    """A programmer's error: a statement on a tenant table that does not take the shop."""


def check(statement: ClauseElement) -> None:
    """Raises TenantGuard. A statement's shape is judged once and remembered; its values do not matter."""
    if isinstance(statement, Insert) and statement.select is None:
        return
    missing = _remembered(statement)
    if missing:
        raise TenantGuard(f"no shop_id is compared for {', '.join(sorted(missing))} in: {statement}")


_judged: dict[Any, frozenset[str]] = {}


def _remembered(statement: ClauseElement) -> frozenset[str]:
    key = statement._generate_cache_key()
    if key is not None and key.key in _judged:
        return _judged[key.key]
    missing = frozenset(_without_shop(statement, frozenset()))
    if key is not None and len(_judged) < MOST_REMEMBERED:
        _judged[key.key] = missing
    return missing


def _without_shop(part: ClauseElement, around: frozenset[FromClause]) -> Iterator[str]:
    """Names of what lacks the shop; `around` are the elements of the statements that this part stands in."""
    if isinstance(part, TextClause):
        yield "text (write it in Core)"
    elif isinstance(part, AliasedReturnsRows):
        around = frozenset()  # a subquery in a FROM sees nothing of its neighbours
    elif isinstance(part, Select | Update | Delete):
        froms = _froms(part, around)
        elements = frozenset(_elements(froms))
        named = (around - elements) | {each for each in elements if not _is_tenant(each)}
        yield from (
            getattr(_table(each), "name", "") for each in elements - _bound(_links(part, froms), named)
        )
        around |= elements
    for child in part.get_children():
        yield from _without_shop(child, around)


def _froms(statement: Select[Any] | Update | Delete, around: frozenset[FromClause]) -> Iterable[FromClause]:
    """What stands in the FROM itself: for a SELECT by SQLAlchemy's own rule of what is taken from outside."""
    if isinstance(statement, Select):
        state = statement._compile_state_factory(statement, statement._default_compiler())
        return state._get_display_froms(tuple(around), tuple(around))
    return {each for child in statement.get_children() for each in child._from_objects}


def _elements(froms: Iterable[FromClause]) -> Iterator[FromClause]:
    for each in froms:
        if isinstance(each, Join):
            yield from _elements((each.left, each.right))
        else:
            yield each


def _is_tenant(element: FromClause) -> bool:
    """A table of which only the name is known may be one."""
    table = _table(element)
    return "shop_id" in table.c if isinstance(table, Table) else isinstance(table, TableClause)


def _table(element: ReturnsRows) -> ReturnsRows:
    """What an alias stands for."""
    return _table(element.element) if isinstance(element, AliasedReturnsRows) else element


def _links(statement: Select[Any] | Update | Delete, froms: Iterable[FromClause]) -> Iterator[Link]:
    yield from _always(statement.whereclause)
    for each in froms:
        yield from _joined(each)


def _joined(element: FromClause) -> Iterator[Link]:
    if isinstance(element, Join):
        yield from _joined(element.left)
        yield from _joined(element.right)
        limited = set(_elements([element.right] if element.isouter else [element]))
        if not element.full:
            yield from (link for link in _always(element.onclause) if link[0] in limited)


def _always(clause: ClauseElement | None) -> Iterator[Link]:
    """The equalities that hold whenever the clause does."""
    if isinstance(clause, BooleanClauseList) and clause.operator is operators.and_:
        for each in clause.clauses:
            yield from _always(each)
    elif isinstance(clause, BinaryExpression) and clause.operator is operators.eq:
        for one, other in ((clause.left, clause.right), (clause.right, clause.left)):
            limited, source = _whose_shop(one), _whose_shop(other)
            if limited is not None and (source is not None or isinstance(other, BindParameter)):
                yield limited, source


def _whose_shop(side: ClauseElement) -> FromClause | None:
    """The element whose shop_id this is; a column of a subquery is known by where it came from."""
    if isinstance(side, ColumnClause) and all(each.name == "shop_id" for each in side.base_columns):
        return side.table
    return None


def _bound(links: Iterable[Link], known: frozenset[FromClause]) -> frozenset[FromClause]:
    links = list(links)
    while new := {one for one, other in links if other is None or other in known} - known:
        known |= new
    return known

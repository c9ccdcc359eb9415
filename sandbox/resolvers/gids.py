"""Reading ids that a document gives."""

from typing import Any

from sandbox.api_errors import ResourceNotFound
from sandbox.ids import parse_gid


def number_of(text: str, kind: str) -> int:
    """The number of a gid of that kind; another kind is refused at the top of the answer (recorded)."""
    parsed = parse_gid(text)
    if parsed is None or parsed[0] != kind:
        raise ResourceNotFound("invalid id")
    return parsed[1]


def user_error(field: list[str] | None, message: str, **more: Any) -> dict[str, Any]:
    return {"field": field, "message": message, **more}

"""A GraphQL request as it came in, apart from HTTP: faults may alter it, or carry it out later."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graphql import OperationDefinitionNode

from sandbox.document import checked, chosen_operation, root_fields


@dataclass(frozen=True)
class Call:
    shop: str
    token: str
    body: dict[str, Any]
    at: datetime | None = None  # when it is carried out, if not now

    @property
    def operation(self) -> OperationDefinitionNode | None:
        document = checked(self.body["query"]).document
        return chosen_operation(document, self.body.get("operationName")) if document else None

    @property
    def name(self) -> str | None:
        operation = self.operation
        return operation.name.value if operation and operation.name else None

    @property
    def roots(self) -> tuple[str, ...]:
        operation = self.operation
        return root_fields(operation) if operation else ()

    @property
    def names(self) -> set[str]:
        """What a fault rule may call this request."""
        return {*self.roots, *([self.name] if self.name else [])}

"""Errors at the top of an answer, in the shapes Shopify gives them."""

from graphql import GraphQLError


class BadRequest(GraphQLError):
    def __init__(self, message: str) -> None:
        super().__init__(message, extensions={"code": "BAD_REQUEST"})


class ResourceNotFound(GraphQLError):
    def __init__(self, message: str, code: str = "RESOURCE_NOT_FOUND") -> None:
        super().__init__(message, extensions={"code": code})


class AccessDenied(GraphQLError):
    def __init__(self, field: str, required: str) -> None:
        super().__init__(
            f"Access denied for {field} field. Required access: {required}",
            extensions={
                "code": "ACCESS_DENIED",
                "documentation": "https://shopify.dev/api/usage/access-scopes",
                "requiredAccess": required,
            },
        )


class InputTooLarge(GraphQLError):
    def __init__(self, size: int, limit: int) -> None:
        super().__init__(
            f"The input array size of {size} is greater than the maximum allowed of {limit}.",
            extensions={"code": "MAX_INPUT_SIZE_EXCEEDED"},
        )


class NotSupported(GraphQLError):
    """The real store would answer here; the sandbox does not know how, and says so."""

    def __init__(self, what: str) -> None:
        super().__init__(f"sandbox: {what} is not supported", extensions={"code": "SANDBOX_NOT_SUPPORTED"})

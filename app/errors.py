"""Every error that Laurel raises on purpose.

LaurelError
├── ConfigError          settings are missing or wrong; the message names all of them (exit 3)
├── BadInput             a file or an argument that cannot be used, with its place (exit 1)
├── Unreadable           a signed body that cannot be understood: kept as dead, with this reason
├── NotFound             no such shop, customer or order
├── CannotPublish        the program cannot be changed so now; says what to do first (exit 1)
├── WrongState           a grant is not where this step begins; says how it stands (exit 1)
├── CannotPause          the program cannot be paused, resumed or cleaned up as it is (exit 1)
├── Refused              a credential that does not prove what it claims (401)
├── NotReached           an address that a merchant gave cannot, or may not, be reached
└── PlatformError        a call to Shopify that did not succeed: permanent, retry_after or unknown_outcome
    ├── Throttled        wait `retry_after` seconds; nothing was done
    ├── TokenRefused     the token is dead and could not be refreshed: the merchant must open the app
    ├── ShopUnavailable  frozen, locked, gone (402, 403, 404, 423) or inactive: stop calling for a while
    └── UserErrors       the platform understood and refused; `errors` holds what it said
"""

from typing import Any

from app.rules.said import Said, said


class LaurelError(Exception):
    """The root; its text is fit to be shown to the person who can act on it."""

    @property
    def words(self) -> str:
        """The text; a sentence of ours as such, so that a page can say it in its own language."""
        return self.args[0] if self.args and isinstance(self.args[0], Said) else str(self)


class ConfigError(LaurelError):
    pass


class BadInput(LaurelError):
    def __init__(self, problem: str, *, line: int | None = None, column: str | None = None) -> None:
        self.line, self.column = line, column
        super().__init__(_placed(problem, line, column))


def _placed(problem: str, line: int | None, column: str | None) -> str:
    """A column is named only where its line is."""
    if line is None:
        return problem
    if column is None:
        return said("line %(line)s: %(problem)s", line=line, problem=problem)
    return said("line %(line)s, column %(column)s: %(problem)s", line=line, column=column, problem=problem)


class Unreadable(LaurelError):
    pass


class NotFound(LaurelError):
    pass


class CannotPublish(LaurelError):
    pass


class WrongState(LaurelError):
    pass


class CannotPause(LaurelError):
    pass


class Refused(LaurelError):
    pass


class NotReached(LaurelError):
    pass


class PlatformError(LaurelError):
    """`permanent`: do not try again. `retry_after`: seconds. `unknown_outcome`: it may have been done."""

    permanent = False
    unknown_outcome = False

    def __init__(
        self,
        message: str,
        *,
        permanent: bool = False,
        retry_after: float | None = None,
        unknown_outcome: bool = False,
    ) -> None:
        super().__init__(message)
        self.permanent, self.retry_after, self.unknown_outcome = permanent, retry_after, unknown_outcome


class Throttled(PlatformError):
    pass


class TokenRefused(PlatformError):
    pass


class ShopUnavailable(PlatformError):
    pass


class UserErrors(PlatformError):
    def __init__(self, errors: list[dict[str, Any]]) -> None:
        self.errors = errors
        super().__init__("; ".join(str(e.get("message")) for e in errors) or "refused", permanent=True)

    @property
    def codes(self) -> set[str]:
        return {str(e["code"]) for e in self.errors if e.get("code")}

"""Faults that were ordered: what shall go wrong, where, and how often.

The webhook half is read by the sender, the API half by the GraphQL endpoint.
"""

from dataclasses import dataclass, field
from random import Random

# In place of the work, after it, before it, and altering it; README says what each does.
ACTIONS = (
    "status",
    "throttle",
    "user_errors",
    "unauthorized",
    "garbage",
    "redirect",
    "reset_before",
    "silence",
    "reset_after",
    "status_after",
    "errors_after",
    "truncated",
    "wrong_shape",
    "huge",
    "gzip_bomb",
    "drip",
    "hang",
    "silence_after",
    "late",
    "reset_late",
    "partial_user_errors",
)


@dataclass(frozen=True)
class WebhookFaults:
    duplicate: float = 0.0  # share of deliveries sent twice
    reorder: bool = False
    delay_ms: tuple[int, int] = (0, 0)
    loss: float = 0.0  # share of events never sent
    loss_topics: tuple[str, ...] = ()  # empty: any topic may be lost


@dataclass
class ApiFault:
    """One rule; `times` counts down, and a rule that reached nought no longer matches."""

    action: str  # "status:503", "throttle", "reset_before", "reset_after", "hang:2", "late:2", …
    times: int = 1
    shop: str | None = None
    operation: str | None = None  # operation name or root field
    path: str | None = None  # end of the request path


@dataclass
class Faults:
    webhooks: WebhookFaults = field(default_factory=WebhookFaults)
    api: list[ApiFault] = field(default_factory=list)
    dice: Random = field(default_factory=lambda: Random(7))

    def take_api(self, shop: str, path: str, operations: set[str] | None) -> ApiFault | None:
        """The first rule that matches this request; one of its times is spent. Requests that are no
        GraphQL (operations None) are met only by rules that name their path."""
        for fault in self.api:
            if fault.times > 0 and _matches(fault, shop, path, operations):
                fault.times -= 1
                return fault
        return None


def _matches(fault: ApiFault, shop: str, path: str, operations: set[str] | None) -> bool:
    if fault.shop not in (None, shop):
        return False
    if fault.path is not None and not path.endswith(fault.path):
        return False
    if operations is None:
        return fault.path is not None and fault.operation is None
    return fault.operation is None or fault.operation in operations

"""The one clock of the sandbox: real time, moved by an offset, or standing still."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


class Clock:
    def __init__(self) -> None:
        self._offset = timedelta(0)
        self._standing_at: datetime | None = None

    def now(self) -> datetime:
        """Whole seconds, since Shopify stores and shows no more than that."""
        return self.exact().replace(microsecond=0)

    def move_to(self, instant: datetime) -> None:
        if self._standing_at is not None:
            self._standing_at = instant
        else:
            self._offset = instant - datetime.now(UTC)

    def advance(self, seconds: float) -> None:
        self.move_to(self.exact() + timedelta(seconds=seconds))

    def stop(self) -> None:
        self._standing_at = self.exact()

    def run(self) -> None:
        if self._standing_at is not None:
            instant, self._standing_at = self._standing_at, None
            self.move_to(instant)

    def exact(self) -> datetime:
        return self._standing_at or datetime.now(UTC) + self._offset


def utc_text(instant: datetime) -> str:
    """The way GraphQL answers write an instant: 2026-11-21T10:00:00Z."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def local_text(instant: datetime, timezone: str) -> str:
    """The way webhook bodies write an instant: with the offset of the store's time zone."""
    return instant.astimezone(ZoneInfo(timezone)).isoformat(timespec="seconds")


def instant(text: str) -> datetime:
    """What a document gives, in whole seconds (recorded: 23:44:15.210Z came back as 23:44:15Z)."""
    moment = datetime.fromisoformat(text).replace(microsecond=0)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

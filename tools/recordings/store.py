"""A store of a world of its own, as it stood when a conversation was recorded."""

from datetime import datetime
from typing import Any

from werkzeug.test import Client

from sandbox.admin_schema import access_rules
from sandbox.answer import answer
from sandbox.installation import install
from sandbox.server import make_app
from sandbox.world import AppConfig, World

_DOMAIN = "recorded.myshopify.com"
# Recorded jobs were still waiting or running when the next question came.
_BULK_SECONDS = 5


class RecordedStore:
    def __init__(self, at: datetime | None) -> None:
        self._world = World(AppConfig("recorder", "secret", "http://app.invalid"), bulk_seconds=_BULK_SECONDS)
        if at is not None:
            self._world.clock.move_to(at)
        all_scopes = {scope for rule in access_rules().values() for scope in rule.any_of}
        self._store = self._world.open_store(_DOMAIN, currency="CAD")
        install(self._world, self._store, sorted(all_scopes))
        self._client = Client(make_app(self._world))

    def upload(self, path: str, content: bytes) -> None:
        self._store.staged_uploads[path] = content

    def ask(self, document: str, variables: dict[str, Any]) -> dict[str, Any]:
        self._store.buckets.clear()  # the recorder took its time
        with self._world.lock:
            body = {"query": document, "variables": variables}
            return answer(self._world, self._store, "token", body).content

    def control(self, path: str, body: dict[str, Any]) -> Any:
        made = self._client.post(f"/control/{_DOMAIN}{path}", json=body)
        if made.status_code != 200:
            raise RuntimeError(made.text)
        return made.json

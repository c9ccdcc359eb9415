"""A store of a running sandbox, and the app's way into it over real HTTP."""

from dataclasses import dataclass, field
from typing import Any

import requests

from sandbox.server import DEFAULT_SECRET

CLIENT_ID = "laurel-client-id"
EXCHANGE = {
    "client_id": CLIENT_ID,
    "client_secret": DEFAULT_SECRET,
    "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
    "subject_token_type": "urn:ietf:params:oauth:token-type:id_token",
    "requested_token_type": "urn:shopify:params:oauth:token-type:offline-access-token",
    "expiring": 1,
}
ALL_SCOPES = [
    f"{verb}_{what}"
    for verb in ("read", "write")
    for what in ("customers", "orders", "products", "discounts")
] + ["read_all_orders", "read_customer_merge", "write_customer_merge"]


@dataclass
class Shop:
    """One store of a sandbox and the app's way into it."""

    url: str
    domain: str
    token: str = ""
    session: requests.Session = field(default_factory=requests.Session)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.session.request(
            method, f"{self.url}/control/{self.domain}{path}", json=body, timeout=10
        )
        assert answer.ok, answer.text
        return answer.json()

    def post(self, document: str, variables: dict[str, Any] | None = None, **more: Any) -> requests.Response:
        return self.session.post(
            f"{self.url}/{self.domain}/admin/api/2026-10/graphql.json",
            json={"query": document, "variables": variables or {}, **more},
            headers={"X-Shopify-Access-Token": self.token},
            timeout=10,
        )

    def ask(self, document: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        answer: dict[str, Any] = self.post(document, variables).json()
        return answer

    def data(self, document: str, variables: dict[str, Any] | None = None) -> Any:
        answer = self.ask(document, variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def exchange(self, **overrides: Any) -> requests.Response:
        token = self.control("POST", "/session-token", {})["token"]
        return self.oauth({**EXCHANGE, "subject_token": token, **overrides})

    def oauth(self, body: dict[str, Any]) -> requests.Response:
        return self.session.post(f"{self.url}/{self.domain}/admin/oauth/access_token", json=body, timeout=10)

    def customer(self, **about: Any) -> str:
        return f"gid://shopify/Customer/{self.control('POST', '/customers', about)['id']}"

"""The sender against a small receiver on this machine."""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Lock, Thread

import pytest

from sandbox.faults import WebhookFaults
from sandbox.subscriptions import WebhookSubscription
from sandbox.webhooks import Sender
from tests.sandbox.commerce_store import NOON, Shop


class Receiver:
    """Answers by a script: a status for each of the next requests, then 200."""

    def __init__(self):
        self.got, self.script, self.wait_seconds, self.open_connections = [], [], 0.0, 0
        lock, receiver = Lock(), self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self):
                super().setup()
                receiver.open_connections += 1

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with lock:
                    receiver.got.append((dict(self.headers), body, self.path))
                    status = receiver.script.pop(0) if receiver.script else 200
                time.sleep(receiver.wait_seconds)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def topics(self):
        return [headers["X-Shopify-Topic"] for headers, _, _ in self.got]

    def ids(self):
        return [headers["X-Shopify-Webhook-Id"] for headers, _, _ in self.got]


@pytest.fixture
def receiver():
    receiver = Receiver()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


@pytest.fixture
def shop(receiver):
    """A shop whose orders/paid and orders/updated go to the receiver; retries come after 20 ms."""
    shop = Shop()
    shop.sender = shop.world.sender = Sender(shop.world, workers=4)
    shop.sender.retry_seconds = 0.02
    shop.world.app = type(shop.world.app)("id", "secret", receiver.url)
    for number, topic in enumerate(["ORDERS_PAID", "ORDERS_UPDATED"], start=1):
        subscription = WebhookSubscription(number, topic, f"{receiver.url}/hooks", NOON, NOON)
        shop.store.webhook_subscriptions[number] = subscription
    yield shop
    shop.sender.stop()


def send(shop, topic="orders/paid", body=None, event_id="event-1"):
    with shop.world.lock:
        shop.world.emit(shop.store, topic, body or {"id": 1}, event_id)


def test_a_delivery_is_signed_and_says_where_it_comes_from(shop, receiver):
    send(shop, body={"id": 1, "name": "Zoë"})
    assert shop.sender.quiet(5)
    headers, body, path = receiver.got[0]
    wanted = base64.b64encode(hmac.new(b"secret", body, hashlib.sha256).digest()).decode()
    assert (path, json.loads(body)) == ("/hooks", {"id": 1, "name": "Zoë"})
    assert headers["X-Shopify-Hmac-Sha256"] == wanted
    assert headers["X-Shopify-Topic"] == "orders/paid"
    assert headers["X-Shopify-Shop-Domain"] == "ada.myshopify.com"
    assert headers["X-Shopify-API-Version"] == "2026-10"
    assert headers["X-Shopify-Event-Id"] == "event-1"
    assert headers["X-Shopify-Triggered-At"] == "2026-11-21T12:00:00Z"


def test_deliveries_of_one_change_share_an_event_id_and_nothing_else(shop, receiver):
    shop.order((1000, 1))
    assert shop.sender.quiet(5)
    assert sorted(receiver.topics()) == ["orders/paid", "orders/updated"]
    assert len({headers["X-Shopify-Event-Id"] for headers, _, _ in receiver.got}) == 1
    assert len(set(receiver.ids())) == 2


def test_what_nobody_subscribed_to_is_not_sent(shop, receiver):
    send(shop, "customers/update")
    assert shop.sender.quiet(5)
    assert receiver.got == []


@pytest.mark.parametrize(
    ("text", "sent"),
    [("test:false", True), ("-test:false", False), ("id:>=2", False), ("lines.sku:b AND id:*", True)],
)
def test_a_subscription_may_filter_bodies_and_choose_fields(shop, receiver, text, sent):
    paid = shop.store.webhook_subscriptions[1]
    shop.store.webhook_subscriptions[1] = replace(paid, filter=text, include_fields=("id",))
    send(shop, body={"id": 1, "test": False, "lines": [{"sku": "a"}, {"sku": "B"}]})
    assert shop.sender.quiet(5)
    assert [json.loads(body) for _, body, _ in receiver.got] == ([{"id": 1}] if sent else [])


def test_compliance_topics_go_to_the_app_without_a_subscription(shop, receiver):
    send(shop, "shop/redact")
    assert shop.sender.quiet(5)
    assert (receiver.topics(), receiver.got[0][2]) == (["shop/redact"], "/webhooks")


@pytest.mark.parametrize("answer", [500, 302, 410])
def test_whatever_is_not_2xx_is_tried_again_under_the_same_id(shop, receiver, answer):
    receiver.script = [answer, answer]
    send(shop)
    assert shop.sender.quiet(5)
    assert len(receiver.got) == 3
    assert len(set(receiver.ids())) == 1
    row = shop.sender.log.latest(None, 1)[0]
    assert (row.status, row.attempts) == (200, 3)


def test_after_eight_retries_a_delivery_is_given_up(shop, receiver):
    shop.sender.retry_seconds = 0.001
    receiver.script = [500] * 20
    send(shop)
    assert shop.sender.quiet(5)
    assert len(receiver.got) == 9


def test_a_subscription_goes_after_eight_deliveries_in_a_row_were_given_up(shop, receiver):
    shop.sender.retry_seconds = 0.0001
    receiver.script = [500] * 72
    for _ in range(8):
        send(shop)
    assert shop.sender.quiet(5)
    assert list(shop.store.webhook_subscriptions) == [2]


def test_a_receiver_that_is_away_is_tried_again(shop, receiver):
    receiver.server.shutdown()
    receiver.server.server_close()
    send(shop)
    assert not shop.sender.quiet(0.1)
    assert shop.sender.log.latest(None, 1)[0].status == "no answer: ConnectionRefusedError"
    shop.sender.drop_waiting()


def test_the_same_delivery_may_come_twice(shop, receiver):
    shop.world.faults.webhooks = WebhookFaults(duplicate=1.0)
    send(shop)
    assert shop.sender.quiet(5)
    assert len(receiver.got) == 2
    assert len(set(receiver.ids())) == 1


def test_lost_deliveries_stand_in_the_log_only(shop, receiver):
    shop.world.faults.webhooks = WebhookFaults(loss=1.0, loss_topics=("orders/paid",))
    send(shop, "orders/paid")
    send(shop, "orders/updated")
    assert shop.sender.quiet(5)
    assert receiver.topics() == ["orders/updated"]
    assert [row.status for row in shop.sender.log.latest(None, 2)] == [200, "lost"]


def test_deliveries_may_be_late_and_out_of_order(shop, receiver):
    shop.world.faults.webhooks = WebhookFaults(reorder=True, delay_ms=(10, 20))
    shop.world.faults.dice = Random(3)
    for number in range(12):
        send(shop, body={"id": number})
    assert shop.sender.quiet(5)
    order = [json.loads(body)["id"] for _, body, _ in receiver.got]
    assert sorted(order) == list(range(12))
    assert order != list(range(12))


def test_held_deliveries_are_released_in_the_order_asked_for(shop, receiver):
    shop.sender.hold(shop.store.domain, on=True)
    for number in range(3):
        send(shop, body={"id": number})
    first, second, third = (row.id for row in shop.sender.held(shop.store.domain))
    assert receiver.got == []
    shop.sender.release(shop.store.domain, [third, first, third])
    assert shop.sender.quiet(5)
    assert receiver.ids() == [third, first, third]
    assert [row.id for row in shop.sender.held(shop.store.domain)] == [second]
    shop.sender.hold(shop.store.domain, on=False)
    assert shop.sender.quiet(5)
    assert receiver.ids()[3:] == [second]


def test_a_delivery_can_be_sent_once_more_with_its_old_id(shop, receiver):
    send(shop)
    assert shop.sender.quiet(5)
    shop.sender.resend(receiver.ids()[0])
    assert shop.sender.quiet(5)
    assert len(receiver.got) == 2
    assert len(set(receiver.ids())) == 1


def test_connections_are_kept_and_a_closed_one_is_replaced(shop, receiver):
    for _ in range(40):
        send(shop)
    assert shop.sender.quiet(5)
    assert receiver.open_connections <= 4


def test_three_hundred_deliveries_take_less_than_a_second(shop, receiver):
    began = time.monotonic()
    for number in range(300):
        send(shop, body={"id": number, "lines": [{"price": "10.00"}] * 100})
    assert shop.sender.quiet(5)
    assert time.monotonic() - began < 1
    assert len(receiver.got) == 300

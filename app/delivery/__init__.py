"""Delivery: outbox → platform. The only step of the line that reaches the network.

A worker leases a shop's lane, sends what is due for some seconds and lets go, least recently served
first, so that neither a noisy shop nor a hanging call holds up the others. What to write is computed
from current state when it is sent; a second pass sends nothing.
"""

from app.delivery.context import Context
from app.delivery.serve import serve_one

__all__ = ["Context", "serve_one"]

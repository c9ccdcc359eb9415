"""Ids made by us: 63-bit integers that grow with time, unique over processes without asking anybody.

31 bits of seconds, 32 bits that start at a random place each second and count up in this process.
"""

import secrets
import threading
import time

EPOCH = 1_735_689_600  # 2025-01-01
_lock = threading.Lock()
_last = 0


def new_id() -> int:
    global _last
    with _lock:
        second = (int(time.time()) - EPOCH) << 32
        _last = _last + 1 if _last >= second else second | secrets.randbits(31)
        return _last

"""A worker: threads that post, evaluate and deliver, and one for reports. Any number may run on Postgres.

Each loop takes work by lock or lease, does it, and looks again; when there is none it waits a quarter of
a second. Posting and evaluating let more gather after a batch that was not full: ten orders in one
transaction cost half of ten transactions. What fails is logged and tried again: a loop never ends.
"""

import os
import secrets
import socket
import threading
from collections.abc import Callable
from functools import partial

import structlog
from sqlalchemy.exc import DBAPIError

from app import report_work
from app.db import is_outage
from app.delivery import Context, lanes, serve_one
from app.evaluate import BATCH as EVALUATED_AT_ONCE
from app.evaluate import evaluate_due
from app.evaluate import shops_with_work as shops_to_evaluate
from jobs import reports
from jobs.pace import Pace
from webhooks.process import BATCH as POSTED_AT_ONCE
from webhooks.process import process
from webhooks.process import shops_with_work as shops_to_post

POLL_SECONDS = 0.25
GATHER_SECONDS = 0.1
AFTER_TROUBLE_SECONDS = 2.0

log = structlog.get_logger()


class Worker:
    def __init__(self, context: Context, *, delivery_threads: int = 4) -> None:
        self._context = context
        self._stopping = threading.Event()
        self._posting = Pace(context.db, POSTED_AT_ONCE)
        self._evaluating = Pace(context.db, EVALUATED_AT_ONCE)
        name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
        loops: list[tuple[str, Callable[[], bool]]] = [
            ("post", partial(self._gathering, self._posting, self.post_once)),
            ("evaluate", partial(self._gathering, self._evaluating, self.evaluate_once)),
        ]
        loops += [
            (f"deliver-{n}", partial(serve_one, context, f"{name}:{n}")) for n in range(delivery_threads)
        ]
        if context.db.on_sqlite:
            loops.append(("checkpoint", self._checkpoint))
        if delivery_threads:
            loops.append(("keep", partial(self._keep_leases, name)))
            loops += [
                ("report", partial(reports.make_one, context.db, context.clock, f"{name}:report")),
                ("keep-report", partial(self._keep_report, f"{name}:report")),
            ]
        self._threads = [
            threading.Thread(target=self._run, args=(loop,), name=name, daemon=True) for name, loop in loops
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, timeout: float = 10) -> None:
        """Lets every loop finish what it is doing."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(timeout)

    def post_once(self) -> bool:
        """One batch of each shop that has new inbox rows; True if there were any."""
        with self._context.db.read() as session:
            shops = shops_to_post(session)
        taken = [self._apart(self._posting, self._post, shop_id) for shop_id in shops]
        return any(taken)

    def evaluate_once(self) -> bool:
        """One batch of each shop with customers that are due; True if there were any."""
        with self._context.db.read() as session:
            shops = shops_to_evaluate(session, self._context.clock())
        found = [self._apart(self._evaluating, self._evaluate, shop_id) for shop_id in shops]
        return any(found)

    def _gathering(self, pace: Pace, once: Callable[[], bool]) -> bool:
        """One round; unless a batch was full there is no hurry, and what comes next may gather."""
        pace.full = False
        worked = once()
        if worked and not pace.full:
            self._stopping.wait(GATHER_SECONDS)
        return worked

    def _apart(self, pace: Pace, work: Callable[[int, int], int], shop_id: int) -> int:
        """One store's trouble must not hold up the others; an outage of the database is everybody's."""
        try:
            return pace.run(partial(work, shop_id))
        except DBAPIError as trouble:
            if is_outage(trouble):
                raise
            log.exception("a store's work stumbled", shop=shop_id)
        except Exception:
            log.exception("a store's work stumbled", shop=shop_id)
        return 0

    def _post(self, shop_id: int, limit: int) -> int:
        return process(self._context.db, shop_id, self._context.clock(), limit)

    def _evaluate(self, shop_id: int, limit: int) -> int:
        now = self._context.clock()
        return evaluate_due(self._context.db, shop_id, now, limit)

    def _checkpoint(self) -> bool:
        self._context.db.checkpoint()
        self._stopping.wait(POLL_SECONDS)
        return True

    def _keep_leases(self, owner: str) -> bool:
        lanes.keep(self._context.db, owner)
        self._stopping.wait(lanes.KEEP_EVERY_SECONDS)
        return True

    def _keep_report(self, owner: str) -> bool:
        report_work.keep(self._context.db, owner)
        self._stopping.wait(report_work.KEEP_EVERY_SECONDS)
        return True

    def _run(self, loop: Callable[[], bool]) -> None:
        while not self._stopping.is_set():
            try:
                if loop():
                    continue
                self._stopping.wait(POLL_SECONDS)
            except DBAPIError as trouble:
                log.warning("the database did not do what was asked; trying again", error=str(trouble.orig))
                self._stopping.wait(AFTER_TROUBLE_SECONDS)
            except Exception:
                log.exception("a loop stumbled; trying again", loop=threading.current_thread().name)
                self._stopping.wait(AFTER_TROUBLE_SECONDS)

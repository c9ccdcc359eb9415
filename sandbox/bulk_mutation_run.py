"""Runs a mutation once for each line of variables, portion by portion. No line costs points."""

import json
import time
from dataclasses import replace
from threading import Thread
from typing import Any

from graphql import parse

from sandbox.access import with_implied
from sandbox.bulk_operation import BulkOperation
from sandbox.context import Context
from sandbox.execute import run_document
from sandbox.payloads.bulk import bulk_finished
from sandbox.store import Store
from sandbox.world import World

PORTION = 50  # lines that are carried out while the world's lock is held


def start(world: World, store: Store, operation: BulkOperation) -> None:
    name = "bulk mutation"
    Thread(target=_run, args=(world, store, operation.id), name=name, daemon=True).start()


def _run(world: World, store: Store, operation_id: int) -> None:
    time.sleep(world.bulk_seconds / 3)
    while _advance(world, store, operation_id):
        time.sleep(0.001)  # lets others have the lock


def _advance(world: World, store: Store, operation_id: int) -> bool:
    """Carries out one more portion. False when the job is at its end."""
    with world.lock:
        job = store.bulk_operations[operation_id]
        if job.status == "CANCELING" or not store.installed:
            return _end(world, store, job, "CANCELED")
        lines = (store.staged_uploads[job.path] or b"").splitlines()
        done = len(job.lines)
        if job.status == "RUNNING" and done >= len(lines):
            return _end(world, store, job, "COMPLETED")
        document, ctx = parse(job.query), Context(world, store, with_implied(store.scopes), world.clock.now())
        for number, line in enumerate(lines[done : done + PORTION], start=done):
            result = run_document(document, json.loads(line), None, ctx)
            job.lines.append(json.dumps(_told(result.formatted, number), ensure_ascii=False))
        store.bulk_operations[job.id] = replace(job, status="RUNNING", root_object_count=len(job.lines))
        return True


def _told(answer: Any, number: int) -> dict[str, Any]:
    """A line of the result (recorded for lines that went well; errors of the whole line are assumed)."""
    errors = {"errors": answer["errors"]} if answer.get("errors") else {}
    return {"data": answer.get("data")} | errors | {"__lineNumber": number}


def _end(world: World, store: Store, job: BulkOperation, status: str) -> bool:
    ended = replace(job, status=status, completed_at=None if status == "CANCELED" else world.clock.now())
    store.bulk_operations[job.id] = ended
    if store.installed:
        world.emit(store, "bulk_operations/finish", bulk_finished(store, ended))
    return False

"""Runs bulk operations: each on a thread of its own, portion by portion, slowly enough to be polled."""

import time
from dataclasses import replace
from threading import Thread
from typing import Any

from graphql import GraphQLError, parse

from sandbox.access import with_implied
from sandbox.api_errors import NotSupported
from sandbox.bulk_lines import lines_of
from sandbox.bulk_operation import BulkOperation
from sandbox.bulk_reading import BulkReading
from sandbox.context import Context
from sandbox.execute import run_document
from sandbox.payloads.bulk import bulk_finished
from sandbox.store import Store
from sandbox.world import World


def check_runs(world: World, store: Store, query: str) -> None:
    """Reads the first portion and throws it away. Raises NotSupported for fields nobody answers."""
    reading = BulkReading()
    errors = _read(world, store, query, reading)[1]
    for error in errors:
        if isinstance(error.original_error or error, NotSupported):
            raise NotSupported(error.message.removeprefix("sandbox: ").removesuffix(" is not supported"))


def start(world: World, store: Store, operation: BulkOperation) -> None:
    Thread(target=_run, args=(world, store, operation.id), name="bulk operation", daemon=True).start()


def _run(world: World, store: Store, operation_id: int) -> None:
    # A third of the time is spent waiting for a start, as CREATED; the rest goes by while it runs.
    time.sleep(world.bulk_seconds / 3)
    reading = BulkReading()
    if not _advance(world, store, operation_id, reading):
        return
    time.sleep(world.bulk_seconds * 2 / 3)
    while _advance(world, store, operation_id, reading):
        time.sleep(0.001)  # lets others have the lock


def _advance(world: World, store: Store, operation_id: int, reading: BulkReading) -> bool:
    """Reads one more portion. False when the job is at its end."""
    with world.lock:
        operation = store.bulk_operations[operation_id]
        if operation.status == "CANCELING" or not store.installed:
            return _end(world, store, operation, "CANCELED")
        if operation.status == "RUNNING" and reading.is_done:
            return _end(world, store, operation, "COMPLETED")
        data, errors = _read(world, store, operation.query, reading)
        if errors:
            denied = any((e.extensions or {}).get("code") == "ACCESS_DENIED" for e in errors)
            failed = replace(operation, error_code="ACCESS_DENIED" if denied else "INTERNAL_SERVER_ERROR")
            return _end(world, store, failed, "FAILED")
        operation.lines.extend(lines_of(data, operation.grouped))
        roots = operation.root_object_count + sum(
            len(value["edges"]) for value in data.values() if isinstance(value, dict) and "edges" in value
        )
        store.bulk_operations[operation_id] = replace(operation, status="RUNNING", root_object_count=roots)
        reading.next_portion()
        return True


def _end(world: World, store: Store, operation: BulkOperation, status: str) -> bool:
    # A cancelled job never completes, and keeps no time of it (recorded).
    at = None if status == "CANCELED" else world.clock.now()
    ended = replace(operation, status=status, completed_at=at)
    store.bulk_operations[operation.id] = ended
    if store.installed:
        world.emit(store, "bulk_operations/finish", bulk_finished(store, ended))
    return False


def _read(
    world: World, store: Store, query: str, reading: BulkReading
) -> tuple[dict[str, Any], list[GraphQLError]]:
    ctx = Context(world, store, with_implied(store.scopes), world.clock.now(), reading)
    result = run_document(parse(query), {}, None, ctx)
    return result.data or {}, list(result.errors or ())

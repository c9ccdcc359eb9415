"""Runs a Function's module: JSON on standard input, JSON on standard output, within the platform's limits."""

import json
import struct
from functools import cache
from typing import Any

from wasmtime import (
    Caller,
    Config,
    Engine,
    Func,
    FuncType,
    Linker,
    Memory,
    Module,
    Store,
    Trap,
    ValType,
    WasmtimeError,
)

from sandbox.function_limits import MEMORY_BYTES, STACK_BYTES, RunLimits

_WASI = "wasi_snapshot_preview1"
_DONE, _BAD_FILE = 0, 8  # errno


class RunFailed(Exception):
    """The module trapped or went beyond a limit. The message says which."""


def run_module(module: bytes, export: str, given: bytes, limits: RunLimits) -> tuple[Any, int]:
    """What the module answers, and how many instructions it took. Raises RunFailed."""
    if len(given) > limits.input_bytes:
        raise RunFailed(f"the input has {len(given)} bytes, {limits.input_bytes} at most")
    pipes = _Pipes(given)
    store = Store(_engine())
    store.set_fuel(limits.instructions)
    store.set_limits(memory_size=MEMORY_BYTES)
    try:
        instance = _linker(pipes).instantiate(store, _compiled(module))
        entry = instance.exports(store)[export]
        assert isinstance(entry, Func)
        entry(store)
    except (Trap, WasmtimeError) as error:
        raise RunFailed(str(error).strip().splitlines()[-1]) from error
    if len(pipes.written) > limits.output_bytes:
        raise RunFailed(f"the output has {len(pipes.written)} bytes, {limits.output_bytes} at most")
    try:
        return json.loads(pipes.written), limits.instructions - store.get_fuel()
    except ValueError as error:
        raise RunFailed("the output is no JSON") from error


class _Pipes:
    """The two calls a Function may make: no clock, no files and no chance are there to be linked."""

    def __init__(self, given: bytes) -> None:
        self._left = memoryview(given)
        self.written = bytearray()

    def read(self, caller: Caller, file: int, vectors: int, count: int, told: int) -> int:
        if file != 0:
            return _BAD_FILE
        memory, total = _memory(caller), 0
        for place, room in _vectors(caller, memory, vectors, count):
            part, self._left = self._left[:room], self._left[room:]
            memory.write(caller, bytes(part), place)
            total += len(part)
        memory.write(caller, struct.pack("<I", total), told)
        return _DONE

    def write(self, caller: Caller, file: int, vectors: int, count: int, told: int) -> int:
        if file != 1:
            return _BAD_FILE
        memory, total = _memory(caller), 0
        for place, length in _vectors(caller, memory, vectors, count):
            self.written += memory.read(caller, place, place + length)
            total += length
        memory.write(caller, struct.pack("<I", total), told)
        return _DONE


def _memory(caller: Caller) -> Memory:
    memory = caller["memory"]
    assert isinstance(memory, Memory)
    return memory


def _vectors(caller: Caller, memory: Memory, at: int, count: int) -> list[tuple[int, int]]:
    """Pairs of a place in memory and a length."""
    return list(struct.iter_unpack("<II", memory.read(caller, at, at + 8 * count)))


@cache
def _engine() -> Engine:
    config = Config()
    config.consume_fuel = True
    config.max_wasm_stack = STACK_BYTES
    return Engine(config)


@cache
def _compiled(module: bytes) -> Module:
    return Module(_engine(), module)


def _linker(pipes: _Pipes) -> Linker:
    kind = FuncType([ValType.i32()] * 4, [ValType.i32()])
    linker = Linker(_engine())
    linker.define_func(_WASI, "fd_read", kind, pipes.read, access_caller=True)
    linker.define_func(_WASI, "fd_write", kind, pipes.write, access_caller=True)
    return linker

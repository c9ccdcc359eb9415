"""The module that is kept is the one its sources make, and the platform would take it."""

import gzip
import importlib.util
import json
import tomllib
from dataclasses import replace

import pytest
from wasmtime import Engine, Module

from sandbox.function import EXTENSIONS, functions_of_the_app
from sandbox.function_limits import MODULE_BYTES, QUERY_COST, deploy_faults, query_cost
from sandbox.schema.strip import without_prose
from tests.conftest import ROOT, SHARED
from tools.build_functions import build, functions, made_of, module, record

GATE = functions_of_the_app()["vip-gate"]


needs_zig = pytest.mark.skipif(
    importlib.util.find_spec("ziglang") is None, reason="the Zig compiler is not installed"
)
each_function = pytest.mark.parametrize("folder", functions(), ids=lambda folder: folder.name)


@needs_zig
@each_function
def test_no_source_has_changed_since_the_module_was_made(folder):
    """After a change: python -m tools.build_functions. That it makes these very bytes is shown in soak."""
    assert record(folder).read_text() == made_of(folder)


@pytest.mark.long
@needs_zig
@each_function
def test_the_kept_module_is_what_the_sources_make(tmp_path, folder):
    build(folder, tmp_path / "function.wasm")
    assert (tmp_path / "function.wasm").read_bytes() == module(folder).read_bytes()


def test_the_platform_would_take_the_module_and_its_query():
    assert deploy_faults(GATE) == []
    assert len(GATE.module) < MODULE_BYTES


def test_the_query_asks_as_much_as_it_may_and_no_more():
    assert query_cost(GATE.input_query) == QUERY_COST


def test_one_field_more_is_refused():
    dearer = GATE.input_query.replace("isAuthenticated", "isAuthenticated email")
    assert deploy_faults(replace(GATE, input_query=dearer)) == ["the input query has 31 points, 30 at most"]


def test_the_module_can_read_and_write_and_nothing_else():
    """No clock, no chance, no files: the platform allows none of them."""
    built = Module(Engine(), GATE.module)
    assert {(i.module, i.name) for i in built.imports} == {
        ("wasi_snapshot_preview1", "fd_read"),
        ("wasi_snapshot_preview1", "fd_write"),
    }
    assert {e.name for e in built.exports} == {"memory", GATE.export}


def test_functions_speak_the_version_of_the_api_that_the_app_speaks():
    app = tomllib.loads((ROOT / "shopify.app.toml").read_text())
    assert {f.api_version for f in functions_of_the_app().values()} == {app["webhooks"]["api_version"]}


def test_every_slot_of_the_query_is_a_slot_of_the_module():
    slots = {f"t{n}" for n in range(1, 16)}
    text = (EXTENSIONS / "vip-gate" / "src" / "input.zig").read_text()
    assert {word for word in slots if f"    {word}: bool" in text} == slots
    assert all(f"{slot}: dateTimeAfter(dateTime: ${slot})" in GATE.input_query for slot in slots)


def test_the_kept_schema_is_the_real_one():
    name = "functions_cart_checkout_validation_2026-10.json.gz"
    if not (SHARED / "shopify" / name).exists():
        pytest.skip("the schemas are not beside this checkout")
    real = json.loads(gzip.decompress((SHARED / "shopify" / name).read_bytes()))["data"]["__schema"]
    kept = json.loads(gzip.decompress((ROOT / "sandbox" / "schema" / name).read_bytes()))
    assert kept["data"]["__schema"] == without_prose(real)

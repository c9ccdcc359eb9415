"""Addresses of our own files, with what they hold: after a new release no browser shows an old one."""

import hashlib
from functools import cache
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"


@cache
def asset(name: str) -> str:
    """`/static/app.css?v=…`; the file is read once in the life of the process."""
    return f"/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"

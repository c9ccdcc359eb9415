"""Renders blocks of the extension, and Liquid that the app answered through its proxy."""

from datetime import datetime
from html import escape
from typing import Any

from liquid import DictLoader, Environment

from sandbox.theme.extension import block, snippets
from sandbox.theme.filters import filters
from sandbox.theme.visit import Visit


def render_block(handle: str, visit: Visit, now: datetime, globals_: dict[str, Any]) -> str:
    """One block as the theme shows it, in the wrapper that Shopify puts around it."""
    read = block(handle)
    about = {
        "id": handle,
        "settings": read.settings,
        "shopify_attributes": f'data-block-handle="{escape(handle)}"',
    }
    inside = environment(visit, now).from_string(read.source).render(**globals_, block=about)
    return f'<div class="shopify-app-block">{inside}</div>'


def render_liquid(source: str, visit: Visit, now: datetime, globals_: dict[str, Any]) -> str:
    return environment(visit, now).from_string(source).render(**globals_)


def environment(visit: Visit, now: datetime) -> Environment:
    made = Environment(loader=DictLoader(snippets()))
    made.filters.update(filters(visit.store.currency, visit.store.timezone, visit.locale, now))
    return made

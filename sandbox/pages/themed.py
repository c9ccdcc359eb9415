"""What every page of the theme has: who looks at it, the blocks of the app, and the frame around them."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Blueprint, render_template, request
from markupsafe import Markup

from sandbox.checkout import Checkout
from sandbox.control import ControlError, the_customer, the_store, the_world
from sandbox.products import Product
from sandbox.theme import extension
from sandbox.theme.filters import filters
from sandbox.theme.objects import in_hundredths, objects
from sandbox.theme.render import render_block
from sandbox.theme.visit import GUEST, Visit, read
from sandbox.theme.words import theme_words

View = TypeVar("View", bound=Callable[..., Any])

LANGUAGES = (
    ("en", "English"),
    ("ja", "日本語"),
    ("ms", "Bahasa Melayu"),
    ("zh-CN", "中文"),
    ("pt-BR", "Português"),
)


def themed(blueprint: Blueprint, path: str) -> Callable[[View], View]:
    """A page of the theme, as a guest in English, or as who and in what language the address says."""

    def register(view: View) -> View:
        blueprint.get(path, defaults={"who": GUEST, "locale": "en"})(view)
        blueprint.get(f"/as/<who>/<locale>{path}")(view)
        return view

    return register


def visit_of(shop: str, who: str, locale: str) -> Visit:
    """`?locale=` says another language than the address. Raises ControlError."""
    store, spoken = the_store(shop), request.args.get("locale", locale)
    if spoken not in extension.LANGUAGES or not (who == GUEST or who.isdecimal()):
        raise ControlError(f"{store.name} has no such page", 404)
    customer = the_customer(store, int(who)) if who != GUEST else None
    return Visit(store, spoken, customer, read(store, request.args.get("items", "")))


def blocks(
    handles: Sequence[str], visit: Visit, quote: Checkout | None = None, product: Product | None = None
) -> list[Markup]:
    with the_world().lock:
        now, given = the_world().clock.now(), objects(visit, quote, product)
    return [Markup(render_block(handle, visit, now, given)) for handle in handles]


def show(template: str, visit: Visit, title: str, **more: Any) -> str:
    """A page of the theme: the app embed is on every one."""
    here = request.path.removeprefix(f"/{visit.store.domain}")
    here = "/" + here.split("/", 4)[4] if here.startswith("/as/") and here.count("/") > 3 else here
    money = money_of(visit)
    return render_template(
        template,
        store=visit.store,
        visit=visit,
        title=title,
        words=theme_words(visit.locale),
        languages=LANGUAGES,
        here="" if here.startswith("/as/") else here,
        badge=blocks(("vip_embed",), visit)[0],
        price=lambda product: money(product.price),
        **more,
    )


def money_of(visit: Visit) -> Callable[[int], str]:
    """Minor units as the theme writes them."""
    store = visit.store
    shown = filters(store.currency, store.timezone, visit.locale, the_world().clock.now())["money"]
    return lambda amount: str(shown(in_hundredths(amount, store.currency)))

"""The addresses behind the store's app proxy. Nothing is told before the signature is proven.

An answer is HTML that Shopify puts into the theme and runs through Liquid: it holds not one brace, so that
nothing in it can be Liquid (reliability T15). Values of the request are never shown, kept or logged.
"""

from flask import Blueprint, Response, current_app, g, jsonify, render_template, request
from sqlmodel import select

from app.delivery import Context
from app.errors import Refused
from app.models import Shop
from app.platform.app_proxy import shopper_of
from app.programs import program_of
from app.rules.storefront import rules, tiers
from app.web.language import language
from app.web.shopper import sentences, theme_words
from app.web.shopper.card import accent, card
from app.web.shopper.status import standing_of, status_of

LIQUID = "application/liquid; charset=utf-8"
STYLES = theme_words.LOCALES.parent / "assets" / "vip.css"
BRACES = str.maketrans({"{": "&#123;", "}": "&#125;"})

blueprint = Blueprint("shopper", __name__, url_prefix="/shopper")


@blueprint.before_request
def proven() -> Response | None:
    """Sets `g.shopper`, `g.shop` and `g.now`. A store that has no program to show is as unknown as any."""
    context: Context = current_app.extensions["laurel"]
    g.now = context.clock()
    try:
        g.shopper = shopper_of(request.query_string, context.config, g.now)
    except Refused:
        return Response("This address is only for the pages of a store.", 401, mimetype="text/plain")
    with context.db.read() as session:
        shop = session.exec(select(Shop).where(Shop.domain == g.shopper.shop)).first()
    if shop is None or not shop.connected or shop.live_at is None or shop.cleaned_at is not None:
        return Response("There is nothing here.", 404, mimetype="text/plain")
    g.shop = shop
    return None


@blueprint.after_request
def for_nobody_else(response: Response) -> Response:
    """One shopper's answer is never another's; the styles are everybody's."""
    if response.mimetype != "text/css":
        response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@blueprint.get("", strict_slashes=False)
def page() -> Response:
    """The whole status of who is logged in; else the way to log in, and the program."""
    context: Context = current_app.extensions["laurel"]
    if g.shopper.customer_id is None or g.shop.paused_at is not None:
        return _shown("shopper/visitor.html")
    with context.db.read() as session:
        standing = standing_of(session, g.shop, g.shopper.customer_id, g.now)
    return _shown(
        "shopper/status.html",
        card=card(standing.program, standing.status, standing.share_tenths),
        accent=accent(standing.program, standing.status["rank"]),
        moves=standing.moves,
    )


@blueprint.get("/status")
def refreshed() -> Response:
    """The status as JSON, for a page that lay open for a while."""
    context: Context = current_app.extensions["laurel"]
    if g.shopper.customer_id is None or g.shop.paused_at is not None:
        return jsonify(tier=None)
    with context.db.read() as session:
        status = status_of(session, g.shop, g.shopper.customer_id, g.now)
    bar = sentences.bar(status)
    words = {
        "title": sentences.title(status),
        "progress": sentences.progress(status),
        "so_far": sentences.so_far(status),
    }
    names = ("tier", "rank", "spend", "to_next", "next", "unit", "currency")
    return jsonify({name: status[name] for name in names} | {"whole": bar and bar[1], "words": words})


@blueprint.get("/program")
def explained() -> Response:
    """What each tier asks and brings, and how it is kept and lost: for everybody (PROG-*)."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        _, program = program_of(session, g.shop.id, g.now)
        shopper = g.shopper.customer_id
        rank = status_of(session, g.shop, shopper, g.now)["rank"] if shopper is not None else 0
    currency = g.shop.counting_currency
    told = {"tiers": tiers(program, currency), "rules": rules(program, currency)}
    return _shown("shopper/program.html", rank=rank, unit=program.measure.unit, currency=currency, **told)


@blueprint.get("/vip.css")
def styles() -> Response:
    answer = Response(STYLES.read_bytes(), mimetype="text/css")
    answer.headers["Cache-Control"] = "public, max-age=3600"
    return answer


def _shown(template: str, **told: object) -> Response:
    spoken = str(language()).replace("_", "-")
    text = render_template(
        template,
        prefix=g.shopper.prefix,
        root=g.shopper.prefix.rsplit("/", 2)[0],
        spoken=spoken,
        paused=g.shop.paused_at is not None,
        zone=g.shop.zone,
        **theme_words.WORDS,
        **told,
    )
    return Response(text.translate(BRACES), content_type=LIQUID)

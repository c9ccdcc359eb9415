"""Other systems that are told of tier changes: added with a secret that is shown once, tried, taken out."""

from flask import Response, abort, current_app, g, make_response, render_template, request
from markupsafe import Markup

from app import hooks
from app.delivery import Context
from app.delivery import hooks_by_hand as by_hand
from app.errors import BadInput, NotFound, NotReached
from app.models import Shop
from app.web.actions import MAX_ID, actor, done
from app.web.language import gettext as _
from app.web.worded import sentence


def page() -> str:
    return render_template("settings/systems.html", content=content())


def content(url: str = "", problem: str = "", secret: str = "", answer: str = "", tried: int = 0) -> str:
    """`url` is what was typed, `problem` what is wrong with it; `answer` is what the hook `tried` said."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        found = hooks.open_hooks(session, g.shop.id)
    told = {"hooks": found, "most": hooks.MOST, "url": url, "problem": problem, "secret": secret}
    return Markup(render_template("settings/_systems.html", **told, answer=answer, tried=tried))


def add() -> Response:
    """An address that cannot be told stays in its field, with what is wrong with it."""
    context: Context = current_app.extensions["laurel"]
    url = request.form.get("url", "").strip()
    try:
        with context.db.write() as session:
            shop = session.get_one(Shop, g.shop.id, with_for_update=True)
            hook, secret = by_hand.add(session, context.config, shop, url, actor(), g.now)
            told = hook.url
    except BadInput as problem:
        return make_response(content(url, sentence(problem)), 422)
    return done(_("%(url)s is told from now on", url=told), content(secret=secret))


def test(hook_id: int) -> Response:
    """Sends a signed message at once and shows what came back; nothing changes."""
    context: Context = current_app.extensions["laurel"]
    try:
        with context.db.read() as session:
            hook = by_hand.the_hook(session, g.shop, _fitting(hook_id))
        status = by_hand.send_test(context.config, g.shop, hook, g.now)
    except NotFound:
        abort(404)
    except (NotReached, BadInput) as problem:
        return make_response(content(answer=sentence(problem), tried=hook_id))
    if 200 <= status < 300:
        return done(_("The test arrived"), content())
    return make_response(content(answer=_("It answered %(status)s.", status=status), tried=hook_id))


def end(hook_id: int) -> Response:
    """Ending twice changes nothing."""
    context: Context = current_app.extensions["laurel"]
    try:
        with context.db.write() as session:
            url = hooks.end(session, g.shop, _fitting(hook_id), actor(), g.now).url
    except NotFound:
        abort(404)
    return done(_("%(url)s is not told any more", url=url), content())


def _fitting(hook_id: int) -> int:
    if hook_id > MAX_ID:
        abort(404)
    return hook_id

"""Members: everybody the store knows, highest spend first, found by name, e-mail, id and tier."""

from urllib.parse import urlencode

from flask import Response, current_app, g, make_response, render_template, request
from werkzeug.datastructures import MultiDict

from app.delivery import Context
from app.models import Shop
from app.programs import has_program, program_of
from app.rules.program import Program
from app.web.member_list import MAX_SEARCH, MOST_PAGES, Wish, find


def page() -> Response:
    """The whole page, or for htmx the table alone, under the address that shows the same again."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop = session.get_one(Shop, g.shop.id)
        if not has_program(session, shop.id):
            return make_response(render_template("members/too_early.html", shop=shop))
        version, program = program_of(session, shop.id, g.now)
        wish = _wish(request.args, program)
        found = find(session, shop.id, wish)
        told = {"shop": shop, "version": version, "program": program, "wish": wish, "found": found}
        if "HX-Request" not in request.headers:
            return make_response(render_template("members.html", address=address, **told))
        part = make_response(render_template("members/_list.html", address=address, **told))
        part.headers["HX-Replace-Url"] = address(wish)
        return part


def address(wish: Wish, page: int = 1) -> str:
    """Where this list stands, with no more in it than differs from the plain list."""
    kept = {"q": wish.search, "tier": wish.tier, "sort": wish.sort, "page": str(page) if page > 1 else ""}
    query = urlencode({name: value for name, value in kept.items() if value})
    return f"/app/members?{query}" if query else "/app/members"


def _wish(args: MultiDict[str, str], program: Program) -> Wish:
    """What cannot be understood in the address is left out: a list is shown in any case."""
    tiers = {"members", *map(str, range(len(program.tiers) + 1))}
    tier, number = args.get("tier", ""), args.get("page", "1")
    return Wish(
        search=" ".join(args.get("q", "").replace("\0", "").split())[:MAX_SEARCH],
        tier=tier if tier in tiers else "",
        sort="least" if args.get("sort") == "least" else "",
        page=max(1, int(number)) if _is_page(number) else 1,
    )


def _is_page(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len(str(MOST_PAGES))

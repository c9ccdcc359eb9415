"""Data and privacy: what is held of somebody is handed over or forgotten, as on Shopify's own requests."""

import json
from collections.abc import Iterator, Sequence

from flask import Response, abort, current_app, g, make_response, render_template, request
from markupsafe import Markup
from sqlalchemy import func
from sqlmodel import Session, col, select

from app.delivery import Context
from app.explain.person_data import held_of, rows_of
from app.ledger import erase
from app.models import AuditEvent, Customer, LedgerEntry, Shop
from app.web.actions import MAX_ID, actor, done
from app.web.language import gettext as _

AT_ONCE = 200
MAX_SEARCH = 200


def page() -> str:
    return render_template("settings/privacy.html", content=content(_asked(request.args.get("who", ""))))


def find() -> str:
    """The fragment for what was typed into the search."""
    return content(_asked(request.args.get("who", "")))


def content(who: str = "", problem: str = "", typed: str = "") -> str:
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        person = _person(session, who) if who else None
        told = {"who": who, "person": person, "problem": problem, "typed": typed, "orders": 0}
        if person is not None:
            told |= {"orders": _orders(session, person), "call": called(person)}
    return Markup(render_template("settings/_privacy.html", **told))


def customer_file(customer_id: int) -> Response:
    """All that is held of somebody, as JSON: what a data request of Shopify gathers."""
    context: Context = current_app.extensions["laurel"]
    with context.db.write() as session:
        person = _by_id(session, customer_id)
        held = held_of(session, session.get_one(Shop, g.shop.id), [person])
        _note(session, "customer exported")
    return _file(json.dumps(held, default=str, ensure_ascii=False, indent=2), f"customer-{customer_id}.json")


def everybody_file() -> Response:
    """The same of all customers, some hundreds in each line of JSON; no more is held at a time."""
    context: Context = current_app.extensions["laurel"]
    shop = g.shop
    with context.db.write() as session:
        _note(session, "everything exported")

    def lines() -> Iterator[str]:
        last = 0
        while True:
            with context.db.read() as session:
                people = _after(session, shop.id, last)
                held = held_of(session, shop, people)
            yield json.dumps(held, default=str, ensure_ascii=False) + "\n"
            if len(people) < AT_ONCE:
                return
            last = people[-1].id

    return _file(lines(), "customers.jsonl")


def forget(customer_id: int) -> Response:
    """The name has to be typed as it stands; what is wrong stays in its field."""
    context: Context = current_app.extensions["laurel"]
    typed = " ".join(request.form.get("typed", "").split())
    with context.db.write() as session:
        person = _by_id(session, customer_id)
        if person.gone:
            return done(_("This customer is forgotten already"), content())
        if typed.casefold() != called(person).casefold():
            problem = _("Type it as it stands above: %(name)s", name=called(person))
            wrong = (person.email or str(person.platform_id or ""), problem, typed)
        else:
            shop = session.get_one(Shop, g.shop.id)
            erase.redact(session, shop, person.platform_id, person.email, g.now, actor())
            wrong = None
    if wrong is not None:
        return make_response(content(*wrong), 422)
    return done(_("The customer is forgotten"), content())


def called(person: Customer) -> str:
    """What has to be typed, so that nobody is forgotten by a slip."""
    return " ".join((person.name or person.email or str(person.platform_id or person.id)).split())


def _asked(text: str) -> str:
    return " ".join(text.replace("\0", "").split())[:MAX_SEARCH]


def _person(session: Session, who: str) -> Customer | None:
    """By the whole e-mail, or by the number that the store or we gave."""
    number = who.rsplit("/", 1)[-1].removeprefix("#")
    platform_id = int(number) if number.isascii() and number.isdigit() and int(number) <= MAX_ID else None
    rows = rows_of(session, g.shop.id, platform_id, who.lower() if platform_id is None else None)
    living = [row for row in rows if not row.gone]
    return living[0] if living else None


def _by_id(session: Session, customer_id: int) -> Customer:
    person = session.get(Customer, (g.shop.id, customer_id)) if customer_id <= MAX_ID else None
    if person is None:
        abort(404)
    return person


def _orders(session: Session, person: Customer) -> int:
    of_theirs = (LedgerEntry.shop_id == g.shop.id, LedgerEntry.customer_id == person.id)
    return session.exec(select(func.count(col(LedgerEntry.order_id).distinct())).where(*of_theirs)).one()


def _after(session: Session, shop_id: int, last: int) -> Sequence[Customer]:
    found = select(Customer).where(Customer.shop_id == shop_id, col(Customer.id) > last, ~col(Customer.gone))
    return session.exec(found.order_by(col(Customer.id)).limit(AT_ONCE)).all()


def _note(session: Session, action: str) -> None:
    session.add(AuditEvent(shop_id=g.shop.id, at=g.now, actor=actor(), action=action))


def _file(body: str | Iterator[str], name: str) -> Response:
    answer = Response(body, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

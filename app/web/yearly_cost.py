"""What the benefits of the live program cost a year: a part of home that is fetched after the page stands."""

from flask import current_app, g, render_template

from app.delivery import Context
from app.models import Shop
from app.programs import program_of
from app.web.tiers.figures import tier_figures
from app.web.tiers.kept import known


def fragment() -> str:
    """The discount part and the whole, by who reaches each tier today, as on the tiers page."""
    context: Context = current_app.extensions["laurel"]
    with context.db.read() as session:
        shop = session.get_one(Shop, g.shop.id)
        _, program = program_of(session, shop.id, g.now)
        figures = tier_figures(program, known(session, shop, g.now).spread)
    return render_template(
        "home/_cost.html",
        currency=shop.currency,
        discount_minor=sum(each.discount_minor for each in figures),
        cost_minor=sum(each.cost_minor for each in figures),
    )

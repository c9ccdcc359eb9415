"""The embedded pages: who may see them, how they are framed, and which addresses there are.

Every page is for a staff member whom a session token proves. A page is whole sentences in templates and
one query module each; what changes while somebody looks is a fragment that htmx fetches again.
"""

from typing import Any

from flask import Blueprint, Response, abort, current_app, g

from app.delivery import Context
from app.web import (
    actions,
    benefits,
    blocks,
    economics,
    filters,
    home,
    member_routes,
    money_decisions,
    rules,
    simulations,
    start_actions,
    tier_words,
    worded,
    yearly_cost,
)
from app.web.activity import page as activity
from app.web.activity import versions
from app.web.assets import asset
from app.web.benefit_words import brings
from app.web.drops import files as drop_files
from app.web.drops import one as drop
from app.web.drops import page as drops
from app.web.install import cdn, framed
from app.web.origin import same_origin
from app.web.problems import page as problems
from app.web.settings import page as settings
from app.web.settings import permissions, privacy, systems
from app.web.staff import require
from app.web.tiers import compare
from app.web.tiers import page as tiers

blueprint = Blueprint("pages", __name__, url_prefix="/app")
blueprint.before_request(same_origin)
blueprint.before_request(require)
filters.register(blueprint)
worded.register(blueprint)
for each in (*tier_words.GLOBALS, brings):
    blueprint.add_app_template_global(each)

blueprint.get("", endpoint="home")(home.page)
blueprint.get("/home", endpoint="home_fragment")(home.fragment)
blueprint.post("/blocks", endpoint="blocks")(blocks.report)
member_routes.register(blueprint)
blueprint.get("/settings", endpoint="settings")(settings.page)
blueprint.get("/settings/now", endpoint="settings_fragment")(settings.fragment)
blueprint.post("/settings/pause", endpoint="settings_pause")(settings.pause)
blueprint.post("/settings/resume", endpoint="settings_resume")(settings.resume)
blueprint.post("/settings/clean-up", endpoint="settings_clean_up")(settings.clean_up)
blueprint.get("/settings/systems", endpoint="systems")(systems.page)
blueprint.post("/settings/systems", endpoint="add_system")(systems.add)
blueprint.post("/settings/systems/<int:hook_id>/test", endpoint="test_system")(systems.test)
blueprint.post("/settings/systems/<int:hook_id>/end", endpoint="end_system")(systems.end)
blueprint.get("/settings/privacy", endpoint="privacy")(privacy.page)
blueprint.get("/settings/privacy/find", endpoint="privacy_find")(privacy.find)
blueprint.get("/settings/privacy/customers.jsonl", endpoint="everybody_file")(privacy.everybody_file)
blueprint.get("/settings/privacy/<int:customer_id>.json", endpoint="customer_file")(privacy.customer_file)
blueprint.post("/settings/privacy/<int:customer_id>/forget", endpoint="forget")(privacy.forget)
blueprint.get("/settings/access", endpoint="access")(permissions.page)
blueprint.post("/settings/access/look", endpoint="access_look")(permissions.look)
blueprint.get("/problems", endpoint="problems")(problems.page)
blueprint.post("/problems/try-again", endpoint="problems_try_again")(problems.try_again)
blueprint.post("/problems/replay", endpoint="problems_replay")(problems.replay)
blueprint.post("/problems/compare", endpoint="problems_compare")(problems.compare)
blueprint.get("/drops", endpoint="drops")(drops.page)
blueprint.post("/drops/checkout", endpoint="drops_checkout")(drops.checkout)
blueprint.get("/drops/back-orders.csv", endpoint="back_orders_file")(drop_files.back_orders)
blueprint.get("/drops/<int:drop_id>/reservation.csv", endpoint="reservation_file")(drop_files.reserved)
blueprint.get("/drops/<int:drop_id>/proof.json", endpoint="proof_file")(drop_files.record)
blueprint.get("/drops/new", endpoint="plan_drop")(drop.plan)
blueprint.post("/drops/new", endpoint="add_drop")(drop.save)
blueprint.post("/drops/new/look", endpoint="look_at_plan")(drop.look)
blueprint.get("/drops/<int:drop_id>", endpoint="drop")(drop.page)
blueprint.get("/drops/<int:drop_id>/edit", endpoint="edit_drop")(drop.edit)
blueprint.post("/drops/<int:drop_id>/edit", endpoint="save_drop")(drop.save)
blueprint.post("/drops/<int:drop_id>/edit/look", endpoint="look_at_drop")(drop.look)
blueprint.post("/drops/<int:drop_id>/cancel", endpoint="cancel_drop")(drop.cancel)
blueprint.get("/activity", endpoint="activity")(activity.page)
blueprint.get("/activity/versions", endpoint="versions")(versions.listing)
blueprint.get("/activity/versions/<int:number>", endpoint="version")(versions.page)
blueprint.post("/activity/versions/<int:number>/restore", endpoint="version_restore")(versions.restore)
blueprint.post("/activity/versions/<int:number>/go-back", endpoint="version_go_back")(versions.go_back)
blueprint.get("/tiers", endpoint="tiers")(tiers.page)
blueprint.post("/tiers", endpoint="save_tiers")(tiers.save)
blueprint.get("/tiers/form", endpoint="tiers_saved")(tiers.fragment)
blueprint.post("/tiers/form", endpoint="tiers_form")(tiers.form)
blueprint.get("/tiers/suggestion", endpoint="suggested_tiers")(tiers.suggested)
blueprint.get("/tiers/compare", endpoint="compare")(compare.page)
blueprint.get("/tiers/compare/now", endpoint="compare_now")(compare.fragment)
blueprint.post("/tiers/compare", endpoint="ask_to_compare")(compare.ask)
blueprint.post("/tiers/compare/stop", endpoint="stop_comparing")(compare.stop)
blueprint.post("/tiers/publish", endpoint="publish_draft")(compare.publish)
blueprint.post("/tiers/cancel-schedule", endpoint="cancel_schedule")(compare.cancel_schedule)
blueprint.post("/tiers/undo", endpoint="undo_publish")(compare.undo)
blueprint.get("/benefits", endpoint="benefits")(benefits.page)
blueprint.get("/benefits/<int:rank>", endpoint="benefits_of_tier")(benefits.tier)
blueprint.post("/benefits/<int:rank>", endpoint="save_benefits")(benefits.save)
blueprint.get("/benefits/<int:rank>/form", endpoint="benefits_form")(benefits.form)
blueprint.post("/benefits/<int:rank>/add", endpoint="add_benefit")(benefits.add)
blueprint.post("/benefits/<int:rank>/preview", endpoint="preview_benefits")(benefits.preview)
blueprint.get("/benefits/<int:rank>/people", endpoint="preview_people")(benefits.people)
blueprint.get("/rules", endpoint="rules")(rules.page)
blueprint.post("/rules", endpoint="save_rules")(rules.save)
blueprint.get("/rules/form", endpoint="rules_form")(rules.form)
blueprint.post("/rules/impact", endpoint="rules_impact")(rules.impact)
blueprint.post("/grants/<int:grant_id>")(money_decisions.decide)
blueprint.post("/go-live")(actions.publish)
blueprint.get("/home/cost", endpoint="yearly_cost")(yearly_cost.fragment)
blueprint.post("/start", endpoint="start")(start_actions.choose)
blueprint.post("/setup/put-away", endpoint="put_setup_away")(start_actions.dismiss)
blueprint.post("/try-again")(actions.try_again)
blueprint.post("/replay")(actions.replay)
blueprint.get("/simulations", endpoint="simulations")(simulations.page)
blueprint.post("/simulations")(simulations.ask)
blueprint.get("/simulations/<int:report_id>", endpoint="simulation")(simulations.result)
blueprint.post("/simulations/<int:report_id>/cancel")(simulations.cancel)
blueprint.post("/simulations/<int:report_id>/name")(simulations.rename)
blueprint.post("/simulations/<int:report_id>/draft")(simulations.to_draft)
blueprint.post("/simulations/<int:report_id>/delete")(simulations.delete)
blueprint.get("/economics", endpoint="economics")(economics.page)
blueprint.get("/economics/sliders", endpoint="economics_sliders")(economics.sliders)
blueprint.post("/economics/what-if")(economics.turned)
blueprint.post("/economics/assumptions", endpoint="assumptions")(economics.save)


@blueprint.route("/<path:_rest>", methods=["GET", "POST"])
def nowhere(_rest: str) -> Response:
    """An address that is no page of ours is told inside the frame, to staff only."""
    abort(404)


@blueprint.after_request
def frame(response: Response) -> Response:
    """Every answer to proven staff, errors too, may be framed by the admin of their own store alone."""
    staff = g.get("staff")
    if staff is None:
        return response
    return framed(response, current_app.extensions["laurel"], staff.shop)


@blueprint.app_context_processor
def on_every_page() -> dict[str, Any]:
    context: Context = current_app.extensions["laurel"]
    return {
        "client_id": context.config.client_id,
        "cdn": cdn(context),
        "shop": g.get("shop"),
        "asset": asset,
    }

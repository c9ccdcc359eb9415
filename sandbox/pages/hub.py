"""The hub: every store, what can be done to it, and what happened."""

from dataclasses import asdict

from flask import Blueprint, render_template

from sandbox.control import the_world

blueprint = Blueprint("hub", __name__)


@blueprint.get("/")
def hub() -> str:
    world = the_world()
    with world.lock:
        faults = asdict(world.faults.webhooks)
    return render_template("hub.html", app_url=world.app.app_url, faults=faults)

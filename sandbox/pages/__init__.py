"""What people see: the hub, the pretend admin, the storefront, and stand-ins for Shopify's scripts.

The pages read and change stores through the control API from the browser, as any other client would. Only
what needs the client secret is made here: the address that frames the app.
"""

from flask import Blueprint

from sandbox.pages import admin, cdn, hub, storefront

blueprint = Blueprint(
    "pages",
    __name__,
    template_folder="../templates",
    static_folder="../static/pages",
    static_url_path="/assets",
)
for part in (hub, admin, storefront, cdn):
    blueprint.register_blueprint(part.blueprint)

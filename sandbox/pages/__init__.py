"""What people see: the hub, the pretend admin, the storefront, and stand-ins for Shopify's scripts.

The pages change stores through the control API from the browser, as any other client would. Made here is only
what needs the client secret (the address that frames the app) and short extracts of large stores.
"""

from flask import Blueprint

from sandbox.pages import admin, cart, cdn, hub, proxy, storefront, summary

blueprint = Blueprint(
    "pages",
    __name__,
    template_folder="../templates",
    static_folder="../static/pages",
    static_url_path="/assets",
)
for part in (hub, admin, storefront, cart, proxy, cdn, summary):
    blueprint.register_blueprint(part.blueprint)

"""Installing and uninstalling the app, and the scopes a merchant grants it."""

from sandbox.payloads.shop import scopes_update, shop
from sandbox.store import Store
from sandbox.world import World

# What the app asks for when nobody says otherwise, and what it may ask for later (shopify.app.toml).
DEFAULT_SCOPES = (
    "read_customers",
    "write_customers",
    "read_customer_merge",
    "write_app_proxy",
    "read_orders",
    "read_all_orders",
    "write_orders",
    "read_discounts",
    "write_discounts",
    "read_products",
    "write_products",
    "read_publications",
    "write_publications",
    "read_validations",
    "write_validations",
    "read_merchant_managed_fulfillment_orders",
    "write_merchant_managed_fulfillment_orders",
    "read_store_credit_accounts",
    "read_store_credit_account_transactions",
    "write_store_credit_account_transactions",
    "read_gift_cards",
    "write_gift_cards",
)


def install(world: World, store: Store, scopes: list[str] | None = None) -> None:
    """Managed install: the scopes are granted before the app is first opened."""
    if not store.installed:
        store.installation_id = world.ids.take("AppInstallation")
    store.installed = True
    store.scopes = tuple(scopes) if scopes is not None else DEFAULT_SCOPES


def uninstall(world: World, store: Store) -> None:
    """Tokens and subscriptions die; discounts, tags, segments and metafields belong to the store and stay."""
    if not store.installed:
        return
    # The webhook goes to who is subscribed now, so it is sent before the subscriptions go.
    world.emit(store, "app/uninstalled", shop(store, world.clock.now()))
    store.installed = False
    store.scopes = ()
    store.access_tokens.clear()
    store.refresh_tokens.clear()
    store.buckets.clear()
    store.webhook_subscriptions.clear()


def set_scopes(world: World, store: Store, granted: tuple[str, ...]) -> None:
    previous, store.scopes = store.scopes, granted
    if previous != granted:
        body = scopes_update(store, previous, granted, world.clock.now())
        world.emit(store, "app/scopes_update", body)

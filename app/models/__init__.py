"""The tables, one file each. Every tenant table's key begins with `shop_id`."""

from app.models.audit_event import AuditEvent
from app.models.customer import Customer, CustomerAlias
from app.models.customer_name import CustomerName
from app.models.cutoff import Cutoff
from app.models.drop import Drop, DropEvent, DropProduct
from app.models.grant import Grant
from app.models.hook import Hook
from app.models.import_run import ImportRun
from app.models.job_run import JobRun
from app.models.ledger_entry import LedgerEntry
from app.models.mass_write import MassWrite
from app.models.notice import Notice
from app.models.order import Order
from app.models.order_care import OrderCare
from app.models.outbox import Outbox
from app.models.override import Override
from app.models.platform_object import PlatformObject
from app.models.privacy_request import PrivacyRequest
from app.models.product_price import ProductPrice
from app.models.program import ProgramVersion
from app.models.report import Report
from app.models.shop import Shop
from app.models.shop_lane import ShopLane
from app.models.standing_change import StandingChange
from app.models.tombstone import Tombstone
from app.models.webhook_event import WebhookBody, WebhookEvent

__all__ = [
    "AuditEvent",
    "Customer",
    "CustomerAlias",
    "CustomerName",
    "Cutoff",
    "Drop",
    "DropEvent",
    "DropProduct",
    "Grant",
    "Hook",
    "ImportRun",
    "JobRun",
    "LedgerEntry",
    "MassWrite",
    "Notice",
    "Order",
    "OrderCare",
    "Outbox",
    "Override",
    "PlatformObject",
    "PrivacyRequest",
    "ProductPrice",
    "ProgramVersion",
    "Report",
    "Shop",
    "ShopLane",
    "StandingChange",
    "Tombstone",
    "WebhookBody",
    "WebhookEvent",
]

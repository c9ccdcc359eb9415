"""What a draft would change, for every customer by name, before it goes live (GAP-PREVIEW)."""

from app.compare.customers import compare, under_draft
from app.compare.findings import findings
from app.compare.quick import Estimate, estimate
from app.compare.shape import Comparison

__all__ = ["Comparison", "Estimate", "compare", "estimate", "findings", "under_draft"]

"""What a draft would change, for every customer by name, before it goes live (GAP-PREVIEW)."""

from app.compare.customers import compare
from app.compare.lint_facts import lint_facts
from app.compare.shape import Comparison

__all__ = ["Comparison", "compare", "lint_facts"]

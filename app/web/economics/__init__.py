"""Economics: what each tier costs and brings on the store's own numbers, and what if (GAP-ECON, ECO-*)."""

from app.web.economics.assumed import save
from app.web.economics.page import page, sliders
from app.web.economics.turning import turned

__all__ = ["page", "save", "sliders", "turned"]

"""Simulations: a program, or two side by side, replayed on the store's own history (A8, GAP-WHATIF)."""

from app.web.simulations.changes import cancel, delete, rename, to_draft
from app.web.simulations.page import ask, page
from app.web.simulations.result import result

__all__ = ["ask", "cancel", "delete", "page", "rename", "result", "to_draft"]

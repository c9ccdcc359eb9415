"""Why a member stands where they stand (GAP-WHY), and whether what is stored is what should be.

`explain` gives one structure for the command line, the member page and simulations; it is computed by the
functions that judge live. `verify` adds everything up again.
"""

from app.explain.member import explain
from app.explain.shape import Explanation

__all__ = ["Explanation", "explain"]

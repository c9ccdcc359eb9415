"""`python -m app.cli` is the same as `laurel`."""

import sys

from app.cli import main

sys.exit(main())

"""GAP-AUDIT: whatever is put on record can be read by a merchant."""

import re

from app.web.activity.words import ACTIONS
from tests.conftest import ROOT

WRITTEN = re.compile(
    r'(?:\baction=|_audit\(|_note\(|\baudit\(|_change\(|_kept\(|^DISMISSED = )[^"\n]*?"([a-z][a-z -]+)"', re.M
)


def test_every_action_that_is_written_has_a_sentence() -> None:
    sources = [
        path.read_text() for folder in ("app", "webhooks", "jobs") for path in (ROOT / folder).rglob("*.py")
    ]
    written = {action for source in sources for action in WRITTEN.findall(source)}

    assert {"draft saved", "setup guide put away", "hook added", "grant approved"} <= written
    assert written <= set(ACTIONS)

"""What happens next, in words that can be translated: a kind, its values, and the English sentence."""

from app.rules.note import Note
from app.rules.note import note as note_of

WORDS = {
    "no_tier": "A tier begins the moment {first} is reached.",
    "safe": "Time alone does not lower this tier: {held} are held and nothing of it runs out.",
    "falls": "If nothing is bought, {tier} becomes {lower} on {day}. "
    "Another {needed} by the day before keeps it.",
    "falls_anyway": "{tier} becomes {lower} on {day}; no purchase prevents that.",
    "below": "Less than keeps {tier} is held since {since}; grace runs. It becomes {lower} on {day} unless "
    "another {needed} are bought by the day before.",
    "by_hand": "{tier} is set by hand ({reason}){until}; what is earned goes on being computed: {computed}.",
    "stopped": "The currency of the store changed: nobody falls by time until a new program is published.",
}
"""By kind; the values stand in braces, amounts and days already as they are shown."""


def note(kind: str, **values: str) -> Note:
    """The note of a kind. Raises KeyError for a kind that has no words."""
    return note_of(WORDS, kind, **values)

"""The colour and the sign by which a tier is known at a glance: a small choice that everybody can see.

Each colour can be read as text on white and carries white text (WCAG 1.4.3 asks for 4.5 : 1). A colour
never stands alone: the tier's name is beside it.
"""

from typing import Literal

Color = Literal["bronze", "slate", "amber", "graphite", "forest", "teal", "blue", "violet", "plum"]
Icon = Literal["circle", "star", "diamond", "crown", "heart", "flower", "sun"]

COLORS: dict[Color, str] = {
    "bronze": "#8a4f1d",
    "slate": "#56606b",
    "amber": "#7a5a00",
    "graphite": "#303030",
    "forest": "#1b6b45",
    "teal": "#0f6674",
    "blue": "#1f5199",
    "violet": "#5b3ea6",
    "plum": "#8a2d6b",
}
SIGNS: dict[Icon, str] = {
    "circle": "●",
    "star": "★",
    "diamond": "◆",
    "crown": "♛",
    "heart": "♥",
    "flower": "✿",
    "sun": "☀",
}
"""Characters of any font: nothing has to be loaded to show them."""


def contrast_tenths(color: str, other: str = "#ffffff") -> int:
    """The contrast of two colours by WCAG 2.2, times ten, rounded down: 45 is 4.5 : 1."""
    brighter, darker = sorted((_luminance(color), _luminance(other)), reverse=True)
    return int(10 * (brighter + 0.05) / (darker + 0.05))


def _luminance(color: str) -> float:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

"""Whatever else members may live: styling, a preview, booking first, a donation (the rows of 5 and 8)."""

from typing import ClassVar, Literal

from app.rules.benefits.kept_by_people import KeptByPeople
from app.rules.benefits.kind import Category


class Experience(KeptByPeople):
    category: ClassVar[Category] = "experience"

    kind: Literal["experience"] = "experience"

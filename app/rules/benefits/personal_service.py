"""Whatever is done for one member alone: recommendations, alterations, a monogram (BEN-PER-*)."""

from typing import ClassVar, Literal

from app.rules.benefits.kept_by_people import KeptByPeople
from app.rules.benefits.kind import Category


class PersonalService(KeptByPeople):
    category: ClassVar[Category] = "personal"

    kind: Literal["personal_service"] = "personal_service"

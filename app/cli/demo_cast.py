"""What the demo shows: its stores, the people with a story, names for the others, and what is sold."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoStore:
    domain: str
    name: str
    currency: str
    zone: str
    unit: int
    """What 1 of the default thresholds' major units is here: ¥100 for $1."""

    def price(self, amount: int) -> str:
        """An amount in the first store's major units, as this store writes it."""
        return f"{amount * self.unit}" if self.currency == "JPY" else f"{amount * self.unit}.00"


STORES = (
    DemoStore("laurel-demo.myshopify.com", "Laurel Demo", "USD", "America/New_York", 1),
    DemoStore("hinode-demo.myshopify.com", "Hinode", "JPY", "Asia/Tokyo", 100),
)


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody with a story: orders as (days ago, amount)."""

    first: str
    last: str
    orders: tuple[tuple[int, int], ...]

    @property
    def email(self) -> str:
        return f"{self.first}.{self.last}@example.com".lower()


NEAR_GOLD = Persona("Grace", "Near", ((200, 2_400), (90, 1_600), (20, 820)))
AT_RISK = Persona("Ruth", "Risk", ((340, 4_100), (60, 1_000)))
REFUNDED = Persona("Rita", "Refund", ((150, 3_000), (30, 2_300)))
STEADY = Persona("Paula", "Platinum", tuple((days, 950) for days in range(10, 350, 29)))
NEW = Persona("Nina", "New", ((5, 120),))
PERSONAS = (NEAR_GOLD, AT_RISK, REFUNDED, STEADY, NEW)

FIRST_NAMES = (
    "Ana",
    "Ben",
    "Chloe",
    "Dev",
    "Emi",
    "Finn",
    "Gita",
    "Hugo",
    "Iris",
    "Jun",
    "Kaya",
    "Leo",
    "Mei",
)
LAST_NAMES = (
    "Abe",
    "Brown",
    "Costa",
    "Diaz",
    "Evans",
    "Fujita",
    "Garcia",
    "Haas",
    "Ito",
    "Jones",
    "Khan",
    "Lim",
)
GOODS = {
    "Wool coat": 240,
    "Linen shirt": 85,
    "Silk scarf": 60,
    "Leather bag": 190,
    "Canvas tote": 35,
    "Knit dress": 130,
    "Boots": 160,
    "Umbrella": 45,
}
"""What the stores sell, in major units of the first one."""

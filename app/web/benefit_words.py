"""Benefits in the language of the page, with money and days as it writes them."""

from app.rules.benefits.kind import Kind
from app.rules.benefits.say import Say
from app.web.filters import days_in_words, money
from app.web.language import spoken


def in_words() -> Say:
    return Say(spoken(), money)


def brings(benefit: Kind, currency: str) -> str:
    return days_in_words(benefit.told(currency, in_words()))

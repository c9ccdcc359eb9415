"""In which language a page speaks: that of the merchant's admin, English where we do not know it.

Shopify tells the admin's locale with every page it loads; a fetch repeats what the page said. zh means
Simplified Chinese. Texts stand in the templates in English and are the keys of `translations/`.
"""

from functools import cache
from gettext import NullTranslations
from pathlib import Path

import flask_babel
from babel import Locale
from babel.support import Translations
from flask import Flask, has_request_context, request
from flask_babel import Babel
from flask_babel import get_locale as babel_locale

from app.rules.spoken import nearest

LANGUAGES = {
    "en": "English",
    "ja": "日本語",
    "ms": "Bahasa Melayu",
    "zh": "中文",
    "pt_BR": "Português (Brasil)",
}
CATALOGUES = Path(__file__).resolve().parents[2] / "translations"
HEADER = "X-Laurel-Locale"
ENGLISH = Locale("en")


def register(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(CATALOGUES)
    Babel(app, locale_selector=_told)
    app.context_processor(lambda: {"language": str(language()).replace("_", "-")})


def language() -> Locale:
    """The language of this request; English where nobody asks."""
    return (babel_locale() if has_request_context() else None) or ENGLISH


def gettext(text: str, /, **values: object) -> str:
    """The text in the language of the page, with its values in it. Import it as `_`."""
    return str(flask_babel.gettext(text, **values))


def N_(text: str) -> str:
    """Marks a text for the catalogues; it is translated where it is shown."""
    return text


def _told() -> str:
    for name in (request.args.get("locale", ""), request.headers.get(HEADER, "")):
        if found := nearest(name):
            return found
    wished = (nearest(name) for name in request.accept_languages.values())
    return next((name for name in wished if name), "en")


@cache
def catalogue(name: str) -> NullTranslations:
    """The words of one language, for what is not told in the language of the request."""
    return Translations.load(str(CATALOGUES), [name])


def spoken() -> NullTranslations:
    """The words of this request's language, for texts of the rules."""
    return catalogue(str(language()))

"""What the pages that edit the draft have in common: which draft, what was typed, and keeping it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import current_app, g, request
from sqlmodel import Session
from werkzeug.exceptions import Conflict

from app.delivery import Context
from app.models import ProgramVersion, Shop
from app.publishing import save_draft
from app.rules.file_problems import ProgramFileError
from app.rules.lints.finding import Finding
from app.rules.program import Program
from app.web.drafting import author_of, by_field, changed, edited
from app.web.finding_words import findings_in_words
from app.web.language import gettext as _

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """What the merchant is working on. Its amounts are in the shop's currency, as in every draft."""

    shop: Shop
    row: ProgramVersion
    program: Program

    @property
    def currency(self) -> str:
        return self.shop.currency

    @property
    def live(self) -> bool:
        """Is this what applies, so that nothing waits to be published?"""
        return self.row.from_at is not None

    def said(self, found: Iterable[Finding]) -> list[str]:
        """Findings as sentences in the language of the page."""
        return findings_in_words(found, self.program, self.currency)


def draft(session: Session) -> Draft:
    """Raises LookupError while the store is being connected and has no program yet."""
    shop = session.get_one(Shop, g.shop.id)
    return Draft(shop, *edited(session, shop, g.now))


def typed_fields() -> Fields:
    return list(request.form.items(multi=True))


def tried(held: Draft, fields: Fields) -> tuple[Program | None, dict[str, str]]:
    """The program with what was typed in it, or what is wrong by field."""
    try:
        return changed(held.program, held.currency, fields), {}
    except ProgramFileError as error:
        return None, by_field(error)


def keep(fields: Fields) -> tuple[Draft, dict[str, str]]:
    """Makes what was typed the draft; with problems nothing is kept. Sent twice, it changes nothing.

    Raises Conflict where the draft has changed since the page was loaded: places may mean something else.
    """
    context: Context = current_app.extensions["laurel"]
    with context.db.write() as session:
        held = draft(session)
        program, errors = tried(held, fields)
        if program == held.program:
            return held, {}
        if request.form.get("version") != str(held.row.version):
            raise Conflict(_("Somebody has changed the draft since you opened this page. Load it again."))
        if program is None:
            return held, errors
        row = save_draft(session, held.shop, program, author_of(g.staff), g.now)
        return Draft(held.shop, row, program), {}

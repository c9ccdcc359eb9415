"""`laurel program`: the store's program and its versions, as they are, as files, as drafts."""

from pathlib import Path

import click
from sqlmodel import col, select

from app import cutoffs, publishing
from app.cli import program_report as report
from app.cli.opening import database, json_option, now, print_json, shop_option, the_shop
from app.cli.options import A_FILE
from app.cli.program_changes import cancel, compare_, lint, publish, rollback
from app.cli.program_files import load_program, save_program
from app.cli.program_rows import VERSION, author_option, currency_of, known_shop, the_draft, the_version
from app.cli.public_report import public_report
from app.cli.words import money
from app.db import Database
from app.explain.plain import plain
from app.models import ProgramVersion, Shop
from app.programs import parsed, published, scheduled
from app.rules.change_words import Told, Words, told_changes
from app.rules.program import Program
from app.rules.program_diff import Change, differences
from app.rules.public_program import public_program
from app.rules.three_tiers import three_tiers

TEMPLATES = {"three-tier": three_tiers}
A_NEW_FILE = click.Path(dir_okay=False, path_type=Path)

note_option = click.option("--note", default="", help="Why, in your words.")


@click.group()
def program() -> None:
    """The store's program and its versions: draft, lint, compare, publish, go back."""


for each in (lint, compare_, publish, cancel, rollback):
    program.add_command(each)


@program.command()
@shop_option
@click.option("--version", type=VERSION, help="Another version than the live one.")
@click.option("--draft", "of_draft", is_flag=True, help="The draft.")
@click.option("--public", "for_all", is_flag=True, help="As every shopper may read it.")
@json_option
def show(domain: str | None, version: int | None, of_draft: bool, for_all: bool, as_json: bool) -> None:
    """Show the program that applies, or another version of it."""
    if version is not None and of_draft:
        raise click.UsageError("give either --version or --draft")
    with database() as db, db.read() as session:
        shop, at = the_shop(session, domain), now()
        row = the_draft(session, shop) if of_draft else the_version(session, shop, version, at)
        line = report.line_of(row, published(session, shop.id), shop.zone, at)
        live = published(session, shop.id)
    told = parsed(row.rules)
    if for_all:
        shown = public_program(told, currency_of(row, shop))
        print_json(plain(shown)) if as_json else click.echo(public_report(shown))
        return
    if as_json:
        print_json({"shop": shop.domain, **line.to_json(), "program": told.model_dump(mode="json")})
        return
    click.echo(report.program(told, line, shop.domain, currency_of(row, shop)))
    waiting = scheduled(live, at)
    if waiting is not None and waiting.version != row.version:
        click.echo(f"\n{report.scheduled(waiting, shop.zone)}")


@program.command()
@shop_option
@json_option
def history(domain: str | None, as_json: bool) -> None:
    """List all versions, the newest first, with what each changed."""
    with database() as db, db.read() as session:
        shop, at = the_shop(session, domain), now()
        found = select(ProgramVersion).where(ProgramVersion.shop_id == shop.id)
        rows = session.exec(found.order_by(col(ProgramVersion.version))).all()
        chain = published(session, shop.id)
    words = Words(lambda minor: money(minor, shop.currency))
    told: list[tuple[report.Line, tuple[Change, ...], list[Told]]] = []
    before: Program | None = None
    for row in rows:
        rules = parsed(row.rules)
        changes = differences(before, rules) if before else ()
        said = told_changes(before, rules, words) if before else []
        told.append((report.line_of(row, chain, shop.zone, at), changes, said))
        before = rules
    told.reverse()
    if as_json:
        print_json([line.to_json() | {"changes": plain(changes)} for line, changes, _ in told])
    else:
        click.echo(report.history([(line, lines) for line, _, lines in told]))


@program.command()
@shop_option
@json_option
def lines(domain: str | None, as_json: bool) -> None:
    """List the lines that were drawn for tiers of the best percent, the newest first."""
    with database() as db, db.read() as session:
        shop = the_shop(session, domain)
        drawn = cutoffs.history(session, shop.id)[::-1]
        live = published(session, shop.id)
        measures = {row.version: parsed(row.rules).measure.unit for row in live}
        told = [report.Drawn.of(row, measures[row.program_version], shop) for row in drawn]
    if as_json:
        print_json([plain(each) for each in told])
    else:
        click.echo(report.drawn(told))


@program.command()
@shop_option
@click.option("--template", type=click.Choice(list(TEMPLATES)), help="Start from a ready program.")
@click.option("--from", "source", type=VERSION, metavar="VERSION", help="Start from an older version.")
@note_option
@author_option
@json_option
def draft(
    domain: str | None, template: str | None, source: int | None, note: str, author: str, as_json: bool
) -> None:
    """Make a new draft; the draft before it is put aside. Nobody's tier changes."""
    if (template is None) == (source is None):
        raise click.UsageError("say what to start from: --template three-tier, or --from VERSION")
    with database() as db:
        with db.read() as session:
            shop = known_shop(session, domain)
            row = the_version(session, shop, source, now()) if source is not None else None
        rules = parsed(row.rules) if row else TEMPLATES[template or ""](shop.currency)
        made = _save(db, shop, rules, author, note)
    _say_draft(shop, made, as_json)


@program.command("import")
@click.argument("file", type=A_FILE)
@shop_option
@note_option
@author_option
@json_option
def import_(file: Path, domain: str | None, note: str, author: str, as_json: bool) -> None:
    """Make FILE the draft. A file that is wrong is refused with everything that is wrong in it."""
    with database() as db:
        with db.read() as session:
            shop = known_shop(session, domain)
        rules = load_program(file, shop.currency).program
        made = _save(db, shop, rules, author, note or f"imported from {file.name}")
    _say_draft(shop, made, as_json)


@program.command()
@click.argument("file", type=A_NEW_FILE)
@shop_option
@click.option("--version", type=VERSION, help="Another version than the live one.")
@click.option("--draft", "of_draft", is_flag=True, help="The draft.")
@json_option
def export(file: Path, domain: str | None, version: int | None, of_draft: bool, as_json: bool) -> None:
    """Write the program into a new FILE, to be edited and imported again."""
    if version is not None and of_draft:
        raise click.UsageError("give either --version or --draft")
    with database() as db, db.read() as session:
        shop = known_shop(session, domain)
        row = the_draft(session, shop) if of_draft else the_version(session, shop, version, now())
    save_program(file, parsed(row.rules), currency_of(row, shop))
    if as_json:
        print_json({"shop": shop.domain, "version": row.version, "file": str(file)})
    else:
        click.echo(f"Version {row.version} of {shop.domain} is in {file}.")


def _save(db: Database, shop: Shop, rules: Program, author: str, note: str) -> ProgramVersion:
    return db.transact(lambda session: publishing.save_draft(session, shop, rules, author, now(), note))


def _say_draft(shop: Shop, row: ProgramVersion, as_json: bool) -> None:
    if as_json:
        print_json({"shop": shop.domain, "version": row.version, "state": "draft"})
    else:
        click.echo(
            f"Version {row.version} of {shop.domain} is the draft. "
            "Next: laurel program lint, compare, publish."
        )

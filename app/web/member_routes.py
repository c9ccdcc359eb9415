"""The addresses of members, of one member, and of the demotion calendar."""

from flask import Blueprint

from app.web import (
    actions,
    by_hand,
    demotions,
    ledger_words,
    measures,
    member,
    member_ahead,
    member_export,
    members,
    surprises,
)

ONE = "/members/<int:customer_id>"


def register(pages: Blueprint) -> None:
    measures.register(pages)
    ledger_words.register(pages)
    pages.get("/members", endpoint="members")(members.page)
    pages.get("/members.csv", endpoint="members_file")(member_export.export)
    pages.post("/members/by-hand", endpoint="by_hand_many")(by_hand.many)
    pages.get(ONE, endpoint="member")(member.page)
    pages.get(f"{ONE}/story", endpoint="story")(member.story)
    pages.get(f"{ONE}/order", endpoint="imagined_order")(member_ahead.order)
    pages.get(f"{ONE}/as-of", endpoint="as_of")(member_ahead.as_of)
    pages.get(f"{ONE}/by-hand", endpoint="by_hand_asked")(by_hand.one)
    pages.post(f"{ONE}/by-hand", endpoint="by_hand")(by_hand.one)
    pages.post(f"{ONE}/by-hand/<int:override_id>/end", endpoint="by_hand_end")(by_hand.end_one)
    pages.get(f"{ONE}/surprise", endpoint="surprise")(surprises.ask)
    pages.post(f"{ONE}/surprise", endpoint="surprise_given")(surprises.give)
    pages.post(f"{ONE}/try-again", endpoint="try_member_again")(actions.try_member_again)
    pages.get("/demotions", endpoint="demotions")(demotions.page)
    pages.get("/demotions.csv", endpoint="demotions_file")(demotions.export)

"""Segments: made, changed, and put back as they should be."""

from app.errors import UserErrors
from app.models import PlatformObject
from app.models.platform_object import SEGMENT
from app.platform.calls import ShopCalls
from app.platform.objects_seen import SegmentSeen
from app.platform.program_objects import Made, is_gone, quoted
from app.rules.audiences import Audience
from app.rules.writebacks import fingerprint


def segment_hash(audience: Audience) -> str:
    return fingerprint(audience.name, audience.query)


def segment_differs(audience: Audience, seen: SegmentSeen) -> tuple[str, ...]:
    """What is otherwise than it should be, in words. Staff may call a segment what they like."""
    return () if seen.query == audience.query else ("query",)


def ensure_segment(
    calls: ShopCalls, audience: Audience, known: PlatformObject | None, seen: SegmentSeen | None
) -> Made | None:
    """Makes or updates the segment; None if it is as it should be. Raises PlatformError."""
    hashed = segment_hash(audience)
    if known is not None and seen is not None:
        if known.hash == hashed and not segment_differs(audience, seen):
            return None
        try:
            _update(calls, audience, known.platform_id)
            return Made(SEGMENT, audience.key, known.platform_id, hashed)
        except UserErrors as refused:
            if not is_gone(refused):
                raise
    return Made(SEGMENT, audience.key, _found(calls, audience) or _create(calls, audience), hashed)


def _update(calls: ShopCalls, audience: Audience, platform_id: str) -> None:
    variables = {"id": platform_id, "name": audience.name, "query": audience.query}
    calls.named("segment_update", variables).root("segmentUpdate")


def _found(calls: ShopCalls, audience: Audience) -> str | None:
    answer = calls.named("segments_find", {"query": f"name:{quoted(audience.name)}"})
    for node in answer.data["segments"]["nodes"]:
        if node["name"] == audience.name and node["query"] == audience.query:
            return str(node["id"])
    return None


def _create(calls: ShopCalls, audience: Audience) -> str:
    variables = {"name": audience.name, "query": audience.query}
    return str(calls.named("segment_create", variables).root("segmentCreate")["segment"]["id"])

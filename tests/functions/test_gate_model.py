"""The module against the same rules in twenty lines of Python (GAP-EARLY)."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.functions.asked import messages, question

# Two tags of one tier: the earlier of their instants counts.
TIERS = {"VIP-Gold": "Gold", "VIP-Silver": "Silver", "VIP-Gold-Old": "Gold"}
DAYS = ("2026-11-28", "2026-11-29", "2026-12-01")
TIMES = [f"{day}T{time}" for day in DAYS for time in ("00:00:00", "08:59:59", "09:00:00", "09:00:01")]
SOUND = re.compile(r"\d{4}-(0[1-9]|1[0-2])-\d\dT\d\d:\d\d:\d\d")
WORDS = {"tier": "T {product} {tier} {year} {month} {day} {time}", "public": "P {year} {month} {day} {time}"}
MONTHS = [str(n) for n in range(1, 13)]

times = st.sampled_from(TIMES)
strange = st.sampled_from(["", "2026-12-01", "2026-00-01T00:00:00", 7, False, {}, [TIMES[0]]])
gates = st.one_of(
    st.fixed_dictionaries(
        {
            "public": st.one_of(st.none(), times),
            "tiers": st.dictionaries(st.sampled_from([*TIERS, "VIP-Bronze"]), times),
        }
    ),
    st.fixed_dictionaries(
        {},
        optional={
            "public": st.one_of(st.none(), times, strange),
            "tiers": st.one_of(
                strange, st.dictionaries(st.sampled_from(list(TIERS)), st.one_of(times, strange, st.none()))
            ),
        },
    ),
    st.none(),
)
buyers = st.fixed_dictionaries(
    {
        "tags": st.sets(st.sampled_from(list(TIERS))),
        "tier": st.sampled_from([None, "Gold", "Gold", "Silver", "gold", "Bronze"]),
        "logged_in": st.booleans(),
        "by_email": st.booleans(),
    }
)


def model(gate, now, buyer):
    """What is said about a product, None if it may be bought."""
    if gate is None:
        return None
    public, tiers = gate.get("public", ""), gate.get("tiers")
    if not isinstance(tiers, dict) or not all(sound(at) for at in (*tiers.values(), public or TIMES[0])):
        return "C"
    if public is not None and not sound(public):
        return "C"
    known = buyer["logged_in"] or buyer["by_email"]
    own = [at for tag, at in tiers.items() if known and tag in buyer["tags"] and TIERS[tag] == buyer["tier"]]
    opens = min([at for at in (public, *own) if at], default=None)
    if opens is None:
        return "M"
    if opens <= now:
        return None
    kind = "P" if opens == public else f"T Coat {buyer['tier']}"
    return f"{kind} {opens[:4]} {int(opens[5:7])} {int(opens[8:10])} {opens[11:16]}"


def sound(at):
    return isinstance(at, str) and SOUND.fullmatch(at) is not None


@settings(max_examples=200, deadline=None)
@given(gates=st.lists(gates, max_size=4), buyer=buyers, moment=st.sampled_from(TIMES), slots=st.sets(times))
def test_the_module_agrees_with_its_model(gates, buyer, moment, slots):
    slots = sorted(slots)
    passed = [at for at in slots if at <= moment]
    now = max([f"{moment[:10]}T00:00:00", *passed])
    about = {"tiers": TIERS, "messages": {**WORDS, "members": "M", "closed": "C"}, "months": MONTHS}
    lines = [("Coat", gate) for gate in gates]
    said = messages(question(lines, date=moment[:10], passed=passed, slots=slots, **buyer, **about))
    expected = [model(gate, now, buyer) for gate in gates]
    assert said == list(dict.fromkeys(words for words in expected if words is not None))
    # Whatever the slots are: nothing opens before its time.
    assert all(model(g, moment, buyer) is None for g in gates if model(g, now, buyer) is None)

"""A sweep: deliveries go in while process groups are killed by SIGKILL at random and started again."""

import random
import time
from dataclasses import dataclass
from pathlib import Path

from tests.soak.history import History
from tests.soak.proof import prove
from tests.soak.sender import Sender
from tests.soak.world import SHOP, WEB, World, world


@dataclass(frozen=True, slots=True)
class Swept:
    """The figures of a sweep that held."""

    deliveries: int
    answered: dict[str, int]
    kills: int
    seconds: float
    quiet_after: float


def sweep(url: str, place: Path, *, messages: int, customers: int, kills: int, seed: int) -> Swept:
    """Sends, kills, waits until quiet and proves. Raises AssertionError where anything is lost or doubled."""
    history = History(messages, customers, seed)
    with world(url, place, history) as stage:
        sender = Sender(stage.port, SHOP, history.messages, seed)
        started = time.monotonic()
        sender.start()
        killed = _kill(stage, sender, kills, random.Random(seed))
        sender.join(600)
        seconds = time.monotonic() - started
        quiet_after = stage.wait_until_quiet(180)
        prove(stage, history, sender)
    return Swept(messages, dict(sender.statuses), killed, seconds, quiet_after)


def _kill(stage: World, sender: Sender, kills: int, chance: random.Random) -> int:
    """One kill after each part of the deliveries, at a random moment; some while starting up again."""
    done = 0
    while done < kills and sender.share_done < 1:
        if sender.share_done < done / (kills + 1):
            time.sleep(0.005)
            continue
        time.sleep(chance.uniform(0, 0.3))
        victims = [chance.choice(list(stage.groups))] if chance.random() < 0.6 else list(stage.groups)
        for name in victims:
            stage.groups[name].kill()
        stage.start(*victims)
        done += 1
        if WEB in victims and chance.random() < 0.9:
            stage.wait_until_up()
    return done

"""Records by id that are also found by what they hold: a store of ten thousand is not searched one by one."""

from collections.abc import Callable, Hashable, Iterable
from typing import Any, Generic, TypeVar

V = TypeVar("V")


class Indexed(dict[int, V], Generic[V]):
    """Only setting and deleting single records keep the index; nothing else is done to such records."""

    def __init__(self, keys_of: Callable[[V], Iterable[Hashable]]) -> None:
        super().__init__()
        self._keys_of = keys_of
        self._ids: dict[Hashable, dict[int, None]] = {}  # in the order they came

    def __setitem__(self, number: int, record: V) -> None:
        before = set(self._keys_of(self[number])) if number in self else set()
        super().__setitem__(number, record)
        after = set(self._keys_of(record))
        self._forget(number, before - after)
        for key in after - before:
            self._ids.setdefault(key, {})[number] = None

    def __delitem__(self, number: int) -> None:
        self._forget(number, self._keys_of(self[number]))
        super().__delitem__(number)

    def found_by(self, key: Hashable) -> list[V]:
        return [self[number] for number in self._ids.get(key, ())]

    def _forget(self, number: int, keys: Iterable[Any]) -> None:
        for key in keys:
            del self._ids[key][number]
            if not self._ids[key]:
                del self._ids[key]

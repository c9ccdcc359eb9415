"""A code that is nobody's guess and always the same for one grant (platform 1.5).

Derived from what the grant is for, by a key of the store's own: making it a second time makes no second
one, because the platform answers that the code is taken.
"""

import hashlib
import hmac

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base 32 without I, L, O and U, which are misread or misspoken."""
LENGTH = 14
"""70 bits. Gift cards take 8 to 20 letters and figures."""


def single_code(secret: bytes, *key: str) -> str:
    """The code for a business key: shop, customer, benefit, period."""
    text = "|".join(("code", *key)).encode()
    number = int.from_bytes(hmac.new(secret, text, hashlib.sha256).digest(), "big")
    return "".join(LETTERS[number >> 5 * n & 31] for n in range(LENGTH))

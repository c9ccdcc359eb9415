"""Tokens at rest: AES-GCM, bound to their shop and kind, with the key's id in front.

A ciphertext copied to another shop's row, or into the other column, does not open (reliability T21).
"""

import base64
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.errors import ConfigError

NONCE = 12


def seal(secret: str, keys: Mapping[str, bytes], shop: str, kind: str) -> str:
    """`key id:base64(nonce + ciphertext)`, with the first key."""
    key_id, key = next(iter(keys.items()))
    nonce = secrets.token_bytes(NONCE)
    sealed = nonce + AESGCM(key).encrypt(nonce, secret.encode(), _bound(shop, kind))
    return f"{key_id}:{base64.b64encode(sealed).decode()}"


def unseal(text: str, keys: Mapping[str, bytes], shop: str, kind: str) -> str:
    """Raises ConfigError if no key of LAUREL_KEYS opens it for this shop and kind."""
    key_id, _, encoded = text.partition(":")
    if key_id not in keys:
        raise ConfigError(f"LAUREL_KEYS has no key {key_id!r}, with which a token of {shop} was encrypted.")
    try:
        sealed = base64.b64decode(encoded)
        opened = AESGCM(keys[key_id]).decrypt(sealed[:NONCE], sealed[NONCE:], _bound(shop, kind))
    except (InvalidTag, ValueError) as error:
        raise ConfigError(f"A token of {shop} does not open with key {key_id!r} of LAUREL_KEYS.") from error
    return opened.decode()


def resealed(text: str, keys: Mapping[str, bytes], shop: str, kind: str) -> str:
    """The same secret under the first key; as it is where it is sealed with that. Raises ConfigError."""
    first = next(iter(keys))
    return text if text.startswith(f"{first}:") else seal(unseal(text, keys, shop, kind), keys, shop, kind)


def _bound(shop: str, kind: str) -> bytes:
    return f"{shop}|{kind}".encode()

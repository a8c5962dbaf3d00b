"""Codes of seven words that contributors come back with, and the address each one leads to.

The address is found by a slow hash that is the same each time (as SecureDrop finds its sources), so
the code itself need not be kept to be recognised, and guessing is dear even with the database.
"""

import asyncio
import json
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from bot.conversation.events import CODE_CHANNEL, Address
from storage.keys import KeyStore

WORDS_IN_CODE: Final = 7
LONGEST: Final = 400
"""Characters of a typed code that are looked at; seven words are far shorter."""
COST: Final = 2**15
"""About a tenth of a second and 32 MiB for each guess."""
_THREADS: Final = 2
_TICKET: Final = "own data"
_INVISIBLE: Final = frozenset({"Mn", "Me", "Cf"})


def normalise(typed: str) -> str:
    """Return the words of a code in small letters with one space between them.

    Accents and characters that cannot be seen are dropped; whatever is neither letter nor digit
    counts as a space.
    """
    parted = unicodedata.normalize("NFKD", typed[:LONGEST])
    folded = unicodedata.normalize("NFKD", parted.casefold())
    seen = (char for char in folded if unicodedata.category(char) not in _INVISIBLE)
    return " ".join("".join(char if char.isalnum() else " " for char in seen).split())


class CodeBook:
    """Fulfils :class:`bot.ports.Codes`. ``words`` is the list to draw from."""

    def __init__(self, keys: KeyStore, words: tuple[str, ...]) -> None:
        self._keys = keys
        self._pepper = keys.lookup("pepper")
        self._words = words
        self._threads = ThreadPoolExecutor(_THREADS, "codes")

    async def fresh(self, delivery: str) -> str:
        """Return the code that follows from a delivery and a key of ours: seven words."""
        number, words = int.from_bytes(self._keys.lookup("code", delivery)), []
        for _ in range(WORDS_IN_CODE):
            number, place = divmod(number, len(self._words))
            words.append(self._words[place])
        return " ".join(words)

    async def address(self, code: str) -> Address:
        """Return the address that belongs to a code; any text has one."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._address, code)

    def ticket(self, address: Address, until: datetime) -> str:
        """Return a sealed ticket: whose data it leads to, and until when."""
        who = (address.channel, address.tenant, address.user)
        return self._keys.cookies.seal(json.dumps([_TICKET, until.timestamp(), *who]))

    def holder(self, ticket: str, now: datetime) -> Address | None:
        """Return the address in a ticket, or None if it is not ours, or has run out."""
        opened = self._keys.cookies.open(ticket)
        # The same box seals cookies.
        held = json.loads(opened) if opened else None
        if not isinstance(held, list) or held[0] != _TICKET or now.timestamp() >= held[1]:
            return None
        return Address(*held[2:])

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown()

    def _address(self, code: str) -> Address:
        slow = Scrypt(salt=self._pepper, length=32, n=COST, r=8, p=1)
        return Address(CODE_CHANNEL, "", slow.derive(normalise(code).encode()).hex())

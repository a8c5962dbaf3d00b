"""A round's list of words to cover, and what a person covered: hashes, and whoever asks them.

The list is one sealed row of the round's vault: a key of its own and hashes made with that. So
opening, which changes the round's key, seals the same hashes anew without knowing a word; whatever
ends the vault ends the list.
"""

import secrets
from collections.abc import Iterable

from bot.consultation.model import RoundState, Staff
from bot.conversation.effects import EmptyList, ListWords
from bot.ports import Recalls, Refused
from storage.codec import decode, encode
from storage.rounds import Rounds
from storage.vault import Vault
from storage.vault_rows import hidden

_LISTED_IN = (RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED)


class WordLists(Rounds):
    """Word lists within one transaction."""

    def recalls(self, round_id: str, person_id: str = "") -> Recalls:
        """Return what tells whether words are on a round's list, or were covered by a person."""
        vault = self._vault_if_any(round_id)
        if vault is None:
            return lambda _key: ""
        secret, hashes = _read(vault.word_list())
        before = vault.was_covered(person_id) if person_id else lambda _key: False

        def why(key: str) -> str:
            if hashes and hidden(secret, key) in hashes:
                return "named"
            return "before" if before(key) else ""

        return why

    def list_names(self, round_id: str, keys: Iterable[str]) -> None:
        """Put names that a platform hands over on the list of a round that is not sealed."""
        found = self._take(round_id)
        if found is not None and found.state in _LISTED_IN:
            self._hide(self._vault(round_id), round_id, keys)

    def _list(self, staff: Staff, effect: ListWords | EmptyList) -> str:
        """Change a list; return its round."""
        found = self._take(effect.round)
        if found is None or found.state not in _LISTED_IN:
            raise Refused("desk.refused.state")
        allowed = {found.facilitator} if found.state is RoundState.DRAFT else set(found.readers)
        if staff.id not in allowed:
            raise Refused("review.refused.not_yours")
        vault = self._vault(found.id)
        if isinstance(effect, EmptyList):
            vault.write_list(found.id, "")
        else:
            self._hide(vault, found.id, effect.keys)
        return found.id

    def _hide(self, vault: Vault, round_id: str, keys: Iterable[str]) -> None:
        secret, hashes = _read(vault.word_list())
        more = {hidden(secret, key) for key in keys}
        vault.write_list(round_id, encode([secret.hex(), sorted(hashes | more)]))


def _read(plain: str) -> tuple[bytes, frozenset[str]]:
    """Return the key of a list and its hashes; those of a new list when there is none."""
    if not plain:
        return secrets.token_bytes(32), frozenset()
    secret, hashes = decode(plain)
    return bytes.fromhex(secret), frozenset(hashes)

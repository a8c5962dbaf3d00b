"""Microsoft Teams: the same conversations in cards of a personal chat, and in dialogs."""

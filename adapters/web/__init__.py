"""The web channel: the chat page, the staff desk and the pages that need no account."""

"""Finding words that could identify someone, and proposing to cover them."""

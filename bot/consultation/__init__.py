"""The rules of a round: its life, its promises, its small numbers, its redactions."""

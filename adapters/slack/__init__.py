"""Slack: the same conversations in modals, a home page and messages."""

"""Messages that are told later: the outbox, its pacing and its clock."""

"""What a person did, what they are shown, and the state machines between the two."""

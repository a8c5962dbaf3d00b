"""What Heardback decides: pure rules and conversations, one turn, delivery."""

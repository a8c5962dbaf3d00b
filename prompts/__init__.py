"""What Heardback says and asks: question sets, phrases, support lines and their schema."""

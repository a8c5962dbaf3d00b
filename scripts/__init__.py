"""What the house runs by hand."""

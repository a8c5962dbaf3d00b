"""What leaves the product as a file: what is held of a person, and what a round brought."""

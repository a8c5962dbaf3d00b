"""Makes the texts that the detector's trained part learns from."""

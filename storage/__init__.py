"""What Heardback remembers: tables, keys, the vault, the queue and sealing."""

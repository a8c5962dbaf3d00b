"""The front door: settings, composition and commands."""

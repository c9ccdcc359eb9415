"""Settings: the program's switch, other systems, privacy, permissions, and cleaning up (A13)."""

"""Who changed what and when, in words; versions of the program, and going back to one (A12, GAP-AUDIT)."""

"""What needs a person, in words and each with its button, and what Laurel repaired by itself (GAP-RECON)."""

"""Search: one view over published tournaments."""

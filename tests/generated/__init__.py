"""Inputs made by a seeded mutator: whatever people write is answered, never a traceback."""

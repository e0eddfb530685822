"""The classroom: one world live, month by month."""

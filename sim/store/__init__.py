"""Results on disk: one folder for runs, studies and hindcasts, whole, locked and verified."""

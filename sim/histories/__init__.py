"""What happened to one organization, and why, month by month, from a second run."""

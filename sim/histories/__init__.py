"""What happened to one organization, and why: told month by month from a run again."""

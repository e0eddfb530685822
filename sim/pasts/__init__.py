"""History in, future out: which simulated pasts could have made the start (docs/draws.md 14)."""

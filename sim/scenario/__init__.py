"""Scenario files: what a place is, what would be done there, and what was observed."""

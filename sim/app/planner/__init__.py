"""The planner: from a place to a compared set of alternatives and their report."""

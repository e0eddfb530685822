"""Organizations, members and branches of month 0, from a registry or from totals."""

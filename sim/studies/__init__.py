"""What a study can do with many runs, a method a module."""

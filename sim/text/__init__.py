"""What both files of a place and lists say back: problems, positions, hints, spellings."""

"""What developers run to make pages, texts and the font from the code; not part of the wheel."""

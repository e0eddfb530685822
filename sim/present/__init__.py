"""What a result is called and how its numbers are written, alike wherever people read them."""

"""Checks of the source itself: what may import what, what may break exactness, what files say."""

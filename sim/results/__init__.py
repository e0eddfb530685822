"""Runs on disk: simulate every replicate of every alternative, store, compare, export."""

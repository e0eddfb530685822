"""Hindcast: what the model would have said of places whose later figures are known.

Tracks (places with dated policies and dated figures) are simulated once for a bank of prior draws.
Each backtest conditions the bank on the figures up to a date and predicts those after it.
"""

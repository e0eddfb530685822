"""Calibration: parameters from observed figures, and whether such figures can teach them."""

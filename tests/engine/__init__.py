"""Tests of the engine: exactness of stacks, conservation, rules, agreement with the oracle."""

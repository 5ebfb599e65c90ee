"""Measurements: every module's `run()` returns rows, each a figure against a floor or a peer of the same run."""

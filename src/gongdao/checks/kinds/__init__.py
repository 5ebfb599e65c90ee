"""One folder per kind of check; each ends in a `Report` (see `checks.shape`)."""

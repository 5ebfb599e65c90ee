"""From a browser's form to a kernel act, and back to the form with everything that was typed."""

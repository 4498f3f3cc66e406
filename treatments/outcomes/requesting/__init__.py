"""Asking for a report: the row is written, the workers are told, and the answer does not wait for them."""

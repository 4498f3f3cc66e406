"""What waits for somebody: one page with a list for each kind of work."""

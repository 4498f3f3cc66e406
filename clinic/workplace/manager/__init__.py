"""The manager's pages: how the clinic stands today, and who may do what."""

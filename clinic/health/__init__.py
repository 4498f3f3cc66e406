"""Whether the product is alive, whether it can do its work, and the few numbers to watch.

Imports nothing of the apps above it: the age of the oldest waiting work comes from the function that
``settings.HEALTH_OLDEST_WORK`` names.
"""

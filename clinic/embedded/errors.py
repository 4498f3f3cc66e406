"""What stops the product from starting, said to the person who started it."""


class CannotStart(Exception):
    """Nothing was started, or everything started was stopped again. The message says what to do."""

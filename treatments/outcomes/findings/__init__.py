"""One patient's findings from frozen inputs: pure, every number with a status and reasons."""

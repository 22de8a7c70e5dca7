"""Background work: the queue, what was done to which asset, progress."""

"""Work at our own pace: the loops of a worker, and what is done by the clock."""

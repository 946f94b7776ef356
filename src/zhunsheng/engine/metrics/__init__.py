"""Numbers about subjects over periods. One file per kind of metric."""

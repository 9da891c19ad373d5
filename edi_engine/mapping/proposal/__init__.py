"""From a sample message to a first mapping of its format."""

"""A mapping as an implementation guide for partners."""

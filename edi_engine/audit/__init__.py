"""Remembers every step of every exchange, and finds it again."""

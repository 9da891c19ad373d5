"""Conditions that operators write in CEL: bounded, compiled, and their names checked before anything is decided."""

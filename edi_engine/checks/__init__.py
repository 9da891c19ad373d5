"""Business checks as data: rules over the canonical documents, read from `schemas/checks/`, judged on each document."""

"""Which documents go where: the route table, its conditions in CEL, and the reason of every decision."""

"""The single values of received messages, a module a syntax: where each stands, and the message with others in it."""

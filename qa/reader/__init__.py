"""The reader: how well a passage answers a question, where in it, or that it doesn't."""

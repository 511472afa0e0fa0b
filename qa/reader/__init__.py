"""The reader: for a question and a passage, how well they fit, the answer's span, or that there is none."""

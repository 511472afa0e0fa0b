"""Measuring: scripts that take the folder of an evaluation set and print a table."""

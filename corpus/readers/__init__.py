"""One module a format: bytes in, documents out.

Each has `read(data, source, fields)`, which yields a `Document` for everything that it can read and
a `ReadError` for a record that it cannot, and raises where the whole file is lost. None of them
touches the disk.
"""

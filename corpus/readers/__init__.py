"""One module a format: bytes in, documents out.

Each has `read(data, source, fields)`, which yields a `Document` for everything that it can read, a
`ReadError` for a record that it cannot, an `Aside` for characters that are in no document, and
raises where the whole file is lost. None of them touches the disk.
"""

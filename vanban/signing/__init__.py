"""Signatures on a PDF: made with a key, numbers written into a signed file, and judged.

In: PDF bytes, an opened key, pictures. Out: PDF bytes of which the given ones are the beginning.
"""

"""Vanban: Vietnamese administrative documents, from a form to a Word file and a sign-ready PDF."""

__version__ = "0.1.0"

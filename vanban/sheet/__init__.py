"""Sheets as offices have them: bytes of a file come in, a list of people goes out; and back.

`read` opens the file, whatever it is, and gives rows of cells; `head` finds the headings and says
what each row means for a kind of document; `form` makes the workbook that a clerk fills in.
"""

"""Reads rows of sales as agents send them: pasted, from Excel or a mail. Plain Python, no database.

`table` and `workbook` make cells of a text or a file, `columns` says what each column is, and
`rows` reads the cells of one sale.
"""

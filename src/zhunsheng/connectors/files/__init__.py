"""Files in: CSV and XLSX become tables of text, row by row accounted for."""

"""What a fact is: sources and their fields, parsing of cells, latest and as-of views."""

"""The shell: Django, PostgreSQL, the lake, jobs. One app per noun."""

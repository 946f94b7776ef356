"""What the company configured: published releases of its blueprint, and which definition held when."""

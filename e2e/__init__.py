"""A real browser walks the product, served by the real command."""

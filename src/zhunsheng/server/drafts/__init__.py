"""The draft: what the company is about to change in its blueprint, tried before it is published."""

"""Forms: what people tell in the product because no other system holds it, and what they show for it."""

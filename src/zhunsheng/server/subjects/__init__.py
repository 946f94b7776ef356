"""Everything a number can be about: people, units, products, customers. Facts carry their ids only."""

"""Files on their way in: kept for a day, understood, tried, loaded."""

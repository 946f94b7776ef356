"""Numbers: kept ready for people and units, computed on request for everything else, always explained."""

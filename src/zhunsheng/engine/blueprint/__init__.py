"""What the company agreed shall follow from which numbers: entities, bundles, checks, differences."""

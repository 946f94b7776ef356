"""Side-by-side benchmarks: our figure, a baseline measured in the same run, the ratio, peak memory, three sizes."""

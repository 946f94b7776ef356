"""准绳 Zhunsheng: performance management as an engine."""

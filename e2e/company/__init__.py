"""A small company for the browser's tests: sixty people and half a year, loaded in seconds, its numbers known."""

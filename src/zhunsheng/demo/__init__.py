"""The example company: it makes its own files, loads them by the front door, and says what it found."""

"""What a decision may do: one vocabulary for all practices, whom it reaches, and what is written of it."""

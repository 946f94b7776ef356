"""The inbox: what a person is asked and told, out of the outbox."""

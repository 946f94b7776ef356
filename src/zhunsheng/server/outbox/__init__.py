"""The outbox: what decisions do, written with them in one transaction, and what came of each."""

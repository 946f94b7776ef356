"""How far metrics have read."""

from zhunsheng.server.facts.models import FactTable


def mark_measured(source: str, seq: int) -> None:
    """Metrics have seen all lake rows up to `seq`; called in the transaction that stores the values."""
    FactTable.objects.filter(source=source).update(measured_seq=seq)

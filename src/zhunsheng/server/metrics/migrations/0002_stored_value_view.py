"""A stored row's numbers, one by one."""

from django.db import migrations

VIEW = """
CREATE VIEW metrics_storedvalue AS
SELECT f.slots[i] AS slot_id, r.family_id, r.grain, r.start, r.subject, r.about, r.numbers[i] AS value,
       r.counts[i] AS n,
       CASE substr(r.states, i, 1) WHEN 'v' THEN 'value' WHEN 't' THEN 'too_few' WHEN 'u' THEN 'undated' ELSE 'error'
       END AS state
FROM metrics_storedrow r
JOIN metrics_family f ON f.id = r.family_id
CROSS JOIN LATERAL generate_subscripts(f.slots, 1) AS i
WHERE substr(r.states, i, 1) <> 'n'
"""


class Migration(migrations.Migration):
    dependencies = [("metrics", "0001_initial")]

    operations = [migrations.RunSQL(VIEW, "DROP VIEW metrics_storedvalue")]

"""Payloads come compressed: PostgreSQL need not try again."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("facts", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE facts_segment ALTER COLUMN payload SET STORAGE EXTERNAL",
            "ALTER TABLE facts_segment ALTER COLUMN payload SET STORAGE EXTENDED",
        )
    ]

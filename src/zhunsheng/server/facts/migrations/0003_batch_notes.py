"""Receipts keep their notes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("facts", "0002_payload_storage")]

    operations = [migrations.AddField("batch", "notes", models.JSONField(default=list))]

"""Which facts ended or paused a stage."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commitments", "0002_places")]

    operations = [migrations.AddField("standing", "facts", models.TextField(default=""))]

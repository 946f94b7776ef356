"""By which organisation it was chosen whose calendar counts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commitments", "0001_initial")]

    operations = [migrations.AddField("chain", "places", models.TextField(default=""))]

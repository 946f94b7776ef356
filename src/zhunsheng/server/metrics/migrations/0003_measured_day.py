"""The day up to which stored numbers of periods under way count."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("metrics", "0002_stored_value_view")]

    operations = [migrations.AddField("measured", "day", models.DateField(null=True))]

"""What was told of how stages stand."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("commitments", "0003_facts")]

    operations = [
        migrations.CreateModel(
            name="Listener",
            fields=[
                ("source", models.CharField(max_length=63, primary_key=True, serialize=False)),
                ("fields", models.JSONField(default=list)),
            ],
        ),
        migrations.AddField("Standing", "told", models.BooleanField(default=False)),
        migrations.AddIndex(
            "Standing",
            models.Index(
                models.F("commitment"),
                models.F("due"),
                condition=models.Q(models.Q(("state", "open"), _negated=True), ("told", False)),
                name="standing_untold",
            ),
        ),
    ]

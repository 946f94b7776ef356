import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("worlds", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Trouble",
            fields=[
                (
                    "world",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="trouble",
                        serialize=False,
                        to="worlds.world",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("said", models.TextField()),
                ("reference", models.CharField(max_length=8)),
            ],
        )
    ]

"""What is kept of cases."""

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Chain",
            fields=[
                ("commitment", models.CharField(max_length=63, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("release", models.IntegerField()),
                ("read", models.JSONField(default=dict)),
                ("ahead", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Standing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("commitment", models.CharField(max_length=63)),
                ("case", models.TextField(db_collation="C")),
                ("stage", models.CharField(max_length=63)),
                ("release", models.IntegerField()),
                ("person", models.BigIntegerField(null=True)),
                ("seq", models.BigIntegerField()),
                ("began", models.DateTimeField()),
                ("due", models.DateTimeField(null=True)),
                ("done", models.DateTimeField(null=True)),
                ("took", models.BigIntegerField(null=True)),
                ("state", models.CharField(max_length=6)),
                ("silent", models.BooleanField()),
                ("decision", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("commitment"), models.F("case"), models.F("stage"), name="one_standing_a_stage"
                    )
                ],
                "indexes": [
                    models.Index(
                        models.F("commitment"),
                        models.F("due"),
                        condition=models.Q(models.Q(("state", "met"), _negated=True), ("decision", None)),
                        name="standing_undecided",
                    )
                ],
            },
        ),
    ]

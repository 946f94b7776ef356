"""The table of deadlines."""

from django.db import migrations, models

STATES = [("armed", "Armed"), ("fired", "Fired"), ("cancelled", "Cancelled"), ("dead", "Dead")]


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Deadline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("practice", models.CharField(max_length=40)),
                ("about", models.TextField(db_collation="C")),
                ("due", models.DateTimeField()),
                ("payload", models.JSONField(default=dict)),
                ("generation", models.IntegerField(default=1)),
                ("state", models.CharField(choices=STATES, default="armed", max_length=9)),
                ("next_try", models.DateTimeField()),
                ("tries", models.SmallIntegerField(default=0)),
                ("fired_at", models.DateTimeField(null=True)),
                ("fault", models.TextField(default="")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("practice"), models.F("about"), name="one_deadline_about_it")
                ],
                "indexes": [
                    models.Index(
                        models.F("practice"),
                        models.F("next_try"),
                        condition=models.Q(("state", "armed")),
                        name="deadline_armed",
                    ),
                    models.Index(
                        models.F("due"),
                        condition=models.Q(("state__in", ["armed", "dead"]), ("tries__gt", 0)),
                        name="deadline_failed",
                    ),
                ],
            },
        ),
        # A set is fired by updates in place of its rows: there are many dead ones soon, at the head of the index.
        migrations.RunSQL(
            "ALTER TABLE deadlines_deadline SET (autovacuum_vacuum_scale_factor = 0.02)",
            "ALTER TABLE deadlines_deadline RESET (autovacuum_vacuum_scale_factor)",
        ),
    ]

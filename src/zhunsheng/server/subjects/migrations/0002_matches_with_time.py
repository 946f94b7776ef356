import django.db.models.deletion
from django.db import migrations, models

# A match had no time: it held for everything, so it counts as known since the value was first seen.
CARRY_OVER = """
INSERT INTO subjects_match (stray_id, target_id, known_from)
SELECT id, same_as_id, first_seen FROM subjects_subject WHERE same_as_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("subjects", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Match",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("known_from", models.DateTimeField()),
                ("known_until", models.DateTimeField(null=True)),
                (
                    "stray",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="matches", to="subjects.subject"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="subjects.subject"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("stray",), condition=models.Q(("known_until", None)), name="one_match_at_a_time"
                    )
                ]
            },
        ),
        migrations.RunSQL(CARRY_OVER, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="subject", name="same_as"),
        migrations.RemoveIndex(model_name="subject", name="subject_name"),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(
                models.F("dimension"),
                models.F("name"),
                condition=models.Q(("name", models.F("key")), _negated=True),
                name="subject_name",
            ),
        ),
    ]

"""The chain of decisions, kept from being changed, and appeals."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

ONLY_ADDED = """
CREATE FUNCTION decisions_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '决定只增不改，也不删除 / decisions are only ever added, never changed or deleted (%)', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON decisions_decisionrow
    FOR EACH STATEMENT EXECUTE FUNCTION decisions_only_added();
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE ON decisions_seal
    FOR EACH STATEMENT EXECUTE FUNCTION decisions_only_added()
"""
CHANGED_AGAIN = """
DROP TRIGGER only_added ON decisions_decisionrow;
DROP TRIGGER only_added ON decisions_seal;
DROP FUNCTION decisions_only_added()
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("previous", models.CharField(max_length=64)),
                ("first", models.BigIntegerField(unique=True)),
                ("count", models.IntegerField()),
                ("made_at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="DecisionRow",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("practice", models.TextField()),
                ("rule", models.TextField()),
                ("case", models.TextField()),
                ("about", models.BigIntegerField(null=True)),
                ("answers", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("outcome", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("body", models.TextField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.HashIndex(fields=["case"], name="decision_case"),
                    models.Index(fields=["rule", "-id"], name="decision_rule"),
                    models.Index(
                        fields=["about", "-id"],
                        condition=models.Q(("about__isnull", False)),
                        name="decision_about",
                    ),
                ]
            },
        ),
        migrations.RunSQL(ONLY_ADDED, CHANGED_AGAIN),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by", models.BigIntegerField()),
                ("words", models.TextField()),
                ("owner", models.BigIntegerField(null=True)),
                ("deadline", models.DateTimeField()),
                ("opened_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("upheld", "Upheld"), ("overturned", "Overturned")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("settled_by", models.BigIntegerField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True)),
                ("came_of", models.TextField(blank=True)),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="appeals", to="decisions.decisionrow"
                    ),
                ),
                (
                    "opened_in",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="decisions.decisionrow"
                    ),
                ),
                (
                    "settled_in",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="decisions.decisionrow",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["owner", "deadline"],
                        condition=models.Q(("state", "open")),
                        name="appeal_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("decision",),
                        name="one_open_appeal_per_decision",
                    )
                ],
            },
        ),
    ]

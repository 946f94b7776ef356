"""Goals and links, with the time for which each was held to be so."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("subjects", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.TextField()),
                ("name", models.TextField()),
                ("level", models.CharField(max_length=7)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="subjects.subject",
                    ),
                ),
                ("accountable", django.contrib.postgres.fields.ArrayField(models.BigIntegerField())),
                ("term", models.CharField(max_length=10)),
                ("metric", models.CharField(max_length=63, null=True)),
                ("milestone", models.TextField(null=True)),
                ("unit", models.TextField(null=True)),
                ("baseline", models.FloatField(null=True)),
                ("target", models.FloatField(null=True)),
                ("direction", models.CharField(max_length=4)),
                ("weight", models.FloatField(null=True)),
                ("nature", models.CharField(max_length=7, null=True)),
                ("closed", models.BooleanField()),
                ("known_from", models.DateTimeField()),
                ("known_until", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("known_until", None)), fields=("code",), name="one_goal_a_code"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("child", models.TextField()),
                ("parent", models.TextField()),
                ("statement", models.TextField()),
                ("sign", models.SmallIntegerField()),
                ("smallest", models.FloatField()),
                ("delay_from", models.SmallIntegerField()),
                ("delay_to", models.SmallIntegerField()),
                ("counter", models.CharField(max_length=63, null=True)),
                ("known_from", models.DateTimeField()),
                ("known_until", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("known_until", None)),
                        fields=("child", "parent"),
                        name="one_link_between_two",
                    )
                ],
            },
        ),
    ]

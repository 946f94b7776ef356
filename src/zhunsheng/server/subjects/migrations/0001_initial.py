import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Subject",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("dimension", models.CharField(max_length=63)),
                ("key", models.TextField(null=True)),
                ("name", models.TextField(blank=True)),
                ("known", models.BooleanField(default=False)),
                ("first_seen", models.DateTimeField()),
                (
                    "same_as",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="strays",
                        to="subjects.subject",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Alias",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("dimension", models.CharField(max_length=63)),
                ("text", models.TextField()),
                ("subject", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="subjects.subject")),
            ],
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(models.F("dimension"), models.F("name"), name="subject_name"),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(models.F("dimension"), condition=models.Q(("known", False)), name="subject_stray"),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.UniqueConstraint(models.F("dimension"), models.F("key"), name="subject_key"),
        ),
        migrations.AddConstraint(
            model_name="alias",
            constraint=models.UniqueConstraint(models.F("dimension"), models.F("text"), name="alias_text"),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="EntityVersion",
            fields=[
                ("hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=63)),
                ("entity_id", models.CharField(max_length=63)),
                ("body", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("manifest", models.JSONField()),
                ("settings", models.TextField()),
                ("effective", models.DateField(null=True)),
                ("published_at", models.DateTimeField()),
                ("note", models.TextField(blank=True)),
                ("author", models.TextField(blank=True)),
            ],
        ),
    ]

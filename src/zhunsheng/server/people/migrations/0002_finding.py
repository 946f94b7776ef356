from django.contrib.postgres.indexes import GinIndex
from django.db import migrations, models

import zhunsheng.server.people.finding
from zhunsheng.server.people.finding import endings
from zhunsheng.server.people.pinyin import pinyin

BATCH = 500


def fill(apps, schema_editor):
    """How people sound and what they are found by; of the erased nothing."""
    person = apps.get_model("people", "Person")
    rows = []
    for row in person.objects.only("subject_id", "number", "name").iterator(BATCH):
        if row.number == row.name == f"#{row.pk}":
            continue
        row.pinyin, row.endings = pinyin(row.name), endings(row.number, row.name)
        rows.append(row)
        if len(rows) == BATCH:
            person.objects.bulk_update(rows, ["pinyin", "endings"])
            rows.clear()
    person.objects.bulk_update(rows, ["pinyin", "endings"])


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField("person", "pinyin", models.TextField(default="")),
        migrations.AddField(
            "person", "endings", zhunsheng.server.people.finding.Endings(default=list), preserve_default=False
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex("person", models.Index("pinyin", "number", name="person_pinyin")),
        migrations.AddIndex("person", GinIndex("endings", fastupdate=False, name="person_endings")),
    ]

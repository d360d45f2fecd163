from typing import Any

from django.db import migrations, models

from helpdesk.geo.ranges import one_spelling


def spell(apps: Any, schema_editor: Any) -> None:
    """Bans are looked for by the one spelling of their address."""
    ban = apps.get_model("helpdesk", "Ban")
    for row in ban.objects.exclude(ip="").iterator():
        if row.ip != one_spelling(row.ip):
            ban.objects.filter(pk=row.pk).update(ip=one_spelling(row.ip))


class Migration(migrations.Migration):
    dependencies = [("helpdesk", "0008_pass_minutes")]

    operations = [
        migrations.RunPython(spell, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="ban",
            index=models.Index(fields=["ip"], condition=models.Q(("ip", ""), _negated=True), name="bans_of_addresses"),
        ),
    ]

from django.db import migrations

from portal.core.standard_numbers import normal_form

BATCH = 500


def fold_anew(apps, schema_editor):
    """Normal forms as the one fold makes them; of two rows that are now one, the second waits.

    Its form stays what it was until the regulator removes one of the two: a migration does not
    decide which of them is right.
    """
    standards = apps.get_model("reference", "Standard").objects.using(schema_editor.connection.alias)
    taken = set(standards.values_list("normal_number", flat=True))
    changed = []
    for standard in standards.only("pk", "number", "normal_number").iterator(BATCH):
        form = normal_form(standard.number)
        if form != standard.normal_number and form not in taken:
            taken.add(form)
            changed.append((standard.pk, form))
    for pk, form in changed:
        standards.filter(pk=pk).update(normal_number=form)


class Migration(migrations.Migration):

    dependencies = [
        ("reference", "0002_standards_by_normal_number"),
    ]

    operations = [
        # Back again there is nothing to do: the narrower fold of before finds these forms too.
        migrations.RunPython(fold_anew, migrations.RunPython.noop),
    ]

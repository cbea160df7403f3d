"""Make the remedies that stood among the terms of acts on entries rows of their own register."""

from django.db import migrations


def move_remedies(apps, schema_editor):
    """A row from each day on which the regulator had other words; there are few."""
    alias = schema_editor.connection.alias
    remedies = apps.get_model("registry", "Remedy").objects.using(alias)
    for terms in apps.get_model("registry", "EntryTerms").objects.using(alias).all():
        words = {"text_zh": terms.remedy_zh, "text_en": terms.remedy_en, "source": terms.source}
        remedies.get_or_create(track="", in_force_from=terms.in_force_from, defaults=words)


def move_back(apps, schema_editor):
    """The words that held on the first day of each row of the terms."""
    alias = schema_editor.connection.alias
    remedies = apps.get_model("registry", "Remedy").objects.using(alias).filter(track="")
    for terms in apps.get_model("registry", "EntryTerms").objects.using(alias).all():
        before = remedies.filter(in_force_from__lte=terms.in_force_from)
        found = before.order_by("-in_force_from").first()
        if found is not None:
            terms.remedy_zh, terms.remedy_en = found.text_zh, found.text_en
            terms.save(update_fields=["remedy_zh", "remedy_en"])


class Migration(migrations.Migration):
    dependencies = [("registry", "0045_letters")]
    operations = [migrations.RunPython(move_remedies, move_back)]

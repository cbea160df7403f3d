from django.db import migrations

QUEUES = {
    'mail': ('mail', 'invitation'),
    'rendering': ('render',),
    'examination': ('impact',),
}


def tell_apart(apps, schema_editor):
    messages = apps.get_model('core', 'OutboxMessage').objects
    messages.filter(delivered_at__isnull=False).update(state='delivered')
    for queue, kinds in QUEUES.items():
        messages.filter(kind__in=kinds).update(queue=queue)


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0002_messages_have_leases_and_states'),
    ]

    operations = [
        # What it fills goes away with the columns.
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_give_old_messages_their_state_and_queue'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='outboxmessage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('delivered_at__isnull', False), ('state', 'delivered')), models.Q(models.Q(('state', 'delivered'), _negated=True), ('delivered_at__isnull', True)), _connector='OR'), name='what_was_carried_out_says_when'),
        ),
        migrations.AddConstraint(
            model_name='outboxmessage',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'waiting'), ('leased_until__isnull', True), _connector='OR'), name='only_what_waits_is_held_by_a_worker'),
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='schoolprofile',
            name='dormant_reason',
            field=models.CharField(blank=True, choices=[('silence', 'It did not answer invitations'), ('no_life', 'Nothing was heard of it for a year')], max_length=12),
        ),
        migrations.AddField(
            model_name='schoolprofile',
            name='dormant_since',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='schoolprofile',
            name='heartbeat_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='schoolprofile',
            name='last_sign_of_life',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='schoolprofile',
            name='revived_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]

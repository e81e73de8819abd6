import django.core.validators
import django.db.models.expressions
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0005_mandate_endings'),
        ('profiles', '0010_logo_affiliation_brochure'),
    ]

    operations = [
        migrations.AddField(
            model_name='wish',
            name='group_boys',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(500)]),
        ),
        migrations.AddField(
            model_name='wish',
            name='group_girls',
            field=models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(500)]),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.CheckConstraint(condition=models.Q(('group_size__isnull', True), ('group_size__gte', django.db.models.expressions.CombinedExpression(django.db.models.functions.comparison.Coalesce(models.F('group_girls'), 0), '+', django.db.models.functions.comparison.Coalesce(models.F('group_boys'), 0))), _connector='OR'), name='wish_girls_and_boys_are_of_the_group'),
        ),
    ]

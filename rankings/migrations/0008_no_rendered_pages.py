from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('rankings', '0007_published_only_grows'),
    ]

    operations = [
        migrations.DeleteModel(
            name='RenderedPage',
        ),
    ]

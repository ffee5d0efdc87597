from django.db import migrations
from django.db.models.functions import Lower


def make_known(apps, schema_editor):
    """Tell allauth of every address that somebody gave before addresses were verified.

    Moderators and admins were made by an operator, who vouched for theirs: were a code asked of them, a site whose
    mail is not set up yet would lock them out. Everybody else shows that it is theirs when they log in next.
    """
    User = apps.get_model("accounts", "User")
    EmailAddress = apps.get_model("account", "EmailAddress")
    User.objects.exclude(email="").exclude(email=Lower("email")).update(email=Lower("email"))
    unknown = User.objects.exclude(email="").exclude(pk__in=EmailAddress.objects.values("user_id"))
    people = unknown.values_list("pk", "email", "role")
    EmailAddress.objects.bulk_create(
        (EmailAddress(user_id=pk, email=email, primary=True, verified=role != "reader") for pk, email, role in people),
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_letters"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(make_known, migrations.RunPython.noop)]

"""Whoever wrote what has a score already begins with the sum of it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_standing"), ("comments", "0003_comment_votes")]

    operations = [
        migrations.RunSQL(
            "UPDATE accounts_user SET standing = summed.standing FROM"
            " (SELECT author_id, SUM(score) AS standing FROM comments_comment GROUP BY author_id) summed"
            " WHERE accounts_user.id = summed.author_id",
            migrations.RunSQL.noop,
        )
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_standing")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="fold_below",
            field=models.SmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="logged_out_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="never_folds",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="user",
            name="order",
            field=models.CharField(blank=True, db_default="", default="", max_length=10),
        ),
        migrations.AddField(
            model_name="user",
            name="replies_shown",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="user",
            name="theme",
            field=models.CharField(blank=True, db_default="", default="", max_length=5),
        ),
        migrations.AddField(
            model_name="user",
            name="time_zone",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("order__in", ["", "best", "newest", "oldest", "discussed"])),
                name="threads_stand_in_an_order_that_there_is",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("theme__in", ["", "light", "dark"])), name="a_theme_is_one_that_there_is"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("replies_shown__isnull", True), ("replies_shown__range", (2, 10)), _connector="OR"),
                name="replies_shown_are_as_many_as_are_ranked",
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("fold_below__isnull", True), ("fold_below__range", (-1000, 0)), _connector="OR"),
                name="only_low_scores_fold",
            ),
        ),
    ]

"""Log in, sign up, change the address; and how somebody reads."""

from itertools import groupby

from allauth.account.fields import PasswordField
from allauth.account.forms import AddEmailForm, LoginForm, SignupForm
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.preferences import (
    FEWEST_SHOWN,
    MOST_SHOWN,
    Density,
    Keys,
    Motion,
    TextSize,
    Theme,
    ThreadOrder,
    Updates,
    time_zones,
)


class LogInForm(LoginForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Name or address")
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def user_credentials(self) -> dict[str, str]:
        """A name has no @. Asked for both, allauth would try an address's password twice: who counts the milliseconds
        would know which addresses are here.
        """
        login = self.cleaned_data["login"]
        return {"email" if "@" in login else "username": login, "password": self.cleaned_data["password"]}


class SignUpForm(SignupForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Name")
        self.fields["username"].help_text = _("2 to 30 letters, digits, _ or -. Everybody sees it.")
        self.fields["email"].label = _("E-mail address")
        self.fields["email"].help_text = _("A code goes there. Nobody sees it.")

    @transaction.atomic
    def save(self, request: HttpRequest) -> AbstractBaseUser:
        """The account and its address: both or neither."""
        return super().save(request)

    def try_save(self, request: HttpRequest) -> object:
        if self.account_already_exists:
            # As slow as a sign-up whose address is new.
            User().set_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ChangeAddressForm(AddEmailForm):
    """The password, too: who finds an open browser must not take the account along."""

    password = PasswordField(label=_("Your password"), autocomplete="current-password")

    def __init__(self, person: User, sent: QueryDict | None = None) -> None:
        super().__init__(person, sent)
        self.fields["email"].label = _("New address")

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if self.user is None or not self.user.check_password(password):
            raise forms.ValidationError(_("That is not your password."))
        return password


class ThemeForm(forms.Form):
    theme = forms.TypedChoiceField(
        label=_("Light or dark"),
        choices=Theme.choices,
        coerce=Theme,
        empty_value=Theme.SYSTEM,
        required=False,
        widget=forms.RadioSelect,
    )


# Scores below which somebody may want a comment folded.
FOLDS = (0, -1, -3, -5, -10, -25)
NEVER = "never"


def order_choices() -> list[tuple[str, object]]:
    return [("", _("As the forum has it")), *ThreadOrder.choices]


def shown_choices() -> list[tuple[str, object]]:
    as_the_site = _("As the forum has it: %(count)d") % {"count": settings.REPLIES_SHOWN}
    return [("", as_the_site), *((str(count), str(count)) for count in range(FEWEST_SHOWN, MOST_SHOWN + 1))]


def fold_choices() -> list[tuple[str, object]]:
    as_the_site = _("As the forum has it: below %(score)d") % {"score": settings.FOLD_BELOW}
    below = [(str(score), _("Below %(score)d") % {"score": score}) for score in FOLDS]
    return [("", as_the_site), *below, (NEVER, _("Never"))]


def zone_choices() -> list[tuple[str, object]]:
    """By continent; in each, by the alphabet."""
    continents = groupby(sorted(time_zones()), key=lambda name: name.partition("/")[0])
    as_the_site = _("As the forum has it: %(zone)s") % {"zone": settings.TIME_ZONE}
    return [
        ("", as_the_site),
        *((continent, [(name, city(name)) for name in names]) for continent, names in continents),
    ]


def city(zone: str) -> str:
    return zone.partition("/")[2].replace("/", ", ").replace("_", " ")


class WordField(forms.ChoiceField):
    """A few words side by side. The empty one is what there is where nobody chooses."""

    widget = forms.RadioSelect


class ReadingForm(forms.Form):
    """How somebody reads. What is left to the forum follows it when it changes its mind."""

    order = forms.ChoiceField(label=_("Order of threads"), choices=order_choices, required=False)
    replies_shown = forms.TypedChoiceField(
        label=_("Replies shown before a list folds"),
        choices=shown_choices,
        coerce=int,
        empty_value=None,
        required=False,
    )
    fold_below = forms.ChoiceField(label=_("Fold comments with a score"), choices=fold_choices, required=False)
    time_zone = forms.ChoiceField(label=_("Time zone of dates"), choices=zone_choices, required=False)
    theme = ThemeForm.base_fields["theme"]
    density = WordField(label=_("Space between comments"), choices=Density.choices, required=False)
    text_size = WordField(
        label=_("Size of the text"),
        help_text=_("Besides the size that your browser is set to."),
        choices=TextSize.choices,
        required=False,
    )
    motion = WordField(label=_("Movement"), choices=Motion.choices, required=False)
    keys = WordField(
        label=_("Shortcuts of a single key"),
        help_text=_("Turn them off where they get in the way of a screen reader, or of typing by speech."),
        choices=Keys.choices,
        required=False,
    )
    updates = WordField(
        label=_("Live updates"),
        help_text=_(
            "A page that is open tells you of new replies, and counts what is unread. Nothing moves by itself."
        ),
        choices=Updates.choices,
        required=False,
    )

    @classmethod
    def of(cls, person: User) -> "ReadingForm":
        """Filled in with what they chose before."""
        score = "" if person.fold_below is None else str(person.fold_below)
        chosen = {name: getattr(person, name) for name in cls.base_fields if name != "fold_below"}
        return cls(initial={**chosen, "fold_below": NEVER if person.never_folds else score})

    def clean(self) -> dict[str, object]:
        """The columns of accounts.models.User."""
        chosen: dict[str, object] = super().clean() or {}
        fold = chosen.pop("fold_below", "")
        return {**chosen, "never_folds": fold == NEVER, "fold_below": None if fold in ("", NEVER) else int(str(fold))}

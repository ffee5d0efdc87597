"""Where the operators' pages are, and who may enter. What is on them is in each app's `admin.py`."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.csp import CSP
from django.utils.decorators import method_decorator
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy
from django.views.decorators.csp import csp_override

from forum.lib.admin import Window
from forum.lib.refusing import require

# Everything the admin loads carries a nonce, so "self" need not be trusted with scripts and styles here.
POLICY = settings.SECURE_CSP | {"script-src": [CSP.NONCE], "style-src": [CSP.NONCE], "connect-src": [CSP.NONE]}
# Django's pages that change a password, look things up for forms that we have none of, or log in and out.
LEFT_OUT = {"logout", "password_change", "password_change_done", "autocomplete", "view_on_site"}


class OperatorsSite(AdminSite):
    site_header = site_title = settings.SITE_NAME
    index_title = gettext_lazy("For operators")
    enable_nav_sidebar = False
    final_catch_all_view = False

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def register(
        self,
        model_or_iterable: object,
        admin_class: type[ModelAdmin] | None = None,  # type: ignore[type-arg]  # no generic at run time
        **options: object,
    ) -> None:
        """Windows only: what other packages bring (groups, addresses) would change rows without a verb."""
        if admin_class is not None and issubclass(admin_class, Window):
            super().register(model_or_iterable, admin_class, **options)  # type: ignore[arg-type]  # theirs to check

    def get_urls(self) -> list[URLResolver | URLPattern]:
        return [url for url in super().get_urls() if getattr(url, "name", None) not in LEFT_OUT]

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: object = None) -> HttpResponse:
        """By the site's own door, which limits guesses and knows second factors; the admin has no form for it."""
        return redirect(reverse(settings.LOGIN_URL, query={"next": request.GET.get("next") or reverse("admin:index")}))

    def admin_view[V: Callable[..., HttpResponseBase]](self, view: V, cacheable: bool = False) -> V:
        shown = super().admin_view(view, cacheable)

        @csp_override(POLICY)
        @wraps(view)
        def show(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            # Else Django sends people who are logged in to the log-in page, which sends them back.
            require(self.has_permission(request))
            return shown(request, *args, **kwargs)

        return show  # type: ignore[return-value]  # it is called as the view is


class OperatorsConfig(SimpleAdminConfig):
    default_site = "forum.lib.adminsite.OperatorsSite"

    def ready(self) -> None:
        super().ready()
        autodiscover_modules("admin")

"""Where mail providers tell what came back."""

from anymail.exceptions import AnymailWebhookValidationFailure
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from forum.notifications.bouncing import PROVIDERS


@require_POST
@csrf_exempt  # a provider has no page to take a token from: what lets it in is the password it sends
@login_not_required
def bounces(request: HttpRequest, provider: str) -> HttpResponseBase:
    """Whoever does not know the password finds nothing here. The body is read only after it."""
    if provider not in PROVIDERS:
        raise Http404
    try:
        return PROVIDERS[provider].read(request)
    except AnymailWebhookValidationFailure as refusal:
        raise Http404 from refusal

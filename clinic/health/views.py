"""Answers for load balancers, container engines and monitoring: parts, never addresses or errors."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clinic.health.condition import current_condition
from clinic.health.metrics import CONTENT_TYPE, metrics_text

LOOPBACK = ("127.0.0.1", "::1")


@never_cache
@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """This web process answers. Nothing else is asked: a restart would not mend the database."""
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Every part that the product needs works: 200; else 503, and the parts that do not are "down"."""
    parts = current_condition().parts()
    everything = all(parts.values())
    return JsonResponse(
        {
            "status": "ready" if everything else "not ready",
            "parts": {name: "up" if up else "down" for name, up in parts.items()},
        },
        status=200 if everything else 503,
    )


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The numbers to watch: for this machine, or with METRICS_TOKEN; 404 for anybody else."""
    if not (_from_this_machine(request) or _has_token(request)):
        raise Http404
    return HttpResponse(metrics_text(current_condition()), content_type=CONTENT_TYPE)


def _from_this_machine(request: HttpRequest) -> bool:
    # Behind a proxy on the same machine every request comes from loopback: then the token decides.
    forwarded = "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not forwarded


def _has_token(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    return bool(token) and constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}")

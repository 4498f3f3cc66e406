"""Another person sits down at a shared desk."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST


@require_POST
def switch_person(request: HttpRequest) -> HttpResponse:
    """Log out and ask for the next person's login; they begin with Today, and nothing of the former person is left.

    The session is emptied on the server; its messages, and what pages kept in the browser, go as well.
    """
    logout(request)
    answer = redirect(f"{reverse('admin:login')}?next={reverse('admin:index')}")
    answer.delete_cookie("messages")
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer

"""Where the pages of an assessment are, beside those that every kind of record has."""

from functools import partial, update_wrapper

from django.urls import URLPattern, path

from assessments.entry.pages import correct_page
from assessments.entry.paper_pages import paper_page
from clinic.common.admin import ServiceAdmin


def entry_urls(admin: ServiceAdmin) -> list[URLPattern]:
    """The page that corrects an assessment, and the one for paper records."""
    named = f"{admin.opts.app_label}_{admin.opts.model_name}"
    correct = update_wrapper(partial(correct_page, admin), correct_page)
    paper = update_wrapper(partial(paper_page, admin), paper_page)
    return [
        path("paper/", admin.admin_site.admin_view(paper), name=f"{named}_paper"),
        path("<uuid:uuid>/correct/", admin.admin_site.admin_view(correct), name=f"{named}_correct"),
    ]

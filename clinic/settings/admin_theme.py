"""How the admin looks, and where its sidebar and first page come from."""

from django.templatetags.static import static

UNFOLD = {
    "SITE_TITLE": "Plumbline",
    "SITE_HEADER": "clinic.practice.admin_site.site_header",
    "SITE_SUBHEADER": "clinic.practice.admin_site.site_subheader",
    "SITE_SYMBOL": "straighten",
    "SITE_URL": None,
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("admin-pages/favicon.svg")},
    ],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "STYLES": [
        lambda request: static("fonts/fonts.css"),
        lambda request: static("admin-pages/pages.css"),
        lambda request: static("admin-pages/palette.css"),
    ],
    "SCRIPTS": [
        lambda request: static("admin-pages/labels.js"),
        lambda request: static("admin-pages/live.js"),
        lambda request: static("assessments/drafts-forgotten.js"),
    ],
    "DASHBOARD_CALLBACK": "clinic.workplace.today.page.today",
    "SIDEBAR": {"navigation": "clinic.workplace.sidebar.sidebar"},
    # A calm teal instead of the theme's purple; the 600 on white and the 500 on dark pass WCAG AA.
    "COLORS": {
        "primary": {
            "50": "oklch(98.4% .014 180.72)",
            "100": "oklch(95.3% .051 180.801)",
            "200": "oklch(91% .096 180.426)",
            "300": "oklch(85.5% .138 181.071)",
            "400": "oklch(77.7% .152 181.912)",
            "500": "oklch(70.4% .14 182.503)",
            "600": "oklch(51.1% .096 186.391)",
            "700": "oklch(43.7% .078 188.216)",
            "800": "oklch(38.6% .063 188.416)",
            "900": "oklch(33% .05 190)",
            "950": "oklch(27.7% .046 192.524)",
        },
    },
}

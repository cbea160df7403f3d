"""Every address of the portal. Composition: may import everything."""

from allauth import urls as allauth_urls
from allauth.account.decorators import reauthentication_required
from allauth.account.views import password_change
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal import views
from portal.accounts.second_factor import has_second_factor
from portal.accounts.whole import each_whole, whole
from portal.core.key_set import key_set
from registry.programs.api import api

#: What Wagtail brings for signing in and for passwords. There is one door here: allauth's.
OTHER_DOORS = ("login/", "password_reset/", "_util/", "authenticate_with_password/")


def without_doors(patterns: list[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Wagtail's addresses except those by which somebody could come in past a second factor."""
    return [each for each in patterns if not str(each.pattern).startswith(OTHER_DOORS)]


def has_factor_to_show(request: HttpRequest) -> bool:
    """Whether the old password, which the form asks for, is not enough to set a new one."""
    return has_second_factor(request.user)


urlpatterns = [
    path("", views.home_in_own_language, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path(
        "accounts/password/change/",
        whole(reauthentication_required(password_change, enabled=has_factor_to_show)),
        name="account_change_password",
    ),
    path("accounts/roles/", include("portal.accounts.urls")),
    path(".well-known/jwks.json", key_set, name="key-set"),
    path("accounts/", include(each_whole(allauth_urls.urlpatterns))),
    path("after-login/", views.after_login, name="after-login"),
    # Two names that Wagtail asks for; both lead to the one door.
    path("cms/login/", views.cms_login, name="wagtailadmin_login"),
    path("cms/login/", views.cms_login, name="wagtailcore_login"),
    path("cms/documents/", include(without_doors(wagtaildocs_urls.urlpatterns))),
    path("cms/", include(without_doors(wagtailadmin_urls.urlpatterns))),
    path("api/v1/", api.urls),
    path("", include("registry.catalogue.permanent_urls")),
    path("", include("registry.figures.permanent_urls")),
    path("", include("portal.reference.permanent_urls")),
]
if settings.DEBUG:
    urlpatterns += static(
        settings.MEDIA_URL + "images/", document_root=settings.MEDIA_ROOT / "images"
    )
urlpatterns += i18n_patterns(
    path("workspace/organisation/", include("portal.accounts.organisation_urls")),
    path("workspace/programs/", include("registry.programs.urls")),
    path("workspace/inbox/", include("registry.inbox.urls")),
    path("workspace/webhooks/", include("registry.webhooks.urls")),
    path("workspace/", include("registry.workspace.urls")),
    path("workspace/", include("schemes.urls")),
    path("desk/", include("registry.desk.urls")),
    path("experts/", include("registry.experts.urls")),
    path("", include("registry.catalogue.urls")),
    path("", include("registry.figures.urls")),
    path("reference/", include("portal.reference.urls")),
    path("", include(without_doors(wagtail_urls.urlpatterns))),
    prefix_default_language=True,
)

handler400 = "portal.core.error_pages.bad_request"
handler403 = "portal.core.error_pages.not_allowed"
handler404 = "portal.core.error_pages.not_found"
# Django knows no such handler; allauth asks for it.
handler429 = "portal.core.error_pages.too_many_requests"
handler500 = "portal.core.error_pages.server_error"

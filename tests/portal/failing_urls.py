"""The portal with an address for each way to fail."""

from __future__ import annotations

from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from portal import urls
from portal.core.error_pages import too_many_requests, unavailable

handler400 = urls.handler400
handler403 = urls.handler403
handler404 = urls.handler404
handler429 = urls.handler429
handler500 = urls.handler500

_RAISED = {
    400: BadRequest,
    403: PermissionDenied,
    404: Http404,
    413: RequestDataTooBig,
    500: ZeroDivisionError,
}
_ANSWERED = {429: too_many_requests, 503: unavailable}


def fail(request: HttpRequest, status: int) -> HttpResponse:
    if status in _RAISED:
        raise _RAISED[status]
    return _ANSWERED[status](request)


urlpatterns = [
    path("en/fail/<int:status>/", fail),
    path("zh-hans/fail/<int:status>/", fail),
    path("api/fail/<int:status>/", fail),
    *urls.urlpatterns,
]

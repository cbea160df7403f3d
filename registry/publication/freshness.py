"""When a public answer changes: entity tags and dates for conditional requests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import condition

from portal.core.release import tag
from portal.reference.changes import current_token
from portal.reference.models import StandardTransition
from registry.caveat import Caveat
from registry.footing.keeping import digest_of
from registry.models import Entry, Publication
from registry.search.browsing import register_head
from registry.states import AuthorKind
from registry.wording import state_of_words

#: One second hides nothing: whoever has an older answer asks again.
REVALIDATE = {"public": True, "max_age": 0, "must_revalidate": True}

View = Callable[..., HttpResponseBase]


def status_since(publication: Publication) -> datetime:
    """The midnight at which what the public is told about an entry last changed by itself."""
    today = timezone.localdate()
    days = [day for day in _boundaries(publication) if day <= today]
    if not days:
        return publication.rebuilt_at
    return timezone.make_aware(datetime.combine(max(days), time.min))


def _boundaries(publication: Publication) -> Iterator[date]:
    """The days on which something of an entry begins to hold, or has just ended."""
    yield publication.effective_from
    if publication.ended_on is not None:
        yield publication.ended_on
    spans = [caveat.gap for caveat in map(Caveat.from_json, publication.caveats)]
    names = ("expires_on", "state_until", "certificates_until", "pilot_until")
    last_days = [(None, getattr(publication, name)) for name in names]
    for begins, ends in [*spans, *publication.gaps_of_approval, *last_days]:
        if begins is not None:
            yield begins
        if ends is not None:
            yield ends + timedelta(days=1)


def _publication(number: str) -> Publication | None:
    return Publication.objects.filter(number=number).first()


def _is_joint_rule(publication: Publication) -> bool:
    """Whether other bodies certify by the same rule, under numbers of their own."""
    joint = Entry.objects.filter(pk=publication.entry_id, scheme__joint__isnull=False)
    return joint.exists()


def _is_shared(request: HttpRequest) -> bool:
    """Whether the answer is the same for everybody; who is signed in sees their name on pages."""
    return request.user.is_anonymous and not settings.DEBUG


def fresh_entry(kind: str, *, is_page: bool = True) -> Callable[[View], View]:
    """For views of one entry (`number` first): answers 304 while nothing public has changed."""

    def etag(request: HttpRequest, number: str, *args: Any, **kwargs: Any) -> str | None:
        publication = _publication(number)
        if publication is None or (is_page and not _is_shared(request)):
            return None
        words = (get_language(), request.headers.get("Accept", "")) if is_page else get_language()
        query = request.META.get("QUERY_STRING", "")
        today = timezone.localdate()
        # Pages link to rows of the registers; data tells of the transitions of standards.
        # By the approvals of bodies a scheme of the state and a joint rule are carried out.
        of_state = publication.author in (AuthorKind.NATIONAL, AuthorKind.JOINT)
        reads_all = is_page or of_state or _is_joint_rule(publication)
        rows = current_token() if reads_all else current_token(StandardTransition)
        state = (publication.fingerprint, digest_of(publication), today, state_of_words())
        return tag(kind, number, args, kwargs, state, words, query, rows)

    def last_modified(
        request: HttpRequest, number: str, *args: Any, **kwargs: Any
    ) -> datetime | None:
        publication = _publication(number)
        if publication is None or (is_page and not _is_shared(request)):
            return None
        return max(publication.rebuilt_at, status_since(publication))

    return _with_policy(etag, last_modified)


def fresh_register(
    kind: str, *, is_page: bool = True, also: Callable[..., object] = lambda *args, **kwargs: None
) -> Callable[[View], View]:
    """For views of many entries: answers 304 while the register and the day are the same.

    `also` gives, from the view's arguments, what else the answer is made of.
    """

    def etag(request: HttpRequest, *args: Any, **kwargs: Any) -> str | None:
        if is_page and not _is_shared(request):
            return None
        query = request.META.get("QUERY_STRING", "")
        today = timezone.localdate()
        more = (also(*args, **kwargs), state_of_words())
        return tag(kind, args, kwargs, register_head(), today, get_language(), query, more)

    def last_modified(request: HttpRequest, *args: Any, **kwargs: Any) -> datetime | None:
        if is_page and not _is_shared(request):
            return None
        midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
        newest = Publication.objects.order_by("-rebuilt_at").values_list("rebuilt_at", flat=True)
        return max([midnight, *newest[:1]])

    return _with_policy(etag, last_modified)


def _with_policy(
    etag: Callable[..., str | None], last_modified: Callable[..., datetime | None]
) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = conditional(request, *args, **kwargs)
            if isinstance(response, HttpResponse) and response.has_header("ETag"):
                patch_cache_control(response, **REVALIDATE)
            return response

        conditional = condition(etag_func=etag, last_modified_func=last_modified)(view)
        answer.__name__, answer.__doc__ = view.__name__, view.__doc__
        return answer

    return decorate


def vary_on(response: HttpResponseBase, headers: Iterable[str]) -> None:
    """Say which headers of the request the answer depends on."""
    from django.utils.cache import patch_vary_headers

    patch_vary_headers(response, list(headers))

"""Entries as data: the same records in `.json` files, in the API and in the catalogue's CSV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.urls import reverse
from django.utils import timezone

from portal.core.localised import in_both_languages
from portal.reference.uris import uri
from registry.footing.transitions import transitions_of
from registry.models import Entry, EntryEvent, ListedVersion, Publication
from registry.publication.alliances import alliance_record
from registry.publication.authors import issue_record
from registry.publication.certifiers import certifier_records
from registry.publication.designations import designation_records
from registry.publication.licences import licence_record
from registry.publication.owners import owner_records
from registry.publication.paper import paper_filing_of
from registry.publication.waivers import waiver_records
from registry.register.amending import Conversion, conversions_of
from registry.register.told import details_in


def absolute(address: str) -> str:
    """An address of this site that can be used anywhere."""
    return f"{settings.SITE_URL.rstrip('/')}{address}"


def scheme_record(publication: Publication) -> dict[str, Any]:
    """One publication as data, as lists of the API hold it."""
    number = publication.number
    mark = publication.mark
    return {
        "number": number,
        "address": absolute(publication.get_absolute_url()),
        "rule_number": publication.rule_number,
        "title": _localised(publication.title_zh, publication.title_en),
        "promise": publication.promise,
        "category": publication.category,
        "fields": publication.fields,
        "body": {
            "slug": publication.body_slug,
            "name": _localised(publication.body_zh, publication.body_en),
        },
        "author": publication.author,
        "creators": publication.creators,
        "status": str(publication.status),
        "track": publication.track,
        "caveats": [caveat.as_record() for caveat in publication.caveats_today],
        "version": publication.version_label,
        "sha256": publication.sha256,
        "effective_from": publication.effective_from,
        "expires_on": publication.expires_on,
        "ended_on": publication.ended_on,
        "pilot_until": publication.pilot_until,
        "no_new_after": publication.last_issue_on,
        "certificates_until": publication.certificates_until,
        "listed_at": publication.listed_at,
        "changed_at": publication.changed_at,
        "is_structured": publication.is_structured,
        "mark": {"name": mark["name"], "artwork": _artwork(number, mark)} if mark else None,
        "document": absolute(reverse("register:scheme-json", args=[number])),
        "pdf": absolute(reverse("register:scheme-pdf", args=[number])),
    }


#: In the order in which the register tells them; those that lists tell as well are told alike.
ENTRY_FIELDS = (
    "number address rule_number title category fields body owners author creators issue "
    "designations licence status status_on certifiers track caveats transitions version "
    "alliance sha256 blueprint is_structured paper_filing effective_from expires_on ended_on "
    "pilot_until transition_until no_new_after certificates_until end_reason successor "
    "absorbed_by listed_at is_demonstration document pdf verify notices conditions corrections "
    "waivers versions events source"
).split()


def entry_record(publication: Publication) -> dict[str, Any]:
    """One entry of the register as data: what lists say of it, its versions and its events."""
    entry, number = publication.entry, publication.number
    short, organisation = scheme_record(publication), entry.organisation
    numbers = {"approval_no": organisation.approval_no, "uscc": organisation.uscc}
    versions = list(listed_versions(entry))
    conversions = conversions_of(versions)
    every = {
        **short,
        "body": {**short["body"], **numbers},
        "owners": owner_records(entry),
        "status_on": timezone.localdate(),
        "blueprint": entry.version.blueprint.ref,
        "end_reason": entry.end_reason,
        "paper_filing": _paper_record(entry),
        "corrections": [
            {
                "version": one.listed.label,
                "place": one.address,
                "as_filed": one.wrong,
                "to_be_read_as": one.right,
                "corrected_on": one.corrected_on,
            }
            for one in entry.corrections.select_related("listed")
        ],
        "notices": [
            {"text": one.text, "since": one.since, "until": one.until}
            for one in entry.notices.on(timezone.localdate())
        ],
        "conditions": [
            {"text": one.text, "due_on": one.due_on, "met_on": one.met_on}
            for one in entry.conditions.all()
        ],
        "transitions": [one.as_record() for one in transitions_of(entry, timezone.localdate())],
        "alliance": (alliance := alliance_record(entry)),
        "issue": issue_record(entry),
        "designations": (designations := designation_records(entry)),
        "certifiers": certifier_records(publication, alliance, designations),
        "licence": licence_record(entry),
        "absorbed_by": address_of_national(entry),
        "successor": entry.successor.number if entry.successor else None,
        "is_demonstration": entry.scheme.is_demonstration,
        "verify": absolute(reverse("register:verify", args=[number])),
        "waivers": waiver_records(entry.version),
        "transition_until": next(
            (one.until for one in conversions.values() if one.new == publication.version_label),
            None,
        ),
        "versions": [version_record(number, one, conversions) for one in versions],
        "events": [event_record(event) for event in entry.events.order_by("-at", "-pk")],
        "source": settings.REGULATOR_NAME,
    }
    return {name: every[name] for name in ENTRY_FIELDS}


def _paper_record(entry: Entry) -> dict[str, Any] | None:
    """Under which number and when it was filed on paper; nothing for all others."""
    paper = paper_filing_of(entry)
    if paper is None:
        return None
    return {"number": paper.number, "filed_on": paper.filed_on}


def address_of_national(entry: Entry) -> str | None:
    """The permanent address of the national scheme that took the place of an entry."""
    return uri("national-schemes", entry.absorbed_by.key) if entry.absorbed_by else None


def listed_versions(entry: Entry) -> Iterable[ListedVersion]:
    """All versions that the register has listed, the newest first, without the documents."""
    listed = entry.listed_versions.select_related("version").defer("version__document")
    said = KeyTextTransform("transition_until", KeyTransform("lifecycle", "version__document"))
    return listed.annotate(transition_said=said).order_by("-listed_at", "-pk")


def version_record(
    number: str, listed: ListedVersion, conversions: Mapping[str, Conversion]
) -> dict[str, Any]:
    """One version that the register has listed, as data; `conversions` are those of its entry."""
    conversion = conversions.get(listed.label)
    place = [number, listed.label]
    return {
        "version": listed.label,
        "sha256": listed.version.digest,
        "listed_at": listed.listed_at,
        "superseded_at": listed.superseded_at,
        "certificates_until": conversion.until if conversion is not None else None,
        "address": absolute(reverse("register:version", args=place)),
        "document": absolute(reverse("register:version-json", args=place)),
        "pdf": absolute(reverse("register:version-pdf", args=place)),
    }


def event_record(event: EntryEvent) -> dict[str, Any]:
    """One public event as data; of the people only who decided, where the act names them."""
    public = ("version", "sha256", "reason")
    return {
        "event": event.event,
        "label": in_both_languages(event.label),
        "at": event.at,
        "effective_on": event.effective_on,
        **{name: event.data[name] for name in public if name in event.data},
        "details": details_in(event.data),
    }


def _localised(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, **({"en": en} if en else {})}


def _artwork(number: str, mark: dict[str, Any]) -> str | None:
    if not mark.get("has_picture"):
        return None
    place = [number, mark["sha256"], mark["extension"]]
    return absolute(reverse("register:file", args=place))

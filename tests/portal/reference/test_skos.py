"""Registers as SKOS, read back by another reader than the one that wrote them."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from django.utils import timezone
from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, Literal, URIRef

from portal.accounts.models import CertificationField
from portal.reference.classification import PARTS
from portal.reference.models import ClassificationItem, CodeTerm, Crosswalk, Standard
from portal.reference.rdf import whole
from portal.reference.registers import registers
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
BASE = "http://testserver/reference/"
FIELD = "陆地交通设备"
READERS = {"ttl": "turtle", "jsonld": "json-ld"}


def read(key: str, form: str = "ttl") -> Graph:
    return Graph().parse(data=whole(key, form), format=READERS[form])


def at(path: str) -> URIRef:
    return URIRef(BASE + path)


def classified() -> URIRef:
    """A field with an item and crosswalks of both."""
    field = CertificationField.objects.get(pk=FIELD)
    ClassificationItem.objects.create(field=field, name_zh="自行车", name_en="Bicycles")
    rows = [("", "GB/T 4754", "37", "close"), ("自行车", "ISIC", "3092", "exact")]
    for item, system, code, match in rows:
        Crosswalk.objects.create(
            field=field, item=item, system=system, code=code, match=match, name_zh="某", name_en="A"
        )
    found = list(read("classification").subjects(SKOS.notation, Literal("自行车")))
    assert len(found) == 1
    return found[0]


#: The parts of the classification are one graph; units are like codes, and many more.
KEYS = [one.key for one in registers() if one.key not in (*PARTS, "units")]


@pytest.mark.parametrize("key", ["classification", *KEYS])
def test_every_concept_has_a_scheme_and_one_label_in_each_language(key):
    OrganisationFactory(fields=[FIELD])
    classified()
    graph = read(key)
    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    assert schemes
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    for concept in concepts:
        assert set(graph.objects(concept, SKOS.inScheme)) <= schemes
        assert (concept, SKOS.inScheme, None) in graph
        labels = Counter(label.language for label in graph.objects(concept, SKOS.prefLabel))
        assert labels, concept
        assert max(labels.values()) == 1, concept
    for top in graph.subjects(SKOS.topConceptOf):
        assert (top, SKOS.broader, None) not in graph
    for narrow, broad in graph.subject_objects(SKOS.broader):
        assert (broad, SKOS.narrower, narrow) in graph


def test_both_forms_say_the_same():
    classified()
    assert set(read("classification", "ttl")) == set(read("classification", "jsonld"))


def test_the_classification_goes_from_category_to_field_to_item():
    item = classified()
    graph = read("items")
    (field,) = graph.objects(item, SKOS.broader)
    (category,) = graph.objects(field, SKOS.broader)
    assert category == at("classification/product")
    assert (category, SKOS.topConceptOf, at("classification")) in graph
    assert (field, SKOS.closeMatch, at("systems/gbt4754/37")) in graph
    assert (item, SKOS.exactMatch, at("systems/isic/3092")) in graph
    assert (at("systems/isic/3092"), SKOS.prefLabel, Literal("A", lang="en")) in graph


def test_every_code_list_is_a_scheme_of_its_own():
    CodeTerm.objects.create(list="change", code="x", name_zh="甲", name_en="A")
    graph = read("codes")
    assert (at("codes/change/x"), SKOS.inScheme, at("codes/change")) in graph
    title = Literal("Code lists: kinds of change", lang="en")
    assert (at("codes/change"), DCTERMS.title, title) in graph


def test_a_row_says_its_days_its_source_its_successor_and_whether_it_is_over():
    Standard.objects.create(
        number="X/T 1-2000",
        type="GB",
        title_zh="甲",
        valid_from=date(2000, 1, 1),
        valid_until=date(2010, 1, 1),
        source="a notice",
        replaced_by=["X/T 1-2010"],
    )
    Standard.objects.create(number="X/T 1-2010", type="GB", title_zh="乙", verified=True)
    graph = read("standards")
    old, new = at("standards/X/T%201-2000"), at("standards/X/T%201-2010")
    period = Literal("start=2000-01-01; end=2010-01-01; scheme=W3C-DTF;", datatype=DCTERMS.Period)
    assert (old, DCTERMS.valid, period) in graph
    assert (old, DCTERMS.source, Literal("a notice")) in graph
    assert (old, DCTERMS.isReplacedBy, new) in graph
    assert (old, OWL.deprecated, Literal(True)) in graph
    assert len(set(graph.objects(old, SKOS.editorialNote))) == 2
    assert (new, OWL.deprecated, None) not in graph
    assert (new, SKOS.editorialNote, None) not in graph


def test_a_row_is_not_over_on_its_last_day():
    today = timezone.localdate()
    Standard.objects.create(number="X 1-2000", type="GB", title_zh="甲", valid_until=today)
    assert (at("standards/X%201-2000"), OWL.deprecated, None) not in read("standards")

"""The classification with its crosswalks as one SKOS scheme."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef

from portal.reference.choices import CrosswalkSystem, Match
from portal.reference.classification import (
    DESCRIPTION,
    KEY,
    SYSTEM_SLUGS,
    TITLE,
    CategoryBranch,
    tree,
)
from portal.reference.declarations import FIELDS, ITEMS
from portal.reference.freshness import state_of_registers
from portal.reference.models import Crosswalk
from portal.reference.skos import describe_columns, describe_row, in_both, new_graph
from portal.reference.uris import uri

MATCHES = {
    Match.EXACT: SKOS.exactMatch,
    Match.CLOSE: SKOS.closeMatch,
    Match.BROAD: SKOS.broadMatch,
    Match.NARROW: SKOS.narrowMatch,
    Match.RELATED: SKOS.relatedMatch,
}


def classification_graph() -> Graph:
    """The classification of today as one SKOS scheme, from its categories down to its items.

    Made once for each state of the registers, and shared: it is to be read alone.
    """
    return _graph_in(state_of_registers())


@lru_cache(maxsize=2)
def _graph_in(state: tuple[str, str]) -> Graph:
    day = date.fromisoformat(state[1])
    graph = new_graph()
    scheme = URIRef(uri(KEY))
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    for title in in_both(TITLE):
        graph.add((scheme, DCTERMS.title, title))
        graph.add((scheme, SKOS.prefLabel, title))
    for text in in_both(DESCRIPTION):
        graph.add((scheme, DCTERMS.description, text))
    for branch in tree():
        _describe_category(graph, scheme, branch, day)
    for register in (FIELDS, ITEMS):
        describe_columns(graph, register)
    return graph


def _describe_category(graph: Graph, scheme: URIRef, branch: CategoryBranch, day: date) -> None:
    top = URIRef(uri(KEY, branch.category.value))
    graph.add((top, RDF.type, SKOS.Concept))
    graph.add((top, SKOS.notation, Literal(branch.category.value)))
    for label in in_both(branch.category.label):
        graph.add((top, SKOS.prefLabel, label))
    graph.add((top, SKOS.inScheme, scheme))
    graph.add((top, SKOS.topConceptOf, scheme))
    graph.add((scheme, SKOS.hasTopConcept, top))
    for below in branch.fields:
        concept = describe_row(graph, FIELDS, below.field, day)
        _place(graph, scheme, concept, top)
        _match(graph, concept, below.crosswalks)
        for leaf in below.items:
            item = describe_row(graph, ITEMS, leaf.item, day)
            _place(graph, scheme, item, concept)
            _match(graph, item, leaf.crosswalks)


def _place(graph: Graph, scheme: URIRef, concept: URIRef, broader: URIRef) -> None:
    graph.add((concept, SKOS.inScheme, scheme))
    graph.add((concept, SKOS.broader, broader))
    graph.add((broader, SKOS.narrower, concept))


def _match(graph: Graph, concept: URIRef, crosswalks: list[Crosswalk]) -> None:
    """Say which concepts of other classifications this one matches, and how they are called."""
    for crosswalk in crosswalks:
        system = CrosswalkSystem(crosswalk.system)
        scheme = URIRef(uri("systems", SYSTEM_SLUGS[system]))
        other = URIRef(uri("systems", SYSTEM_SLUGS[system], crosswalk.code))
        graph.add((concept, MATCHES[Match(crosswalk.match)], other))
        if (other, RDF.type, SKOS.Concept) in graph:
            continue
        graph.add((scheme, RDF.type, SKOS.ConceptScheme))
        for title in in_both(system.label):
            graph.add((scheme, DCTERMS.title, title))
        graph.add((other, RDF.type, SKOS.Concept))
        graph.add((other, SKOS.inScheme, scheme))
        graph.add((other, SKOS.notation, Literal(crosswalk.code)))
        for text, language in ((crosswalk.name_zh, "zh-Hans"), (crosswalk.name_en, "en")):
            if text:
                graph.add((other, SKOS.prefLabel, Literal(text, lang=language)))


def about(graph: Graph, concept: URIRef) -> Graph:
    """What a graph says of one concept, with the names of all that it points to."""
    part = new_graph()
    for triple in graph.triples((concept, None, None)):
        part.add(triple)
        target = triple[2]
        for said in (RDF.type, SKOS.prefLabel, SKOS.notation, SKOS.inScheme, DCTERMS.title):
            if isinstance(target, URIRef):
                part += graph.triples((target, said, None))
    return part

"""Registers as SKOS: lists are schemes, rows are concepts, crosswalks are matches.

The columns that SKOS has no word for are kept under our own vocabulary, `/reference/columns#…`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from rdflib import DC, DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from portal.reference.registers import Register, as_text, register_of
from portal.reference.sources import in_both as in_both_of_source
from portal.reference.uris import list_column, row_path, uri
from portal.reference.words import word_for

#: The language of a text by its key in localised text.
TAGS = {"zh": "zh-Hans", "en": "en"}
LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}
#: Columns that are said in words of SKOS or Dublin Core, or in another place of the graph.
SAID = frozenset({"valid_from", "valid_until", "source", "verified", "replaced_by", "order"})
NOT_VERIFIED = {
    "zh-Hans": "未核实：尚未与依据核对，待监管部门确认。",
    "en": "Not verified: not yet compared with its source, to be confirmed by the regulator.",
}


def graph_of(register: Register, records: Iterable[models.Model], day: date) -> Graph:
    """Some rows of a register, with the schemes that they stand in, as on a day."""
    graph = new_graph()
    schemes: set[URIRef] = set()
    for record in records:
        scheme = scheme_of(register, record)
        if scheme not in schemes:
            schemes.add(scheme)
            describe_scheme(graph, register, record)
        concept = describe_row(graph, register, record, day)
        graph.add((concept, SKOS.inScheme, scheme))
        graph.add((concept, SKOS.topConceptOf, scheme))
        graph.add((scheme, SKOS.hasTopConcept, concept))
    if not schemes:
        describe_scheme(graph, register, None)
    describe_columns(graph, register)
    return graph


def new_graph() -> Graph:
    """An empty graph that knows its prefixes."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in prefixes().items():
        graph.bind(prefix, Namespace(namespace))
    return graph


def prefixes() -> dict[str, str]:
    """The prefixes of our data, also the context of its JSON-LD."""
    known = {
        "rdf": RDF,
        "skos": SKOS,
        "dc": DC,
        "dcterms": DCTERMS,
        "owl": OWL,
        "rdfs": RDFS,
        "xsd": XSD,
    }
    named = {prefix: str(namespace) for prefix, namespace in known.items()}
    return {**named, "column": uri("columns") + "#"}


def concept_of(register: Register, record: models.Model) -> URIRef:
    """The permanent address of a row."""
    return URIRef(uri(register.key, row_path(register, record)))


def scheme_of(register: Register, record: models.Model | None) -> URIRef:
    """The scheme of a row: its register, or the list of the register that it stands in."""
    column = list_column(register)
    if record is None or not column:
        return URIRef(uri(register.key))
    return URIRef(uri(register.key, as_text(record, column)))


def describe_scheme(graph: Graph, register: Register, record: models.Model | None) -> None:
    """Say what the scheme of a row is called and who keeps it."""
    scheme, column = scheme_of(register, record), list_column(register)
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    for title in in_both(register.title):
        if record is not None and column:
            with translation.override(title.language.lower() if title.language else None):
                word = getattr(record, f"get_{column}_display")()
            title = Literal(f"{title}: {word}", lang=title.language)
        graph.add((scheme, DCTERMS.title, title))
        graph.add((scheme, SKOS.prefLabel, title))
    for text in in_both(register.description):
        graph.add((scheme, DCTERMS.description, text))
    for language, tag in (("zh", "zh-Hans"), ("en", "en")):
        graph.add((scheme, DC.publisher, Literal(settings.REGULATOR_NAME[language], lang=tag)))


def describe_row(graph: Graph, register: Register, record: models.Model, day: date) -> URIRef:
    """Say everything of a row but the scheme that it stands in."""
    concept = concept_of(register, record)
    graph.add((concept, RDF.type, SKOS.Concept))
    name = as_text(record, register.notation) if register.notation else register.name_of(record)
    graph.add((concept, SKOS.notation, Literal(name)))
    for label in _labels(register, record, name):
        graph.add((concept, SKOS.prefLabel, label))
    if register.is_dated:
        _describe_validity(graph, concept, record, day)
    if "verified" in register.columns and not getattr(record, "verified", False):
        for language, note in NOT_VERIFIED.items():
            graph.add((concept, SKOS.editorialNote, Literal(note, lang=language)))
    if source := getattr(record, "source", ""):
        for said in _sources(source):
            graph.add((concept, DCTERMS.source, said))
    for number in getattr(record, "replaced_by", None) or ():
        graph.add((concept, DCTERMS.isReplacedBy, URIRef(uri(register.key, number))))
    for column, value in _other_columns(register, record):
        graph.add((concept, URIRef(f"{uri('columns')}#{column}"), value))
    return concept


def describe_columns(graph: Graph, register: Register) -> None:
    """Say what our own properties are called."""
    for name, kept in register.fields.items():
        if name not in SAID and name not in _label_columns(register):
            column = URIRef(f"{uri('columns')}#{name}")
            graph.add((column, RDF.type, RDF.Property))
            for label in in_both(kept.verbose_name):
                graph.add((column, RDFS.label, label))


def in_both(words: Any) -> list[Literal]:
    """Words of the interface in both languages."""
    said = []
    for language, tag in LANGUAGES.items():
        with translation.override(language):
            said.append(Literal(str(words), lang=tag))
    return said


def serialise(graph: Graph, form: str) -> bytes:
    """The graph as `ttl` or `jsonld`, in UTF-8."""
    if form == "ttl":
        return graph.serialize(format="turtle", encoding="utf-8")
    text = graph.serialize(
        format="json-ld", context=prefixes(), auto_compact=False, indent=1, ensure_ascii=False
    )
    return text.encode()


def _labels(register: Register, record: models.Model, name: str) -> list[Literal]:
    """One label in each language that the row has; what has none is called by its notation."""
    zh = getattr(record, register.label_zh) if register.label_zh else ""
    en = getattr(record, register.label_en) if register.label_en else ""
    if not zh and not en:
        return _words_for(register, name) or [Literal(str(name))]
    said = [(zh, "zh-Hans"), (en, "en")]
    return [Literal(text, lang=language) for text, language in said if text]


def _sources(source: str) -> list[Literal]:
    """A source in both languages; one that nobody has translated as it is."""
    both = in_both_of_source(source)
    if len(both) < len(TAGS):
        return [Literal(source)]
    return [Literal(said, lang=TAGS[language]) for language, said in both.items()]


def _label_columns(register: Register) -> set[str]:
    """The columns that are notation and labels of a concept."""
    return {register.notation, register.label_zh, register.label_en}


def _words_for(register: Register, code: str) -> list[Literal]:
    """The words that packages above know for a code by which a row is named."""
    said = []
    for language, tag in LANGUAGES.items():
        with translation.override(language):
            if word := word_for(register.key, register.notation, code):
                said.append(Literal(word, lang=tag))
    return said


def _describe_validity(graph: Graph, concept: URIRef, record: Any, day: date) -> None:
    begins, ends = record.valid_from, record.valid_until
    if begins or ends:
        parts = [f"start={begins}"] if begins else []
        parts += [f"end={ends}"] if ends else []
        period = "; ".join([*parts, "scheme=W3C-DTF;"])
        graph.add((concept, DCTERMS.valid, Literal(period, datatype=DCTERMS.Period)))
    if ends and ends < day:
        graph.add((concept, OWL.deprecated, Literal(True)))


def _language_of(column: str) -> str | None:
    """The language that a column is written in, if its name says so."""
    return {"zh": "zh-Hans", "en": "en"}.get(column.rpartition("_")[2])


def _other_columns(register: Register, record: models.Model) -> Iterable[tuple[str, Node]]:
    labels = _label_columns(register)
    for name, kept in register.fields.items():
        value = getattr(record, name)
        if name in SAID or name in labels or value in (None, "", []):
            continue
        if isinstance(value, models.Model):
            target = register_of(kept.related_model)
            if target is not None:
                yield name, concept_of(target, value)
        elif isinstance(value, list):
            for part in value:
                yield name, Literal(part, lang=_language_of(name))
        elif isinstance(value, bool | int | date):
            yield name, Literal(value)
        else:
            yield name, Literal(as_text(record, name), lang=_language_of(name))

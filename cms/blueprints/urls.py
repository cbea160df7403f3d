"""Addresses of the blueprint administration, below `/cms/blueprints/`."""

from __future__ import annotations

from django.urls import path

from cms.blueprints import (
    acting,
    builder,
    comparison,
    condition_view,
    expert,
    field_view,
    impact_view,
    last_days,
    new_kind,
    pages,
    preview,
    section_view,
    wording_view,
)

app_name = "blueprints"
urlpatterns = [
    path("", pages.Index.as_view(), name="index"),
    path("new-kind/", new_kind.NewKind.as_view(), name="new-kind"),
    path("<int:pk>/", pages.VersionPage.as_view(), name="version"),
    path("<int:pk>/note/", pages.Note.as_view(), name="note"),
    path("<int:pk>/builder/", builder.Builder.as_view(), name="builder"),
    path("<int:pk>/builder/group/", builder.Group.as_view(), name="group"),
    path("<int:pk>/builder/section/", section_view.SectionPage.as_view(), name="section"),
    path("<int:pk>/builder/field/", field_view.FieldPage.as_view(), name="field"),
    path("<int:pk>/builder/new-field/", field_view.NewField.as_view(), name="new-field"),
    path("<int:pk>/builder/remove/", field_view.RemoveField.as_view(), name="remove"),
    path("<int:pk>/builder/condition/", condition_view.ConditionPage.as_view(), name="condition"),
    path(
        "<int:pk>/builder/remove-condition/",
        condition_view.RemoveCondition.as_view(),
        name="remove-condition",
    ),
    path("<int:pk>/wording/", wording_view.WordingPage.as_view(), name="wording"),
    path("<int:pk>/json/", expert.Expert.as_view(), name="json"),
    path("<int:pk>/preview/", preview.Preview.as_view(), name="preview"),
    path("<int:pk>/compatibility/", comparison.Comparison.as_view(), name="compatibility"),
    path("<int:pk>/impact/", impact_view.ImpactPage.as_view(), name="impact"),
    path("<int:pk>/last-days/", last_days.LastDaysPage.as_view(), name="last-days"),
    path("<int:pk>/do/<slug:name>/", acting.Acting.as_view(), name="do"),
]

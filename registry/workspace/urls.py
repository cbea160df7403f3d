"""Addresses of the workspace that are about filings; `schemes.urls` has those of the designer."""

from django.urls import path

from registry.workspace import (
    acts,
    alliances,
    campaigns,
    caveats,
    counter_signing,
    dashboard,
    filings,
    letters,
    notices,
    owners,
    scheme,
    signing,
    submitting,
    withdrawing,
)

app_name = "workspace"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("schemes/<int:pk>/", scheme.scheme, name="scheme"),
    path("schemes/<int:pk>/sign/", signing.sign, name="sign"),
    path("schemes/<int:pk>/file/", submitting.file, name="file"),
    path("alliances/", alliances.alliances, name="alliances"),
    path("alliances/found/", alliances.found_one, name="found-alliance"),
    path("alliances/<int:pk>/", alliances.alliance, name="alliance"),
    path("alliances/<int:pk>/invite/", alliances.invite_body, name="invite"),
    path("alliances/<int:pk>/joint/", alliances.make_one_joint, name="make-joint"),
    path("alliances/<int:pk>/join/", alliances.join_it, name="join"),
    path("alliances/<int:pk>/lead/", alliances.take_lead, name="take-lead"),
    path("alliances/<int:pk>/members/<int:member>/<slug:name>/", alliances.act, name="member-act"),
    path(
        "alliances/<int:pk>/texts/<int:version>/", counter_signing.counter_sign, name="counter-sign"
    ),
    path("entries/<str:number>/owner/", owners.ask, name="ask-owner"),
    path("owner-changes/<int:pk>/", owners.change, name="owner-change"),
    path("owner-changes/<int:pk>/accept/", owners.accept, name="accept-scheme"),
    path("owner-changes/<int:pk>/<slug:name>/", owners.act, name="owner-change-act"),
    path("caveats/", caveats.caveats, name="caveats"),
    path("campaigns/", campaigns.tasks, name="campaign-tasks"),
    path("campaigns/tasks/<int:pk>/", campaigns.task, name="campaign-task"),
    path("filings/", dashboard.filings, name="filings"),
    path("filings/<str:number>/", filings.filing, name="filing"),
    path("filings/<str:number>/remarks/<int:pk>/", filings.answer, name="answer"),
    path("filings/<str:number>/extra-changes/", filings.declare_extra, name="declare-extra"),
    path("filings/<str:number>/correct/", filings.correct, name="correct"),
    path("filings/<str:number>/withdraw/", withdrawing.withdraw, name="withdraw"),
    path("filings/<str:number>/acts/<str:name>/", acts.filing_act, name="filing-act"),
    path("filings/<str:number>/receipt/", submitting.receipt_page, name="receipt-page"),
    path("filings/<str:number>/receipt.pdf", submitting.receipt, name="receipt"),
    path("notices/<str:number>/", notices.notice, name="notice"),
    path("notices/<str:number>/notice.pdf", notices.notice_file, name="notice-file"),
    path("letters/<str:number>/", letters.letter, name="letter"),
    path("letters/<str:number>/letter.pdf", letters.letter_file, name="letter-file"),
    path("entries/<str:number>/acts/<slug:name>/", acts.entry_act, name="entry-act"),
    path(
        "entries/<str:number>/deregister/",
        acts.entry_act,
        {"name": "deregister"},
        name="deregister",
    ),
]

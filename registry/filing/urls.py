"""Addresses of the workspace that are about filings; `schemes.urls` has those of the designer."""

from django.urls import path

from registry.filing import dashboard, ending, filings, organisation, scheme, signing, submitting

app_name = "workspace"
urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("schemes/<int:pk>/", scheme.scheme, name="scheme"),
    path("schemes/<int:pk>/sign/", signing.sign, name="sign"),
    path("schemes/<int:pk>/file/", submitting.file, name="file"),
    path("filings/", dashboard.filings, name="filings"),
    path("filings/<str:number>/", filings.filing, name="filing"),
    path("filings/<str:number>/remarks/<int:pk>/", filings.answer, name="answer"),
    path("filings/<str:number>/correct/", filings.correct, name="correct"),
    path("filings/<str:number>/receipt/", submitting.receipt_page, name="receipt-page"),
    path("filings/<str:number>/receipt.pdf", submitting.receipt, name="receipt"),
    path("entries/<str:number>/deregister/", ending.deregister, name="deregister"),
    path("organisation/", organisation.organisation, name="organisation"),
    path("organisation/people/", organisation.add_person, name="add-person"),
    path("organisation/people/<int:pk>/remove/", organisation.remove_role, name="remove-role"),
]

"""Addresses of an organisation's people and roles."""

from django.urls import path

from portal.accounts import mail_views, organisation_views

app_name = "organisation"
urlpatterns = [
    path("", organisation_views.organisation, name="people"),
    path("mail/", mail_views.mail, name="mail"),
    path("people/", organisation_views.add_person, name="add-person"),
    path("branches/", organisation_views.new_branch, name="add-branch"),
    path("authors/", organisation_views.new_author, name="add-author"),
    path("people/<int:pk>/remove/", organisation_views.remove_role, name="remove-role"),
]

"""Addresses for people's roles, without a language: they stand in mails."""

from django.urls import path

from portal.accounts import grant_views

app_name = "roles"
urlpatterns = [
    path("<int:pk>/", grant_views.answer_page, name="answer"),
    path("by-mail/<str:token>/", grant_views.answer_by_mail_page, name="answer-by-mail"),
]

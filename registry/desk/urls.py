"""Addresses of the regulator's desk."""

from django.urls import path

from registry.desk import deciding, filing, queue, register, remarks

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("filings/<str:number>/", filing.filing, name="filing"),
    path("filings/<str:number>/take-up/", filing.take_up, name="take-up"),
    path("filings/<str:number>/document/", filing.document, name="document"),
    path("filings/<str:number>/files/<str:sha256>/", filing.file, name="file"),
    path("filings/<str:number>/report/", filing.report, name="report"),
    path("filings/<str:number>/difference/", filing.difference, name="difference"),
    path("filings/<str:number>/history/", filing.history, name="history"),
    path("filings/<str:number>/timeline/", filing.timeline, name="timeline"),
    path("filings/<str:number>/remarks/new/", remarks.write, name="remark"),
    path("filings/<str:number>/remarks/<int:pk>/withdraw/", remarks.withdraw, name="withdraw"),
    path("filings/<str:number>/decide/", deciding.decide, name="decide"),
    path("register/", register.register, name="register"),
    path("register/<str:number>/", register.entry, name="entry"),
]

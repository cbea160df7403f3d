"""Addresses of the regulator's desk."""

from django.urls import path

from registry.desk import (
    deciding,
    filing,
    impact,
    marks,
    neighbours,
    outbox,
    proposing,
    queue,
    register,
    remarks,
    report,
)

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("filings/<str:number>/", filing.filing, name="filing"),
    path("filings/<str:number>/take-up/", filing.take_up, name="take-up"),
    path("filings/<str:number>/document/", filing.document, name="document"),
    path("filings/<str:number>/files/<str:sha256>/", filing.file, name="file"),
    path("filings/<str:number>/report/", report.report, name="report"),
    path("filings/<str:number>/report/check-again/", report.check_again, name="check-again"),
    path("filings/<str:number>/difference/", filing.difference, name="difference"),
    path("filings/<str:number>/history/", filing.history, name="history"),
    path("filings/<str:number>/neighbours/", neighbours.neighbours, name="neighbours"),
    path("filings/<str:number>/neighbours/<slug:key>/", neighbours.neighbour, name="neighbour"),
    path("filings/<str:number>/marks/", marks.marks, name="marks"),
    path("marks/<slug:table>/<int:pk>.png", marks.picture, name="mark-picture"),
    path("filings/<str:number>/timeline/", filing.timeline, name="timeline"),
    path("filings/<str:number>/remarks/new/", remarks.write, name="remark"),
    path("filings/<str:number>/remarks/<int:pk>/withdraw/", remarks.withdraw, name="withdraw"),
    path("filings/<str:number>/propose/", proposing.propose, name="propose"),
    path("filings/<str:number>/decide/", deciding.decide, name="decide"),
    path("filings/<str:number>/hand-back/", deciding.hand_back, name="hand-back"),
    path("impact/", impact.runs, name="impact"),
    path("impact/<int:pk>/", impact.run, name="impact-run"),
    path("impact/<int:pk>/affected.csv", impact.table, name="impact-table"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/try-all-again/", outbox.try_all_again, name="outbox-try-all-again"),
    path("outbox/<int:pk>/try-again/", outbox.try_again, name="outbox-try-again"),
    path("outbox/<int:pk>/set-aside/", outbox.set_aside, name="outbox-set-aside"),
    path("register/", register.register, name="register"),
    path("register/<str:number>/", register.entry, name="entry"),
]

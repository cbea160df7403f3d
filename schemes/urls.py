"""Addresses of the designer, below the workspace."""

from django.urls import path

from schemes.designer.views import (
    beginning,
    cleaning,
    comparing,
    files,
    history,
    item,
    looking_up,
    moving,
    neighbours,
    pasting,
    report,
    rows,
    section,
    similar_marks,
    unknown_shape,
    word,
    word_changes,
)

app_name = "designer"
urlpatterns = [
    path("new/", beginning.new, name="new"),
    path("new/word/", word.begin, name="new-word"),
    path("import/", beginning.import_file, name="import"),
    path("look-up/<slug:register>/", looking_up.look_up, name="look-up"),
    path("schemes/<int:pk>/copy/", beginning.copy, name="copy"),
    path("schemes/<int:pk>/new-version/", report.new_version, name="new-version"),
    path("schemes/<int:pk>/blueprint/", moving.move, name="move"),
    path("schemes/<int:pk>/sections/<slug:key>/", section.section, name="section"),
    path("schemes/<int:pk>/sections/<slug:key>/item/", item.item, name="item"),
    path("schemes/<int:pk>/sections/<slug:key>/rows/", rows.rows, name="rows"),
    path("schemes/<int:pk>/sections/<slug:key>/paste/", pasting.paste, name="paste"),
    path("schemes/<int:pk>/word/", word.files, name="word"),
    path("schemes/<int:pk>/word/<int:word_pk>/", word.original, name="word-import"),
    path("schemes/<int:pk>/word/<int:word_pk>/changes/", word_changes.changes, name="word-changes"),
    path("schemes/<int:pk>/history/", history.history, name="history"),
    path("schemes/<int:pk>/history/undo/", history.undo_last, name="undo"),
    path("schemes/<int:pk>/history/<int:change_pk>/", history.state, name="state"),
    path(
        "schemes/<int:pk>/history/<int:change_pk>/restore/", history.restore_state, name="restore"
    ),
    path("schemes/<int:pk>/compare/", comparing.compare, name="compare"),
    path("schemes/<int:pk>/report/", report.report, name="report"),
    path("schemes/<int:pk>/report/check-again/", report.check_again, name="check-again"),
    path("schemes/<int:pk>/unknown-shape/", unknown_shape.tell_regulator, name="tell-of-shape"),
    path("schemes/<int:pk>/clean/", cleaning.clean, name="clean"),
    path("schemes/<int:pk>/answers/", report.answer_warning, name="answer"),
    path(
        "schemes/<int:pk>/answers/<int:answer_pk>/withdraw/",
        report.withdraw_answer,
        name="withdraw-answer",
    ),
    path("schemes/<int:pk>/read/", report.read, name="read"),
    path("schemes/<int:pk>/document.json", report.download, name="download"),
    path("schemes/<int:pk>/document.docx", report.download_word, name="download-word"),
    path("schemes/<int:pk>/files/<str:sha256>/", files.file, name="file"),
    path("schemes/<int:pk>/neighbours/", neighbours.neighbours, name="neighbours"),
    path("schemes/<int:pk>/neighbours/record/", neighbours.record_search, name="record-neighbours"),
    path("schemes/<int:pk>/neighbours/<slug:key>/", neighbours.neighbour, name="neighbour"),
    path("schemes/<int:pk>/similar-marks/", similar_marks.similar_marks, name="similar-marks"),
    path("schemes/<int:pk>/similar-marks/record/", similar_marks.record, name="record-search"),
    path("marks/<slug:table>/<int:pk>.png", similar_marks.picture, name="mark-picture"),
]

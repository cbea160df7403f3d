"""What others did to a register since a file was read, and identifiers in another spelling."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Model
from django.db.models.signals import ModelSignal, post_save, pre_save
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import CertificationField, Organisation
from portal.reference.changes import acting
from portal.reference.declarations import (
    APPROVALS,
    BODIES,
    COMPULSORY_ITEMS,
    ITEMS,
    NUMBER_PATTERNS,
    STANDARDS,
)
from portal.reference.faults import ChangedMeanwhile, UnreadableTable
from portal.reference.models import (
    CompulsoryItem,
    ReferenceChange,
    Standard,
)
from portal.reference.registers import registers
from portal.reference.tabular import plan
from tests.factories import OrganisationFactory
from tests.portal.reference.importing import FIELD, faults
from tests.portal.reference.tables import standard, table

pytestmark = pytest.mark.django_db


# --- what others did since the file was read ------------------------------------------------


def meanwhile(planned, *places: tuple[int, str]) -> None:
    """What is planned is refused in these places, and nothing of it is done."""
    before = ReferenceChange.objects.count()
    with pytest.raises(ChangedMeanwhile) as refusal:
        planned.apply()
    assert [(fault.line, fault.column) for fault in refusal.value.faults] == list(places)
    assert ReferenceChange.objects.count() == before


def test_a_row_that_was_changed_or_removed_meanwhile_is_not_overwritten():
    for number in ("X 1-2000", "X 2-2000", "X 3-2000"):
        Standard.objects.create(number=number, type="GB", title_zh="旧")
    planned = plan(STANDARDS, table(*(standard(f"X {n}-2000") for n in range(1, 5))))
    changed = Standard.objects.get(number="X 2-2000")
    changed.source = "公告"
    changed.save()
    Standard.objects.get(number="X 3-2000").delete()
    meanwhile(planned, (3, ""), (4, ""))
    kept = Standard.objects.filter(number__startswith="X ")
    assert set(kept.values_list("number", "title_zh", "source")) == {
        ("X 1-2000", "旧", ""),
        ("X 2-2000", "旧", "公告"),
    }


def test_a_row_that_was_added_meanwhile_is_not_added_again():
    planned = plan(STANDARDS, table(standard("X 1-2000"), standard("X 2-2000")))
    Standard.objects.create(number="X2—2000", type="GB", title_zh="甲")
    meanwhile(planned, (3, ""))


def test_what_is_no_column_keeps_what_others_wrote():
    body = OrganisationFactory(name_zh="旧")
    planned = plan(BODIES, table({**BODIES.row(body), "name_zh": "新"}))
    Organisation.objects.filter(pk=body.pk).update(is_demonstration=True)
    planned.apply()
    body.refresh_from_db()
    assert (body.name_zh, body.is_demonstration) == ("新", True)


def test_an_import_that_is_tried_is_recorded_as_a_preview():
    with acting(None, "preview"):
        plan(STANDARDS, table(standard("X 1-2000"))).apply()
    assert ReferenceChange.objects.get(record="X 1-2000").origin == "preview"


def test_a_second_spelling_of_a_standard_is_named():
    Standard.objects.create(number="X 1-2000", type="GB", title_zh="甲")
    content = table(standard("X1-2000"), standard("X 2-2000"), standard("X 2—2000"))
    assert faults(STANDARDS, content) == [(2, "number"), (4, "number")]


def test_many_rows_are_written_as_quickly_as_few():
    def queries(title: str, count: int) -> int:
        rows = [standard(f"X {n}-2000", title_zh=title) for n in range(count)]
        planned = plan(STANDARDS, table(*rows))
        with CaptureQueriesContext(connection) as asked:
            planned.apply()
        assert Standard.objects.filter(title_zh=title).count() == count
        return len(asked)

    few, many = (queries(f"甲{count}", count) for count in (2, 30))
    assert many <= few + queries("乙", 2)
    assert queries("丙", 30) == queries("丁", 2)


def _receivers(signal: ModelSignal, model: type[Model]) -> set[str]:
    """What hears of rows of this model in particular."""
    of_all, of_model = (
        {hears.__qualname__ for kind in signal._live_receivers(sender) for hears in kind}
        for sender in (object, model)
    )
    return of_model - of_all


@pytest.mark.parametrize("register", list(registers()), ids=lambda register: register.key)
def test_rows_are_written_together_only_where_saving_works_out_nothing_more(register):
    works_out = register.model.save is not Model.save
    for signal in (pre_save, post_save):
        names = _receivers(signal, register.model)
        works_out |= any(not name.startswith("watch.") for name in names)
    assert register.works_out_more is works_out


# --- identifiers in another spelling ------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["CNCA-R-2099-001", "cnca-r-2099-001", "ＣＮＣＡ－Ｒ－２０９９－００１", "CNCA−R−2099−001 "],
)
def test_a_cell_names_a_body_however_it_writes_the_number(written):
    OrganisationFactory(approval_no="CNCA-R-2099-001")
    content = f"organisation,field,status,valid_from\n{written},{FIELD},in_force,2020-01-01\n"
    planned = plan(APPROVALS, content.encode())
    (made,) = planned.added
    assert made.organisation.approval_no == "CNCA-R-2099-001"
    said = [(one.line, one.column) for one in planned.respelled]
    assert said == ([] if written.strip() == "CNCA-R-2099-001" else [(2, "organisation")])
    assert all("CNCA-R-2099-001" in one.message for one in planned.respelled)


def test_a_field_is_named_in_any_width_and_kept_as_the_register_writes_it():
    name = "农林(牧)渔；中药"
    CertificationField.objects.get_or_create(key=name, defaults={"category": "product"})
    planned = plan(ITEMS, "field,name_zh\n农林（牧）渔;中药,某物\n".encode())
    (made,) = planned.added
    assert made.field_id == name
    assert [one.column for one in planned.respelled] == ["field"]


def test_of_two_rows_that_are_spelled_alike_only_the_exact_name_names_one():
    for key in ("甲（乙）", "甲乙"):
        CertificationField.objects.create(key=key, category="product")
    planned = plan(ITEMS, "field,name_zh\n甲乙,某物\n".encode())
    assert planned.added[0].field_id == "甲乙"
    with pytest.raises(UnreadableTable):
        plan(ITEMS, "field,name_zh\n甲 乙,某物\n".encode())


def test_lists_of_standards_are_kept_in_the_one_spelling():
    content = "code,name_zh,standards\n9901,某产品,ＧＢ 4943.1−2022; gb4943.1-2022; 某部令第6号\n"
    planned = plan(COMPULSORY_ITEMS, content.encode())
    planned.apply()
    item = CompulsoryItem.objects.get(code="9901")
    assert item.standards == ["GB 4943.1-2022", "某部令第6号"]
    assert [one.column for one in planned.respelled] == ["standards"]
    again = plan(COMPULSORY_ITEMS, content.encode())
    assert (again.unchanged, again.changed) == (1, [])


@pytest.mark.parametrize(("day", "is_taken"), [("", False), ("2026-12-01", True)])
def test_a_new_shape_of_numbers_has_a_first_day(day, is_taken):
    content = (
        f"key,name_zh,types,pattern,examples,valid_from\nX,某,x,X-(?P<year>\\d{{4}}),X-2020,{day}\n"
    )
    if is_taken:
        assert len(plan(NUMBER_PATTERNS, content.encode()).added) == 1
    else:
        with pytest.raises(UnreadableTable) as refused:
            plan(NUMBER_PATTERNS, content.encode())
        assert [one.column for one in refused.value.faults] == ["valid_from"]

"""An approval that the invented regulator has let end, while a scheme rests on it.

So the demonstration shows what a register, a body and the public see when a body may no longer
certify: the scheme stays listed, and every page of it says so.
"""

from __future__ import annotations

import datetime

from portal.accounts.models import ApprovedField
from portal.demo.moments import moment
from portal.reference.changes import acting

APPROVAL_NO = "CNCA-R-2099-104"
FIELD = "化工类产品"
LAST_DAY = datetime.date(2026, 11, 13)


def end_approvals() -> None:
    """Record, a few days ahead, the last day of one approval; once."""
    approvals = ApprovedField.objects.filter(
        organisation__approval_no=APPROVAL_NO, field__key=FIELD, valid_until__isnull=True
    )
    with moment(LAST_DAY - datetime.timedelta(days=4)), acting(None, "command"):
        for approval in approvals:
            approval.valid_until = LAST_DAY
            approval.full_clean()
            approval.save()

"""One row of the clinic's CSV file, byte for byte as contract section 3 says."""

import csv
import io

from desktop_app.services.ports import ExportRow

HEADER = b"name,mobile,date,time_slot,doctor,specialty,followup_date\n"
_RUNS_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def encode_row(row: ExportRow) -> bytes:
    """The whole line with its line end: UTF-8, minimal quoting, text cells guarded against running as a formula."""
    cells = (
        _guarded(row.name),
        row.mobile,
        row.date.isoformat(),
        f"{row.time_slot:%H:%M}",
        _guarded(row.doctor),
        _guarded(row.specialty),
        row.followup_date.isoformat() if row.followup_date else "",
    )
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue().encode()


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_RUNS_AS_FORMULA) else text

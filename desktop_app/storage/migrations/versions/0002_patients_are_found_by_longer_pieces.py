"""Patients are found by longer pieces, and by how their names begin; a patient's visits are read off the index alone.

Follows 0001.
"""

from alembic import op

from desktop_app.storage.patient_pieces import index_anew

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.drop_index("ix_appointment_patient_id_day_at")
        batch_op.create_index(
            op.f("ix_appointment_patient_id_day_at_status_doctor_id"),
            ["patient_id", "day", "at", "status", "doctor_id"],
            unique=False,
        )
    index_anew(op.get_bind())

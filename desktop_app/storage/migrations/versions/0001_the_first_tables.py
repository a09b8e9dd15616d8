"""The first tables, the patients' search index, and the rules that only triggers can keep.

Follows nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Contentless: the pieces are made by storage.patient_search, which also takes them out again.
SEARCH_INDEX = (
    "CREATE VIRTUAL TABLE patient_search USING fts5(grams, content='', detail=none, columnsize=0, tokenize='ascii')"
)
TALLY = (
    """
    CREATE TRIGGER message_counted AFTER INSERT ON message BEGIN
        INSERT OR IGNORE INTO message_tally (hospital_id, status, messages) VALUES (NEW.hospital_id, NEW.status, 0);
        UPDATE message_tally SET messages = messages + 1 WHERE hospital_id = NEW.hospital_id AND status = NEW.status;
    END
    """,
    """
    CREATE TRIGGER message_recounted AFTER UPDATE OF status ON message WHEN NEW.status <> OLD.status BEGIN
        INSERT OR IGNORE INTO message_tally (hospital_id, status, messages) VALUES (NEW.hospital_id, NEW.status, 0);
        UPDATE message_tally SET messages = messages + 1 WHERE hospital_id = NEW.hospital_id AND status = NEW.status;
        UPDATE message_tally SET messages = messages - 1 WHERE hospital_id = OLD.hospital_id AND status = OLD.status;
    END
    """,
)
APPEND_ONLY = (
    """
    CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
    WHEN NEW.note <> '' OR NEW.id <> OLD.id OR NEW.appointment_id IS NOT OLD.appointment_id OR NEW.at <> OLD.at
        OR NEW.who <> OLD.who OR NEW.act <> OLD.act OR NEW.before <> OLD.before OR NEW.after <> OLD.after
    BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END
    """,
    """
    CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END
    """,
)


def upgrade() -> None:
    op.create_table(
        "hospital",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mobile", sa.String(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("whatsapp_number", sa.String(), nullable=True),
        sa.Column("whatsapp_enabled", sa.Boolean(), nullable=False),
        sa.Column("messages_per_minute", sa.Integer(), nullable=False),
        sa.Column("reminder_time", sa.String(length=5), nullable=False),
        sa.Column("followup_time", sa.String(length=5), nullable=False),
        sa.Column("followup_days_before", sa.Integer(), nullable=False),
        sa.Column("sending_from", sa.String(length=5), nullable=False),
        sa.Column("sending_until", sa.String(length=5), nullable=False),
        sa.Column("second_reminder_days", sa.Integer(), nullable=False),
        sa.Column("allows_foreign_numbers", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hospital")),
    )
    op.create_table(
        "mark",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_mark_has_a_name")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mark")),
    )
    op.create_table(
        "patient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mobile", sa.String(length=20), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("consent", sa.Boolean(), nullable=False),
        sa.Column("consent_at", sa.DateTime(), nullable=True),
        sa.Column("consent_source", sa.String(), nullable=False),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("sex", sa.String(), nullable=True),
        sa.Column("erased_at", sa.DateTime(), nullable=True),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["merged_into"], ["patient.id"], name=op.f("fk_patient_merged_into_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient")),
    )
    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.create_index(
            "ix_patient_gone", ["mobile", "name_key"], unique=False, sqlite_where=sa.text("merged_into IS NOT NULL")
        )
        batch_op.create_index(
            "ix_patient_merged", ["merged_into"], unique=False, sqlite_where=sa.text("merged_into IS NOT NULL")
        )
        batch_op.create_index(batch_op.f("ix_patient_name_key"), ["name_key"], unique=False)
        batch_op.create_index(
            "uq_patient_living",
            ["mobile", "name_key"],
            unique=True,
            sqlite_where=sa.text("merged_into IS NULL"),
            postgresql_where=sa.text("merged_into IS NULL"),
        )

    op.create_table(
        "doctor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hospital_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("specialty", sa.String(), nullable=False),
        sa.Column("schedule", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["hospital_id"], ["hospital.id"], name=op.f("fk_doctor_hospital_id_hospital")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doctor")),
    )
    with op.batch_alter_table("doctor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_doctor_hospital_id"), ["hospital_id"], unique=False)

    op.create_table(
        "export_file",
        sa.Column("hospital_id", sa.Integer(), nullable=False),
        sa.Column("written_up_to", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["hospital_id"], ["hospital.id"], name=op.f("fk_export_file_hospital_id_hospital")),
        sa.PrimaryKeyConstraint("hospital_id", name=op.f("pk_export_file")),
    )
    op.create_table(
        "message_tally",
        sa.Column("hospital_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["hospital_id"], ["hospital.id"], name=op.f("fk_message_tally_hospital_id_hospital")),
        sa.PrimaryKeyConstraint("hospital_id", "status", name=op.f("pk_message_tally")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "template_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hospital_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hospital_id"], ["hospital.id"], name=op.f("fk_template_version_hospital_id_hospital")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_version")),
    )
    with op.batch_alter_table("template_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_template_version_hospital_id_kind_language"),
            ["hospital_id", "kind", "language"],
            unique=False,
        )

    op.create_table(
        "appointment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hospital_id", sa.Integer(), nullable=False),
        sa.Column("doctor_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.String(length=5), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("stretch", sa.String(), nullable=False),
        sa.Column("token", sa.Integer(), nullable=False),
        sa.Column("is_walk_in", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("status_reason", sa.Text(), nullable=True),
        sa.Column("followup_date", sa.Date(), nullable=True),
        sa.Column("visit_date", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(), nullable=True),
        sa.Column("in_room_at", sa.DateTime(), nullable=True),
        sa.Column("placed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["doctor_id"], ["doctor.id"], name=op.f("fk_appointment_doctor_id_doctor")),
        sa.ForeignKeyConstraint(["hospital_id"], ["hospital.id"], name=op.f("fk_appointment_hospital_id_hospital")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_appointment_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    with op.batch_alter_table("appointment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appointment_day_at"), ["day", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_appointment_doctor_id_day_at"), ["doctor_id", "day", "at"], unique=False)
        batch_op.create_index(
            "ix_appointment_followup",
            ["hospital_id", "followup_date"],
            unique=False,
            sqlite_where=sa.text("followup_date IS NOT NULL"),
            postgresql_where=sa.text("followup_date IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_appointment_hospital_id_day_at"), ["hospital_id", "day", "at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_appointment_patient_id_day_at"), ["patient_id", "day", "at"], unique=False)

    op.create_table(
        "closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hospital_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("doctor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stretch", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["doctor_id"], ["doctor.id"], name=op.f("fk_closure_doctor_id_doctor")),
        sa.ForeignKeyConstraint(["hospital_id"], ["hospital.id"], name=op.f("fk_closure_hospital_id_hospital")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
    )
    with op.batch_alter_table("closure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_closure_hospital_id_last_day"), ["hospital_id", "last_day"], unique=False)

    op.create_table(
        "token_counter",
        sa.Column("doctor_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("stretch", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["doctor_id"], ["doctor.id"], name=op.f("fk_token_counter_doctor_id_doctor")),
        sa.PrimaryKeyConstraint("doctor_id", "day", "stretch", name=op.f("pk_token_counter")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_audit_appointment_id_appointment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_appointment_id"), ["appointment_id"], unique=False)

    op.create_table(
        "export_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hospital_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mobile", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("time_slot", sa.String(length=5), nullable=False),
        sa.Column("doctor", sa.String(), nullable=False),
        sa.Column("specialty", sa.String(), nullable=False),
        sa.Column("followup_date", sa.Date(), nullable=True),
        sa.Column("line", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_export_row_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["hospital_id"], ["hospital.id"], name=op.f("fk_export_row_hospital_id_hospital")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_row")),
    )
    with op.batch_alter_table("export_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_export_row_appointment_id"), ["appointment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_export_row_hospital_id"), ["hospital_id"], unique=False)

    op.create_table(
        "held_place",
        sa.Column("doctor_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.String(length=5), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_held_place_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["doctor_id"], ["doctor.id"], name=op.f("fk_held_place_doctor_id_doctor")),
        sa.PrimaryKeyConstraint("doctor_id", "day", "starts", "place", name=op.f("pk_held_place")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("held_place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_held_place_appointment_id"), ["appointment_id"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hospital_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("patient_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("mobile", sa.String(length=20), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("reason_code", sa.String(length=40), nullable=True),
        sa.Column("by_person", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=False),
        sa.Column("not_after", sa.DateTime(), nullable=False),
        sa.Column("attempted_at", sa.DateTime(), nullable=True),
        sa.Column("sending_at", sa.DateTime(), nullable=True),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("delivered_at", sa.DateTime(), nullable=True),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.Column("evidence_last_own_id", sa.Text(), nullable=True),
        sa.Column("evidence_same_text", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_message_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["hospital_id"], ["hospital.id"], name=op.f("fk_message_hospital_id_hospital")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_message_patient_id_patient")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint(
            "appointment_id", "kind", "rule", "revision", name=op.f("uq_message_appointment_id_kind_rule_revision")
        ),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_hospital_id"), ["hospital_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_message_hospital_id_attempted_at"),
            ["hospital_id", "attempted_at"],
            unique=False,
            sqlite_where=sa.text("attempted_at IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_message_hospital_id_queued_at"), ["hospital_id", "queued_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_message_hospital_id_sent_at"),
            ["hospital_id", "sent_at"],
            unique=False,
            sqlite_where=sa.text("sent_at IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_message_hospital_id_status"), ["hospital_id", "status"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_message_hospital_id_status_not_before"),
            ["hospital_id", "status", "not_before"],
            unique=False,
        )
        batch_op.create_index(
            "ix_message_not_on_whatsapp",
            ["mobile"],
            unique=False,
            sqlite_where=sa.text("reason_code = 'not_on_whatsapp'"),
        )
        batch_op.create_index(
            batch_op.f("ix_message_patient_id_sending_at"), ["patient_id", "sending_at"], unique=False
        )

    op.create_table(
        "answer",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("export_id", sa.Integer(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_answer_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["export_id"], ["export_row.id"], name=op.f("fk_answer_export_id_export_row")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_answer_message_id_message")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_answer")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_appointment_id"), ["appointment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_at"), ["at"], unique=False)

    op.create_table(
        "message_story",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_story_message_id_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_story")),
    )
    with op.batch_alter_table("message_story", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_story_message_id"), ["message_id"], unique=False)

    op.create_table(
        "moved_by_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_moved_by_merge_appointment_id_appointment")
        ),
        sa.ForeignKeyConstraint(["gone_id"], ["patient.id"], name=op.f("fk_moved_by_merge_gone_id_patient")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_moved_by_merge_message_id_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moved_by_merge")),
    )
    with op.batch_alter_table("moved_by_merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moved_by_merge_gone_id"), ["gone_id"], unique=False)

    for statement in (SEARCH_INDEX, *TALLY, *APPEND_ONLY):
        op.execute(statement)

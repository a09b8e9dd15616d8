"""The message queue: planned once per key, found by what is due."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from desktop_app.domain.errors import NotFound
from desktop_app.domain.message import AUTOMATIC_KINDS, WENT_OR_MAY_HAVE, ChatEvidence, Message, MessageStatus, Reason
from desktop_app.domain.mobile_number import MobileNumber
from desktop_app.services.ports import NewMessage
from desktop_app.storage import tables as t
from desktop_app.storage.rows import AnyRow, AnySelect, columns_of, must_have, new_key, values_of

DUE_AT_MOST = 200
INSERT_MESSAGE, INSERT_STORY = insert(t.message), insert(t.message_story)
_KEY = "message.appointment_id, message.kind, message.rule, message.revision"
_m = t.message.c
MESSAGES: AnySelect = select(
    *columns_of(t.message, Message, but=("evidence",)), _m.evidence_last_own_id, _m.evidence_same_text
)
_ONE = MESSAGES.where(_m.id == bindparam("key"))
_OF_APPOINTMENT = MESSAGES.where(_m.appointment_id == bindparam("key")).order_by(_m.id)
_OF_PATIENT = MESSAGES.where(_m.patient_id == bindparam("key"), _m.status == MessageStatus.QUEUED).order_by(_m.id)
_WAITING = MESSAGES.where(_m.hospital_id == bindparam("hospital"), _m.status == MessageStatus.QUEUED)
DUE = _WAITING.where(_m.not_before <= bindparam("now")).order_by(_m.not_before, _m.id).limit(DUE_AT_MOST)
OUTDATED = _WAITING.where(_m.not_after <= bindparam("now")).order_by(_m.id)
IN_STATUS = MESSAGES.where(
    _m.hospital_id == bindparam("hospital"), _m.status.in_(bindparam("statuses", expanding=True))
)
AWAITING_RECEIPT = MESSAGES.where(
    _m.hospital_id == bindparam("hospital"),
    _m.sent_at >= bindparam("since"),
    _m.status.in_((MessageStatus.SENT, MessageStatus.DELIVERED)),
).order_by(_m.id)
LAST_ATTEMPT = select(func.max(_m.attempted_at)).where(
    _m.hospital_id == bindparam("hospital"), _m.attempted_at.is_not(None)
)
AUTOMATIC_COUNT = select(func.count()).where(
    _m.patient_id == bindparam("patient"),
    _m.sending_at >= bindparam("start"),
    _m.sending_at < bindparam("end"),
    _m.kind.in_(sorted(AUTOMATIC_KINDS)),
    _m.by_person.is_(False),
    _m.status.in_(sorted(WENT_OR_MAY_HAVE)),
)
NOT_ON_WHATSAPP_AT = select(func.max(_m.attempted_at)).where(
    _m.mobile == bindparam("number"), _m.reason_code == text(f"'{Reason.NOT_ON_WHATSAPP}'")
)
_SAVE = update(t.message).where(_m.id == bindparam("b_key"))


class SqlMessages:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def plan(self, message: NewMessage) -> Message | None:
        """None if this event has its message already: the unique key decides, nothing else."""
        key = message.key
        values: dict[str, Any] = {
            **values_of(message, but=("key", "skipped")),
            "appointment_id": key and key.appointment_id,
            "rule": key.rule if key else "",
            "revision": key.revision if key else 0,
            "status": MessageStatus.SKIPPED if message.skipped else MessageStatus.QUEUED,
            "reason_code": message.skipped,
            "attempts": 0,
        }
        try:
            added = self._connection.execute(INSERT_MESSAGE, values)
        except IntegrityError as error:
            if _KEY not in str(error.orig):
                raise
            return None
        return Message(id=new_key(added), **values)

    def get(self, message_id: int) -> Message:
        row = self._connection.execute(_ONE, {"key": message_id}).first()
        if row is None:
            raise NotFound("message", message_id)
        return message_of(row)

    def save(self, message: Message) -> None:
        values = {**values_of(message, but=("id", "evidence")), **_evidence(message.evidence), "b_key": message.id}
        must_have(self._connection.execute(_SAVE, values).rowcount, "message", message.id)

    def tell(self, message_id: int, at: datetime, text: str) -> None:
        self._connection.execute(INSERT_STORY, {"message_id": message_id, "at": at, "text": text})

    def of_appointment(self, appointment_id: int) -> tuple[Message, ...]:
        return self._all(_OF_APPOINTMENT, key=appointment_id)

    def waiting_of_patient(self, patient_id: int) -> tuple[Message, ...]:
        return self._all(_OF_PATIENT, key=patient_id)

    def due(self, hospital_id: int, now: datetime) -> tuple[Message, ...]:
        return self._all(DUE, hospital=hospital_id, now=now)

    def outdated(self, hospital_id: int, now: datetime) -> tuple[Message, ...]:
        return self._all(OUTDATED, hospital=hospital_id, now=now)

    def in_status(self, hospital_id: int, *statuses: MessageStatus) -> tuple[Message, ...]:
        found = self._all(IN_STATUS, hospital=hospital_id, statuses=list(statuses))
        return tuple(sorted(found, key=lambda message: message.id))  # sorting in SQL would choose the wrong index

    def awaiting_receipt(self, hospital_id: int, since: datetime) -> tuple[Message, ...]:
        return self._all(AWAITING_RECEIPT, hospital=hospital_id, since=since)

    def last_attempt(self, hospital_id: int) -> datetime | None:
        return self._connection.execute(LAST_ATTEMPT, {"hospital": hospital_id}).scalar()

    def automatic_count(self, patient_id: int, start: datetime, end: datetime) -> int:
        wanted = {"patient": patient_id, "start": start, "end": end}
        return self._connection.execute(AUTOMATIC_COUNT, wanted).scalar_one()

    def not_on_whatsapp_at(self, mobile: MobileNumber) -> datetime | None:
        return self._connection.execute(NOT_ON_WHATSAPP_AT, {"number": mobile}).scalar()

    def _all(self, statement: AnySelect, **wanted: object) -> tuple[Message, ...]:
        return tuple(map(message_of, self._connection.execute(statement, wanted)))


def message_of(row: AnyRow) -> Message:
    evidence = None if row.evidence_same_text is None else ChatEvidence(*row[-2:])
    values: list[Any] = [*row[:-2], evidence]
    return Message(*values)


def _evidence(evidence: ChatEvidence | None) -> dict[str, Any]:
    return {
        "evidence_last_own_id": evidence and evidence.last_own_id,
        "evidence_same_text": None if evidence is None else evidence.same_text_count,
    }

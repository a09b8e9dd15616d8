"""What a chat's bubbles prove: is there a message of ours that was not there before?"""

from collections.abc import Sequence

from desktop_app.domain.message import ChatEvidence
from desktop_app.services.channel import LookUp
from desktop_app.whatsapp.web.page import Bubble
from desktop_app.whatsapp.web.text import is_same_in_bubble


def has_text(bubble: Bubble, text: str) -> bool:
    return is_same_in_bubble(bubble.text, text, is_exact=bubble.is_exact, is_cut=bubble.is_cut)


def of(bubbles: Sequence[Bubble], text: str) -> ChatEvidence:
    """What must be known before typing: the last own bubble, and how many own ones say the same already."""
    own = [bubble for bubble in bubbles if bubble.own]
    return ChatEvidence(own[-1].id if own else None, sum(has_text(bubble, text) for bubble in own))


def new_bubble(now: Sequence[Bubble], before: Sequence[Bubble], text: str) -> Bubble | None:
    """The newest own bubble with our text that was not there before and stands after all that was."""
    old_ids = {bubble.id for bubble in before if bubble.id}
    old_seen = {bubble.seen for bubble in before}

    def is_old(bubble: Bubble) -> bool:
        return bubble.id in old_ids if bubble.id else bubble.seen in old_seen

    last_old = max((index for index, bubble in enumerate(now) if is_old(bubble)), default=-1)
    found = [bubble for bubble in now[last_old + 1 :] if bubble.own and has_text(bubble, text)]
    if not found or all(bubble.id for bubble in found):
        return found[-1] if found else None
    # Without ids a bubble that was drawn anew looks new: then only a greater number of them counts.
    count = sum(bubble.own and has_text(bubble, text) for bubble in now)
    return found[-1] if count > of(before, text).same_text_count else None


def judge(bubbles: Sequence[Bubble], text: str, before: ChatEvidence | None) -> tuple[LookUp, Bubble | None]:
    """After a crash: only a bubble beyond what was there before counts (contract section 6)."""
    same = [bubble for bubble in bubbles if bubble.own and has_text(bubble, text)]
    if before is None:
        return LookUp.CANNOT_TELL, None
    place = next((index for index, bubble in enumerate(bubbles) if bubble.id and bubble.id == before.last_own_id), None)
    if place is not None:
        after = [bubble for bubble in bubbles[place + 1 :] if bubble.own and has_text(bubble, text)]
        return (LookUp.FOUND, after[-1]) if after else (LookUp.SURELY_NOT_THERE, None)
    if len(same) > before.same_text_count:
        return LookUp.FOUND, same[-1]
    if before.last_own_id is not None or len(same) < before.same_text_count:
        return LookUp.CANNOT_TELL, None  # what was there is not shown now: the history is not all here
    return LookUp.SURELY_NOT_THERE, None

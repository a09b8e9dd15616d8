"""The page with the pretend phones, as a person in training uses it."""

from tests.whatsapp.practice.hand import CLINIC, PATIENT, Hand, until


def test_scan_read_write_back_and_log_out(hand: Hand) -> None:
    hand.load().code()
    desk = hand.chrome.current_window_handle
    hand.chrome.switch_to.new_window("tab")
    try:
        hand.load("_practice/phone").js_true("!document.querySelector('#scan').disabled")
        hand.one("#scan").click()
        until(lambda: hand.phone.linked() == (CLINIC,))
        hand.phone.write_from_clinic(PATIENT, "Your token is 7")
        assert "Your token is 7" in hand.text(".patient .talk")
        hand.one(".patient input").send_keys("Thank you")
        hand.one(".patient form button").click()
        until(lambda: [message.text for message in hand.phone.chats()[0].messages] == ["Your token is 7", "Thank you"])
        hand.js_true("document.querySelector('.said.own')")
        hand.one("#linked button").click()
        until(lambda: hand.phone.linked() == ())
        hand.js_true("document.querySelector('#linked').textContent.includes('none yet')")
    finally:
        hand.chrome.close()
        hand.chrome.switch_to.window(desk)


def test_a_wrong_code_is_refused_in_words(hand: Hand) -> None:
    hand.load("_practice/phone").one("#code").send_keys("ABCD-1234")
    hand.one("#code-form button").click()
    hand.js_true("document.querySelector('#problem').textContent.includes('eight characters')")

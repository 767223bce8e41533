"""Callback data carry what they say, within Telegram's limits."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from telegram.constants import InlineKeyboardButtonLimit

from bot.callback_data import AdminPress, AdminVerb, Origin, OriginKind, Press, Verb

patiently = settings(deadline=None, suppress_health_check=list(HealthCheck))
HEX = "0123456789abcdef"
origins = st.none() | st.builds(Origin, st.sampled_from(OriginKind), st.integers(0, 999_999_999))
subjects = st.sampled_from(["", "0" * 12]) | st.text(HEX, min_size=20, max_size=20)


@patiently
@given(st.builds(Press, st.sampled_from(Verb), subjects, st.none() | st.integers(0, 9_999_999), origins))
def test_a_press_survives_its_button(press: Press) -> None:
    data = press.encode()
    assert len(data.encode()) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
    assert Press.decode(data) == press


@patiently
@given(st.text(max_size=64))
def test_any_data_is_a_press_or_refused(data: str) -> None:
    press = Press.decode(data)
    assert press is None or press.encode()


@given(st.text())
def test_any_data_is_an_admin_s_press_or_none(data: str) -> None:
    press = AdminPress.decode(data)
    assert press is None or press.encode() == data


def test_buttons_of_earlier_messages_keep_their_meaning() -> None:
    """People have these under messages that they received years ago."""
    reference, key = "0123456789abcdef" + "89ab", "abcdefghijklmnop"
    for data, press in (
        (f"1q{reference}-a3", Press(Verb.QUOTE, reference, origin=Origin(OriginKind.ANSWER, 3))),
        (f"1c{reference}.4-r0", Press(Verb.CONTEXT, reference, 4, Origin(OriginKind.REFUSAL))),
        (f"1s{reference}", Press(Verb.CARRIERS, reference)),
        (f"1q{reference}-m0", Press(Verb.QUOTE, reference, origin=Origin(OriginKind.MAYBE))),
        ("1n", Press(Verb.LEADS)),
        ("1a.3", Press(Verb.ANSWER, number=3)),
        ("1k0123456789ab-l8", Press(Verb.CARD, "0123456789ab", origin=Origin(OriginKind.SOURCES, 8))),
        ("1p0123456789ab.8-k0", Press(Verb.PASSAGES, "0123456789ab", 8, Origin(OriginKind.CARD))),
        ("1l.8", Press(Verb.SOURCES, number=8)),
        ("1g.7", Press(Verb.GOOD, number=7)),
        ("1b.7", Press(Verb.BAD, number=7)),
        ("1g.7-r0", Press(Verb.GOOD, number=7, origin=Origin(OriginKind.REFUSAL))),
        (f"1r{reference}.3-a0", Press(Verb.OTHERWISE, reference, 3, Origin(OriginKind.ANSWER))),
        (f"1q{reference}-v3", Press(Verb.QUOTE, reference, origin=Origin(OriginKind.VERIFIED, 3))),
        ("1E.2", Press(Verb.EXAMPLE, number=2)),
        ("1V.3", Press(Verb.VERIFIED, number=3)),
        (f"1v{reference}", Press(Verb.SAVE, reference)),
        ("1i.5", Press(Verb.CLIPPINGS, number=5)),
        ("1o1f.5", Press(Verb.CLIPPING, "1f", 5)),
        ("1d1f.5", Press(Verb.UNSAVE, "1f", 5)),
        ("1x.2", Press(Verb.EXPORT, number=2)),
        ("1j", Press(Verb.MY_DATA)),
        ("1y", Press(Verb.FORGET_ME)),
        ("1h", Press(Verb.KEEP_ME)),
        ("1w1f.0", Press(Verb.ALERT, "1f", 0)),
        ("1u1f", Press(Verb.UNWATCH, "1f")),
        (f"1c{reference}-o31", Press(Verb.CONTEXT, reference, origin=Origin(OriginKind.CLIPPING, 31))),
        (f"1q{reference}-w31", Press(Verb.QUOTE, reference, origin=Origin(OriginKind.ALERT, 31))),
    ):
        assert Press.decode(data) == press
        assert press.encode() == data
    for data, verb, subject in (
        (f"Ac{key}", AdminVerb.CONFIRM, key),
        (f"Ad{key}", AdminVerb.DROP, key),
        ("Ap0123456789ab", AdminVerb.PICK, "0123456789ab"),
        ("Al8", AdminVerb.LIST, "8"),
    ):
        assert AdminPress.decode(data) == AdminPress(verb, subject)
        assert AdminPress(verb, subject).encode() == data

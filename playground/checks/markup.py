"""Keyboards and inline results, as the server accepts them; ApiError for what it refuses."""

from __future__ import annotations

from collections.abc import Sequence

from telegram.constants import (
    InlineKeyboardButtonLimit,
    InlineKeyboardMarkupLimit,
    InlineQueryLimit,
    InlineQueryResultLimit,
    KeyboardButtonStyle,
)

from playground.checks.links import check_deep_link, check_start_parameter, is_link
from playground.checks.text import check_text
from playground.errors import ApiError
from playground.world.state import Json

_DECORATION = frozenset({"text", "icon_custom_emoji_id", "style"})
_FIRST_ONLY = frozenset({"callback_game", "pay"})
_STYLES = frozenset(style.value for style in KeyboardButtonStyle)


def check_keyboard(markup: Json | None) -> None:
    """An inline keyboard; other markups are left to the schema."""
    rows = (markup or {}).get("inline_keyboard", [])
    total = sum(len(row) for row in rows)
    if total > InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER:
        raise ApiError(f"reply markup is too long: {total} buttons")
    for row in rows:
        if len(row) > InlineKeyboardMarkupLimit.BUTTONS_PER_ROW:
            raise ApiError(
                f"only the first {InlineKeyboardMarkupLimit.BUTTONS_PER_ROW} buttons of a row would be shown"
            )
        for button in row:
            _check_button(button, is_first=button is rows[0][0])


def _check_button(button: Json, *, is_first: bool) -> None:
    if not button["text"].strip():
        raise ApiError("can't parse inline keyboard button: its text is empty")
    actions = button.keys() - _DECORATION
    if not actions:
        raise ApiError("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise ApiError(f"can't parse inline keyboard button: it has {len(actions)} actions: {sorted(actions)}")
    if actions & _FIRST_ONLY and not is_first:
        raise ApiError("BUTTON_POS_INVALID")
    if button.get("style", "primary") not in _STYLES:
        raise ApiError(f"can't parse inline keyboard button: unknown style {button['style']!r}")
    _check_action(button)


def _check_action(button: Json) -> None:
    limits = InlineKeyboardButtonLimit
    if "callback_data" in button:
        size = len(button["callback_data"].encode())
        if not limits.MIN_CALLBACK_DATA <= size <= limits.MAX_CALLBACK_DATA:
            raise ApiError(f"BUTTON_DATA_INVALID ({size} bytes)")
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= limits.MAX_COPY_TEXT:
        raise ApiError(f"BUTTON_COPY_TEXT_INVALID ({len(button['copy_text']['text'])} characters)")
    if "url" in button:
        if not is_link(button["url"]):
            raise ApiError(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
        check_deep_link(button["url"])
    for name in ("web_app", "login_url"):
        if name in button and not is_link(button[name]["url"], frozenset({"https"})):
            raise ApiError(
                f"inline keyboard button Web App URL '{button[name]['url']}' is invalid: Only HTTPS links are allowed"
            )
    chosen = button.get("switch_inline_query_chosen_chat", {}).get("query", "")
    for query in (chosen, button.get("switch_inline_query", ""), button.get("switch_inline_query_current_chat", "")):
        if len(query) > InlineQueryLimit.MAX_QUERY_LENGTH:
            raise ApiError(f"BUTTON_DATA_INVALID (an inline query of {len(query)} characters)")


def check_inline_answer(params: Json) -> None:
    """answerInlineQuery: number, ids and content of the results, offset, button."""
    check_results(params["results"])
    if len(params.get("next_offset", "").encode()) > InlineQueryLimit.MAX_OFFSET_LENGTH:
        raise ApiError("NEXT_OFFSET_INVALID")
    if params.get("cache_time", 0) < 0:
        raise ApiError("cache_time can't be negative")
    if button := params.get("button"):
        if not button["text"]:
            raise ApiError("the text of the button above inline results is empty")
        if ("start_parameter" in button) == ("web_app" in button):
            raise ApiError("the button above inline results needs exactly one of start_parameter and web_app")
        if "start_parameter" in button:
            check_start_parameter(button["start_parameter"])


def check_results(results: Sequence[Json]) -> None:
    """Inline results, as answerInlineQuery and answerGuestQuery send them."""
    if len(results) > InlineQueryLimit.RESULTS:
        raise ApiError("RESULTS_TOO_MUCH")
    seen: set[str] = set()
    for result in results:
        identifier = result["id"]
        size = len(identifier.encode())
        if not InlineQueryResultLimit.MIN_ID_LENGTH <= size <= InlineQueryResultLimit.MAX_ID_LENGTH:
            raise ApiError(f"RESULT_ID_INVALID ({size} bytes)")
        if identifier in seen:
            raise ApiError(f"RESULT_ID_DUPLICATE ({identifier!r})")
        seen.add(identifier)
        _check_result(result)


def _check_result(result: Json) -> None:
    if "title" in result and not result["title"].strip():
        raise ApiError("ARTICLE_TITLE_EMPTY")
    for name in ("url", "thumbnail_url"):
        if name in result and not is_link(result[name], frozenset({"http", "https"})):
            raise ApiError(f"inline result {result['id']!r} has a wrong {name} {result[name]!r}")
    check_keyboard(result.get("reply_markup"))
    content = result.get("input_message_content", {})
    if "message_text" in content:
        check_text(content["message_text"], content.get("entities", ()), content.get("parse_mode"))

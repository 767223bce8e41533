"""The checks in English."""

from bot.texts.checks.catalogue import Check, CheckTexts

ENGLISH_CHECKS = CheckTexts(
    settings="Settings",
    settings_good="can be used",
    settings_bad="can't be used",
    token="Token",
    token_good="has the form of BotFather's",
    token_missing=Check(
        "is not set", "Copy it from BotFather into TELEGRAM_BOT_TOKEN. Without it there is the playground."
    ),
    token_refused=Check("is not accepted by Telegram", "Copy it again from BotFather into TELEGRAM_BOT_TOKEN."),
    token_readable=Check(
        "can be read by others in {file}", "Run `chmod 600 {file}`: whoever has the token has the bot."
    ),
    api="Bot API",
    api_good="answers at {url}, as @{name}",
    api_plain=Check(
        "goes over the network unencrypted ({url})",
        "Set TELEGRAM_API_URL to an https:// address: the token is in every request.",
    ),
    api_away=Check("can't be reached at {url} ({reason})", "Check the network, the firewall and TELEGRAM_API_URL."),
    api_failing=Check(
        "answers with an error at {url} ({reason})", "Wait some minutes; a server of your own may need a restart."
    ),
    api_other=Check("is not what answers at {url}", "Correct TELEGRAM_API_URL, or leave it out for Telegram's own."),
    clock="Clock",
    clock_good="agrees with the Bot API's",
    clock_wrong=Check(
        "differs from the Bot API's by {seconds} s",
        "Set it, for example with `timedatectl set-ntp true`: dates and times depend on it.",
    ),
    updates="Updates",
    updates_polled="the bot asks for them; there is no webhook",
    updates_sent="Telegram sends them to {host}",
    webhook_foreign=Check(
        "go to a webhook at {host}, but TELEGRAM_UPDATES is polling",
        "End the other bot with this token, or set TELEGRAM_UPDATES=webhook; starting this bot removes the webhook.",
    ),
    webhook_other=Check(
        "go to {host}, not to PUBLIC_URL",
        "End the other bot with this token, or correct PUBLIC_URL; a start of this bot sets it.",
    ),
    webhook_none=Check("have no webhook yet", "Start the bot: it sets the webhook."),
    webhook_failing=Check(
        "could not be delivered: {reason}",
        "Make sure that PUBLIC_URL leads to this bot, with a certificate that is valid.",
    ),
    updates_waiting=Check("wait unanswered: {count}", "Start the bot. If it runs, look at its log."),
    inline="Inline mode",
    inline_good="is on; to see which citations are used, also send BotFather /setinlinefeedback",
    inline_off=Check("is off", "Send BotFather /setinline, for citations in any chat."),
    groups="Privacy mode",
    groups_good="is on: of groups the bot sees only what is meant for it",
    groups_all=Check(
        "is off: the bot receives every message of its groups",
        "Send BotFather /setprivacy and choose Enable: it needs no more.",
    ),
    admins="Admins",
    admins_good="number: {count}",
    admins_none=Check("are not set", "Write your Telegram id into ADMIN_USER_IDS, to re-index from the chat."),
    admins_group=Check(
        "include {id}, which looks like a group", "Write ids of people into ADMIN_USER_IDS, not of chats."
    ),
    admins_bot=Check("include {id}, which is the bot itself", "Write ids of people into ADMIN_USER_IDS."),
    admins_odd=Check(
        "include {id}, which is nobody's id", "Correct ADMIN_USER_IDS: ids have up to 16 digits and are not 0."
    ),
    store="Shared store",
    store_good="can be reached",
    store_away=Check(
        "can't be reached ({reason})",
        "Start it, and check SHARED_STORE and the firewall: without it no update is answered.",
    ),
)

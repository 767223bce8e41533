"""The checks in Ukrainian."""

from bot.texts.checks.catalogue import Check, CheckTexts

UKRAINIAN_CHECKS = CheckTexts(
    settings="Налаштування",
    settings_good="придатні",
    settings_bad="непридатні",
    token="Токен",
    token_good="має вигляд токена від BotFather",
    token_missing=Check(
        "не вказано", "Скопіюйте його від BotFather у TELEGRAM_BOT_TOKEN. Без нього працює лише пісочниця."
    ),
    token_refused=Check("не приймає Telegram", "Скопіюйте його ще раз від BotFather у TELEGRAM_BOT_TOKEN."),
    token_readable=Check(
        "у {file} можуть прочитати інші", "Виконайте `chmod 600 {file}`: хто має токен, той має бота."
    ),
    api="Bot API",
    api_good="відповідає на {url} як @{name}",
    api_plain=Check(
        "йде мережею без шифрування ({url})", "Вкажіть у TELEGRAM_API_URL адресу https://: токен є в кожному запиті."
    ),
    api_away=Check("недоступний на {url} ({reason})", "Перевірте мережу, брандмауер і TELEGRAM_API_URL."),
    api_failing=Check(
        "відповідає помилкою на {url} ({reason})",
        "Зачекайте кілька хвилин; власний сервер, можливо, треба перезапустити.",
    ),
    api_other=Check(
        "– це не те, що відповідає на {url}", "Виправте TELEGRAM_API_URL або приберіть його, щоб узяти сервер Telegram."
    ),
    clock="Годинник",
    clock_good="збігається з годинником Bot API",
    clock_wrong=Check(
        "розходиться з Bot API на {seconds} с",
        "Налаштуйте його, наприклад `timedatectl set-ntp true`: від нього залежать дати й час.",
    ),
    updates="Оновлення",
    updates_polled="бот запитує їх сам; вебхука немає",
    updates_sent="Telegram надсилає їх на {host}",
    webhook_foreign=Check(
        "йдуть на вебхук {host}, хоча TELEGRAM_UPDATES – polling",
        "Зупиніть іншого бота з цим токеном або вкажіть TELEGRAM_UPDATES=webhook; запуск цього бота прибере вебхук.",
    ),
    webhook_other=Check(
        "йдуть на {host}, а не на PUBLIC_URL",
        "Зупиніть іншого бота з цим токеном або виправте PUBLIC_URL; запуск цього бота задасть адресу.",
    ),
    webhook_none=Check("ще не мають вебхука", "Запустіть бота: він задасть вебхук."),
    webhook_failing=Check(
        "не вдалося доставити: {reason}", "Переконайтеся, що PUBLIC_URL веде до цього бота й сертифікат дійсний."
    ),
    updates_waiting=Check(
        "чекають на відповідь: {count}", "Запустіть бота. Якщо він працює, подивіться в його журнал."
    ),
    inline="Режим inline",
    inline_good="увімкнено; щоб бачити, які цитати беруть, надішліть BotFather ще /setinlinefeedback",
    inline_off=Check("вимкнено", "Надішліть BotFather /setinline, щоб цитувати в будь-якому чаті."),
    groups="Режим приватності",
    groups_good="увімкнено: у групах бот бачить лише те, що призначено йому",
    groups_all=Check(
        "вимкнено: бот отримує кожне повідомлення своїх груп",
        "Надішліть BotFather /setprivacy і виберіть Enable: більшого не треба.",
    ),
    admins="Адміністратори",
    admins_good="кількість: {count}",
    admins_none=Check("не вказані", "Впишіть свій Telegram id в ADMIN_USER_IDS, щоб переіндексовувати з чату."),
    admins_group=Check("містять {id}, схоже на групу", "Впишіть в ADMIN_USER_IDS id людей, а не чатів."),
    admins_bot=Check("містять {id}, а це сам бот", "Впишіть в ADMIN_USER_IDS id людей."),
    admins_odd=Check("містять {id}, такого id немає ні в кого", "Виправте ADMIN_USER_IDS: в id до 16 цифр, і це не 0."),
    store="Спільне сховище",
    store_good="доступне",
    store_away=Check(
        "недоступне ({reason})",
        "Запустіть його й перевірте SHARED_STORE і брандмауер: без нього жодне оновлення не отримає відповіді.",
    ),
)

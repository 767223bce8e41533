"""The checks in Russian."""

from bot.texts.checks.catalogue import Check, CheckTexts

RUSSIAN_CHECKS = CheckTexts(
    settings="Настройки",
    settings_good="пригодны",
    settings_bad="непригодны",
    token="Токен",
    token_good="имеет вид токена от BotFather",
    token_missing=Check(
        "не указан", "Скопируйте его у BotFather в TELEGRAM_BOT_TOKEN. Без него работает только песочница."
    ),
    token_refused=Check("не принимает Telegram", "Скопируйте его у BotFather в TELEGRAM_BOT_TOKEN ещё раз."),
    token_readable=Check(
        "в {file} могут прочитать другие", "Выполните `chmod 600 {file}`: у кого есть токен, у того есть бот."
    ),
    api="Bot API",
    api_good="отвечает по адресу {url} как @{name}",
    api_plain=Check(
        "идёт по сети без шифрования ({url})", "Укажите в TELEGRAM_API_URL адрес https://: токен есть в каждом запросе."
    ),
    api_away=Check("недоступен по адресу {url} ({reason})", "Проверьте сеть, брандмауэр и TELEGRAM_API_URL."),
    api_failing=Check(
        "отвечает ошибкой по адресу {url} ({reason})",
        "Подождите несколько минут; свой сервер, возможно, нужно перезапустить.",
    ),
    api_other=Check(
        "– это не то, что отвечает по адресу {url}",
        "Исправьте TELEGRAM_API_URL или уберите его, чтобы взять сервер Telegram.",
    ),
    clock="Часы",
    clock_good="идут как у Bot API",
    clock_wrong=Check(
        "расходятся с Bot API на {seconds} с",
        "Настройте их, например `timedatectl set-ntp true`: от них зависят даты и время.",
    ),
    updates="Обновления",
    updates_polled="бот запрашивает их сам; вебхука нет",
    updates_sent="Telegram присылает их на {host}",
    webhook_foreign=Check(
        "идут на вебхук {host}, хотя TELEGRAM_UPDATES – polling",
        "Остановите другого бота с этим токеном или укажите TELEGRAM_UPDATES=webhook; запуск этого бота уберёт вебхук.",
    ),
    webhook_other=Check(
        "идут на {host}, а не на PUBLIC_URL",
        "Остановите другого бота с этим токеном или исправьте PUBLIC_URL; запуск этого бота задаст адрес.",
    ),
    webhook_none=Check("ещё не имеют вебхука", "Запустите бота: он задаст вебхук."),
    webhook_failing=Check(
        "не удалось доставить: {reason}", "Убедитесь, что PUBLIC_URL ведёт к этому боту и сертификат действителен."
    ),
    updates_waiting=Check("ждут ответа: {count}", "Запустите бота. Если он работает, посмотрите в его журнал."),
    inline="Режим inline",
    inline_good="включён; чтобы видеть, какие цитаты берут, отправьте BotFather ещё /setinlinefeedback",
    inline_off=Check("выключен", "Отправьте BotFather /setinline, чтобы цитировать в любом чате."),
    groups="Режим приватности",
    groups_good="включён: в группах бот видит только то, что предназначено ему",
    groups_all=Check(
        "выключен: бот получает каждое сообщение своих групп",
        "Отправьте BotFather /setprivacy и выберите Enable: большего не нужно.",
    ),
    admins="Администраторы",
    admins_good="число: {count}",
    admins_none=Check("не указаны", "Впишите свой Telegram id в ADMIN_USER_IDS, чтобы переиндексировать из чата."),
    admins_group=Check("содержат {id}, похоже на группу", "Впишите в ADMIN_USER_IDS id людей, а не чатов."),
    admins_bot=Check("содержат {id}, а это сам бот", "Впишите в ADMIN_USER_IDS id людей."),
    admins_odd=Check(
        "содержат {id}, такого id нет ни у кого", "Исправьте ADMIN_USER_IDS: в id до 16 цифр, и это не 0."
    ),
    store="Общее хранилище",
    store_good="доступно",
    store_away=Check(
        "недоступно ({reason})",
        "Запустите его и проверьте SHARED_STORE и брандмауэр: без него ни одно обновление не получит ответа.",
    ),
)

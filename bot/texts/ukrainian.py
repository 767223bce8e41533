"""The bot in Ukrainian."""

from bot.texts.catalogue import Texts

UKRAINIAN = Texts(
    welcome=(
        "Вітаю! Я відповідаю на запитання дослівними цитатами з архіву новин (статей: {articles}) і називаю джерело. "
        "Якщо відповіді в архіві немає, так і скажу.\n\nПросто запитайте, наприклад: {example}"
    ),
    help=(
        "Напишіть запитання, і я відповім уривками з архіву, кожен із джерелом.\n\n"
        "/ask ЗАПИТАННЯ – те саме, зокрема в групах\n"
        "/sources – статті архіву\n"
        "/help – це повідомлення"
    ),
    help_admin="Для адміністраторів:\n/reindex – перечитати статті (/reindex full: з нуля)",
    smalltalk="Радий допомогти! Запитайте мене про статті, і я процитую, що в них сказано.",
    no_answer="В архіві немає відповіді на це.",
    leads_heading="Найближчі уривки, але не відповідь:",
    also_in="Також у: ",
    more_quotes="Ще про «{question}»",
    ask_how="Напишіть запитання після команди, наприклад:\n/ask {example}",
    question_unusable="Не можу скористатися цим запитанням: {reason}",
    only_text="Я читаю лише текст: будь ласка, напишіть своє запитання.",
    unknown_command="Я не знаю такої команди. Усі мої команди є в /help.",
    busy="Забагато запитань одночасно: будь ласка, спробуйте ще раз за мить.",
    slow_down="Це забагато для однієї хвилини: знову відповім через {seconds} с.",
    group_slow_down="Ця група вже отримала всі відповіді на цю хвилину: знову відповім через {seconds} с.",
    failed="Сталася помилка з мого боку, і я не зміг відповісти. Будь ласка, спробуйте ще раз.",
    index_unavailable="Зараз архів неможливо прочитати. Будь ласка, спробуйте пізніше.",
    sources_heading="Статті архіву (усього {count}):",
    sources_none="В архіві ще немає статей.",
    admins_only="Це можуть робити лише адміністратори бота.",
    reindex_started="Перечитую статті…",
    reindex_progress="{stage}: {done} з {total}",
    reindex_progress_open="{stage}: {done}",
    reindex_running="Переіндексація вже триває, від {since} UTC.",
    reindex_failed="Переіндексація не вдалася, архів лишається як був: {reason}",
    reindex_nothing="Нічого не змінилося: статей {articles}, уривків {passages} (покоління {generation}).",
    reindex_done="Готово за {seconds} с: статей {articles}, уривків {passages} (покоління {generation}).",
    stages={
        "comparing": "Порівнюю з індексом",
        "reading": "Читаю статті",
        "encoding": "Кодую уривки",
        "writing": "Записую індекс",
        "verifying": "Перевіряю індекс",
    },
    changed={"added": "Додано", "changed": "Змінено", "removed": "Вилучено"},
    not_read="Не прочитано",
    and_more="і ще {count}",
    command_ask="Поставити запитання архіву",
    command_sources="Статті архіву",
    command_help="Що я вмію",
    command_reindex="Перечитати статті",
)

"""The index's own checks in other languages than English, which is the index's.

By the kind of a finding: what is looked at, how it is, and what to do; the gaps are those of the English sentences.
What stands in `{reason}` is a sentence of the index, in English.
"""

from __future__ import annotations

from collections.abc import Mapping

Said = tuple[str, str, str]

_UKRAINIAN: Mapping[str, Said] = {
    "sqlite": ("SQLite", "{version} з FTS5", ""),
    "sqlite without search": ("SQLite", "без FTS5", "Візьміть Python, у якому модуль sqlite3 має розширення FTS5."),
    "model": ("Модель пошуку", "{name} у {folder}", ""),
    "no model": ("Модель пошуку", "відсутня", "Перевірте EMBEDDING_MODEL: {reason}"),
    "reranker": ("Модель переранжування", "{name} у {folder}", ""),
    "no reranker": ("Модель переранжування", "відсутня", "Перевірте RERANKER_MODEL: {reason}"),
    "calibration": ("Калібрування", "підібране для {name}, {date}", ""),
    "bad calibration": ("Калібрування", "непридатне", "Приберіть цей файл або підберіть калібрування знову: {reason}"),
    "calibration of another": (
        "Калібрування",
        "підібране не для цієї моделі ({reason})",
        "Підберіть його: `python -m index calibrate DATASET`, або змініть ANSWER_THRESHOLD: певність тепер неточна.",
    ),
    "corpus": ("Архів {folder}", "документів: {count}", ""),
    "no corpus": ("Архів {folder}", "неможливо прочитати", "Створіть теку або вкажіть іншу в CORPUS_DIR: {reason}"),
    "empty corpus": ("Архів {folder}", "без жодної статті", "Покладіть туди файли .txt, .md, .html або .jsonl."),
    "partly read corpus": (
        "Архів {folder}",
        "документів: {count}, не читаються: {skipped}",
        "Виправте або приберіть їх; перший: {first} ({reason}).",
    ),
    "folder": ("Тека індексу {folder}", "вільно на диску: {free} ГБ", ""),
    "locked folder": (
        "Тека індексу {folder}",
        "недоступна для запису",
        "Дайте право запису до {existing} або вкажіть INDEX_DIR.",
    ),
    "full disk": (
        "Тека індексу {folder}",
        "вільно на диску: {free} ГБ",
        "Звільніть місце або вкажіть в INDEX_DIR теку на більшому диску.",
    ),
    "milvus": ("Milvus", "{version}, {place}", ""),
    "bad milvus": ("Milvus", "недоступний", "Запустіть його або виправте MILVUS_URI: {reason}"),
    "bad index": ("Індекс", "непридатний", "Виконайте `python -m index build`: {reason}"),
    "no index": ("Індекс", "ще не побудовано", "Виконайте `python -m index build`."),
    "bad pointer": (
        "Вказівник",
        "відсутній або пошкоджений",
        "Виконайте `python -m index build`: буде записано новий.",
    ),
    "generation": ("Покоління {number}", "статей: {articles}, уривків: {passages}, {built_at}", ""),
    "served generation": ("Покоління {number}, чинне", "статей: {articles}, уривків: {passages}, {built_at}", ""),
    "bad generation": ("Покоління {number}", "непридатне", "Виконайте `python -m index build`: {reason}"),
    "bad served generation": ("Покоління {number}, чинне", "непридатне", "Виконайте `python -m index build`: {reason}"),
}

_RUSSIAN: Mapping[str, Said] = {
    "sqlite": ("SQLite", "{version} с FTS5", ""),
    "sqlite without search": ("SQLite", "без FTS5", "Возьмите Python, в котором модуль sqlite3 имеет расширение FTS5."),
    "model": ("Модель поиска", "{name} в {folder}", ""),
    "no model": ("Модель поиска", "отсутствует", "Проверьте EMBEDDING_MODEL: {reason}"),
    "reranker": ("Модель переранжирования", "{name} в {folder}", ""),
    "no reranker": ("Модель переранжирования", "отсутствует", "Проверьте RERANKER_MODEL: {reason}"),
    "calibration": ("Калибровка", "подобрана для {name}, {date}", ""),
    "bad calibration": ("Калибровка", "непригодна", "Уберите этот файл или подберите калибровку заново: {reason}"),
    "calibration of another": (
        "Калибровка",
        "подобрана не для этой модели ({reason})",
        "Подберите её: `python -m index calibrate DATASET`, или измените ANSWER_THRESHOLD: уверенность теперь неточна.",
    ),
    "corpus": ("Архив {folder}", "документов: {count}", ""),
    "no corpus": ("Архив {folder}", "невозможно прочитать", "Создайте папку или укажите другую в CORPUS_DIR: {reason}"),
    "empty corpus": ("Архив {folder}", "без единой статьи", "Положите туда файлы .txt, .md, .html или .jsonl."),
    "partly read corpus": (
        "Архив {folder}",
        "документов: {count}, не читаются: {skipped}",
        "Исправьте или уберите их; первый: {first} ({reason}).",
    ),
    "folder": ("Папка индекса {folder}", "свободно на диске: {free} ГБ", ""),
    "locked folder": (
        "Папка индекса {folder}",
        "недоступна для записи",
        "Дайте право записи в {existing} или укажите INDEX_DIR.",
    ),
    "full disk": (
        "Папка индекса {folder}",
        "свободно на диске: {free} ГБ",
        "Освободите место или укажите в INDEX_DIR папку на диске побольше.",
    ),
    "milvus": ("Milvus", "{version}, {place}", ""),
    "bad milvus": ("Milvus", "недоступен", "Запустите его или исправьте MILVUS_URI: {reason}"),
    "bad index": ("Индекс", "непригоден", "Выполните `python -m index build`: {reason}"),
    "no index": ("Индекс", "ещё не построен", "Выполните `python -m index build`."),
    "bad pointer": (
        "Указатель",
        "отсутствует или повреждён",
        "Выполните `python -m index build`: будет записан новый.",
    ),
    "generation": ("Поколение {number}", "статей: {articles}, отрывков: {passages}, {built_at}", ""),
    "served generation": ("Поколение {number}, действует", "статей: {articles}, отрывков: {passages}, {built_at}", ""),
    "bad generation": ("Поколение {number}", "непригодно", "Выполните `python -m index build`: {reason}"),
    "bad served generation": (
        "Поколение {number}, действует",
        "непригодно",
        "Выполните `python -m index build`: {reason}",
    ),
}

INDEX_CHECKS: Mapping[str, Mapping[str, Said]] = {"uk": _UKRAINIAN, "ru": _RUSSIAN}

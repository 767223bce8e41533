"""Which ideas of a page's own voice a word belongs to: asking, readership, cookies, forms, credits, ...

Looking a word up costs next to nothing, so that the patterns, which cost more, are tried only on lines that hold the
words they need.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache


class Concept:
    """An idea that words stand for, as one bit each; a line has those of all its words."""

    ASKING = 1
    READERSHIP = 2
    OURS = 4
    COOKIES = 8
    FORM = 16
    RIGHTS = 32
    CREDIT = 64
    PROMOTION = 128
    CHANNEL = 256
    MACHINE = 512
    LEADS_ON = 1024
    WRITER = 2048
    SUPPORT = 4096


# A word belongs to a concept when all of it matches: whole words and stems with \w*.
_WORDS = {
    Concept.ASKING: r"""
        become|join|donate|donating|contribute|contributing|subscribe|subscribing|sign|gift|gifting|consider|help|chip
        |support|supporting|spread|pledge|renew|fund|upgrade|give
        |підтрима\w*|підтримуй\w*|підтримк\w*|донать\w*|задонат\w*|підпи[шс]\w*|долуч\w*|допомож\w*|приєдн\w*
        |поддерж\w*|подпи[шс]\w*|присоедин\w*|помоги\w*|пожертв\w*
        |unterstütz\w*|spenden?|spendet|abonnier\w*|helfen|werden|soutenez|soutenir|abonnez|faites|aidez|apoya\w*
        |apoye\w*|dona|suscrí\w*|ayúda\w*|únete""",
    Concept.READERSHIP: r"""
        readers?|members?|memberships?|subscribers?|subscriptions?|supporters?|patrons?|patreon|donations?|donors?
        |contributions?|journalism|newsroom|newsletters?|reporting|community|paywall|ad-free|coffee
        |читач\w*|учасник\w*|підписник\w*|підписк\w*|патрон\w*|донат\w*|журналістик\w*|редакці\w*|спільнот\w*
        |читател\w*|подписчик\w*|подписк\w*|журналистик\w*|редакци\w*|сообществ\w*|пожертвован\w*
        |leser\w*|mitglied\w*|abonnent\w*|abo|spende|journalismus|redaktion|unterstützer\w*|lecteurs?|lectrices?|abonnés?
        |dons?|journalisme|rédaction|lector(?:es|as)?|socios?|socias?|suscriptor\w*|donación\w*|donaciones|periodismo
        |redacción""",
    Concept.OURS: r"""
        we|we're|we’re|we've|we’ve|we'll|our|us|ми|наш\w*|нас|нам|мы|wir|unser\w*|uns|nous|notre|nos|nuestr[oa]s?
        |nosotros""",
    Concept.COOKIES: r"cookies?|куки|кукі|cookie-\w+|privacy|continuing|datenschutz\w*|consent",
    Concept.FORM: r"""
        mistake|typo|error|ctrl|помилку|ошибку|опечатку|fehler|erreur|faute
        |e-?mails?|mail|mailadresse|e-mail-adresse|required|indicates|password|javascript|iframe|signing|subscribing
        |registering|subscribed|registered|confirmation|username|recaptcha|captcha|robot|forgot|forgotten|remember
        |already|name|names|phone|zip|website|company|country|message|enter
        |введіть|обов['’]язкові|дякуємо|спасибі|спасибо|введите|обязательные|забыли|пароль|пошт\w*|почт\w*
        |erforderliche|pflichtfelder|passwort|geben|gib|anmeldung
        |votre|l['’]adresse|adresse|champs|obligatoires|saisissez|entrez|passe
        |dirección|correo|campos|obligatorios|contraseña|introduce|ingresa|escribe|gracias""",
    Concept.RIGHTS: r"""
        copyright|rights|reserved|powered|proudly|theme|reproduced|republished|redistributed|reproduction|c
        |права|захищен\w*|защищен\w*|rechte|vorbehalten|vervielfältigung|droits|réservés|derechos|reservados|reproducción
        |diritti|direitos|prawa|rechten|використанн\w*|цитуванн\w*|передрук\w*|использовани\w*|цитировани\w*
        |перепечатк\w*""",
    Concept.CREDIT: r"""
        photos?|photographs?|photographer|photography|photo-\w+|pictures?|images?|credits?|fotos?|fotograf\w*|fotoquelle
        |bild\w*|crédits?|créditos?|imagen|imágenes|illustrations?|abbildung|video|graphics?|grafik|фото\w*|світлин\w*
        |зображення|ілюстрац\w*|снимок|изображение|иллюстрац\w*|відео|видео|колаж|коллаж|скріншот|скриншот|screenshot
        |zdjęcie|fot|immagine|getty|afp|reuters|epa|shutterstock|imago|ap|dpa|tass|upi|unsplash|pexels|pixabay|flickr
        |courtesy|via|handout|archive|archiv|архів|архив|telegram|twitter|facebook|instagram|youtube|wikimedia|office
        |press|ministry|agency|staff|service|пресслужба|прес-служба|пресс-служба|agentur|źródło|quelle""",
    Concept.PROMOTION: r"""
        newsletters?|subscribe|subscribed|sign|signup|register|inbox|briefing|podcasts?|membership|member|patron
        |supporter|subscriber|funded|donation|donate|coffee|trial|subscribers|unlimited|subscription|journalism|delivered
        |consider|cancel
        |підпи[шс]\w*|підтримайте|станьте|стань|долучайтес[ья]|розсилк\w*|подпи[шс]\w*|поддержите|рассылк\w*
        |abonnieren|abonniere|unterstützen|spenden|postfach|jetzt|anmeld\w*
        |abonnez-vous|abonnez|inscrivez-vous|soutenez|recevez|abonnés?|abonnenten|передплатник\w*
        |suscríbete|suscríbase|suscribirte|suscriptor\w*|apoya|recibe|recibir|boletín|hazte""",
    Concept.SUPPORT: r"support|fund",
    Concept.CHANNEL: r"""
        facebook|twitter|telegram|instagram|whatsapp|viber|youtube|linkedin|x|tiktok|google|channel|social|threads
        |bluesky|телеграм\w*|фейсбук\w*|вайбер\w*|ютуб\w*|дзен\w*|канал\w*|соцмереж\w*|соцсет\w*|вконтакте|застосунок
        |приложение|додаток|kanal|chaîne|réseaux|canal|redes|app|us|store""",
    Concept.MACHINE: r"""
        ai|ai-\w+|automatic\w*|machine|assistance|artificial|text-to-speech|listen|audio|voice|ші|ии|штучн\w*
        |искусственн\w*|автоматичн\w*|автоматическ\w*|ki|künstlich\w*|automatisch\w*|maschinell\w*|ia|artificielle
        |automatiquement|artificial|automáticamente""",
    Concept.LEADS_ON: r"""
        also|read|see|related|recommended|miss|must|more|watch|like|further|explore|find|learn|next
        |також|ще|темою|темі|читайте|читати|дивіться|также|ещ[её]|теме|читать|смотрите|подробнее
        |auch|mehr|lesetipp|thema|lire|aussi|sujet|également|voir|también|además|más|interesar|recomendamos|anche|também
        |mais|także|też|ook""",
    Concept.WRITER: r"""
        by|interview|authors?|written|reported|posted|published|story|text|words|analysis|opinion|compiled|contributed|edited
        |记者|作者|記者|מאת|بقلم|كتب|reporting|écrit|recueillis|escrito|geschrieben|автор\w*|текст|von|autor\w*|beitrag|analyse|par|rédigé|auteure?s?|por|redactado|texto|di|door
        |opracowanie|підготува\w*|подготовил\w*|редактор\w*
        |writers?|reporters?|correspondents?|editors?|contributors?|columnists?|journalists?|analysts?|producer
        |журналіст\w*|кореспондент\w*|журналист\w*|корреспондент\w*|спецкор\w*|оглядач\w*|обозревател\w*
        |redakteur\w*|korrespondent\w*|journalistin|journaliste|correspondante?|rédacteur\w*|rédactrice|periodista
        |corresponsal|redactora?""",
}
_MATCHERS = tuple((concept, re.compile("".join(words.split()))) for concept, words in _WORDS.items())


def concepts_in(words: Iterable[str]) -> int:
    """The concepts of all words together, as bits of a plain number."""
    found = 0
    for word in words:
        found |= _bits(word)
    return found


def count_of(words: Iterable[str], concept: int) -> int:
    """How many of the words belong to a concept."""
    return sum(_bits(word) & concept != 0 for word in words)


@lru_cache(maxsize=1 << 17)
def _bits(word: str) -> int:
    return sum(concept for concept, matcher in _MATCHERS if matcher.fullmatch(word))

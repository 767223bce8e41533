"""How pages of any site phrase their own parts, as regular expressions: one a line, tried in any order.

Each names a habit of web pages in one of the languages that Quotedesk reads best; none knows a publisher or a story.
All are compiled once. What a match means is decided in `evidence`.
"""

from __future__ import annotations

import re

from index.text.patterns import any_of

_LEADS_ON = r"\s*(?:[|:»›>→]|\s[–—-](?=\s))\s*\S"


READ_ALSO = any_of(
    r"""
    also read|read also|read more|read next|see also|also see|read|related(?: (?:news|story|article|reading|coverage))?
    related (?:stories|articles|posts)|recommended(?: reading)?|don['’]t miss|must read|more on this|watch|watch also
    you may also like|further reading|explore more|find out more|learn more|more
    читайте також|читати також|дивіться також|за темою|по темі|більше на тему|читайте ще|також читайте|читайте|дивіться
    читайте также|читать также|смотрите также|также читайте|по теме|читайте ещ[её]|ещ[её] по теме|подробнее
    материалы по теме|смотрите
    lesen sie auch|lesen sie mehr|lesen sie hier|lies auch|mehr zum thema|auch interessant|siehe auch|lesetipp|mehr dazu
    das könnte (?:sie|dich) auch interessieren|zum thema|mehr
    [àa] lire aussi|lire aussi|[àa] lire également|[àa] lire|voir aussi|[àa] voir aussi|sur le même sujet|lire
    lee también|lea también|leer también|lea además|lee más|leer más|te puede interesar|también puede leer|ver también
    vea también|te recomendamos|le puede interesar|más información
    leggi anche|leia também|leia mais|czytaj także|czytaj też|zobacz też|zobacz także|lees ook
    """,
    before=r"\W*",
    after=_LEADS_ON,
)
# In capitals, or with the other headline in quotation marks, the same words need no mark after them.
READ_ALSO_UNMARKED = any_of(
    r"""
    (?:ALSO READ|READ ALSO|READ MORE|SEE ALSO|ЧИТАЙТЕ ТАКОЖ|ЧИТАЙТЕ ТАКЖЕ|ЧИТАЙТЕ ЩЕ|LESEN SIE AUCH)\b[\s|:»–—-]*\S
    (?:À LIRE AUSSI|LIRE AUSSI|LEA TAMBIÉN|LEE TAMBIÉN|LEGGI ANCHE|CZYTAJ TAKŻE|CZYTAJ TEŻ|LEIA TAMBÉM)\b[\s|:»–—-]*\S
    (?:[Чч]итайте|[Дд]ивіться|[Сс]мотрите)(?: також| также)?\s+[«"“]
    (?:[Чч]итайте також|[Чч]итайте также|[Дд]ивіться також|[Сс]мотрите также)\s+[А-ЯІЇЄҐЁA-Z]
    """,
    flags=0,
    before=r"\W*",
)
READ_MORE = any_of(
    r"""
    (?:click|tap) here (?:to|for)\b.{0,120}$
    (?:click here to )?(?:read|see|learn|find out) more (?:about|on|in|at|from|here)\b.{0,120}$
    (?:read|see|watch|view) (?:the )?(?:full|original|whole|complete) (?:article|story|report|interview|text|post\
    |version)\b
    (?:докладніше|детальніше|більше|подробнее|больше) (?:про|читайте|у|об?|в)\b.{0,120}$
    (?:mehr (?:dazu|zum thema|darüber)|lesen sie) (?:lesen sie )?hier\b.{0,80}$
    (?:lire|voir) (?:l['’]article complet|la suite|aussi)\b.{0,80}$
    (?:leer|lea|ver) (?:el artículo completo|la noticia completa|más sobre)\b.{0,80}$
    """,
    before=r"\W*",
)
FORM_LINE = any_of(
    r"""
    \*?\s*(?:indicates required|required(?: fields?)?)$
    (?:your )?(?:e-?mail(?: address)?|first name|last name|full name|name|password|username\
    |phone(?: number)?)\s*[*:]\s*$
    (?:zip code|website|company|country|message)\s*[*:]\s*$
    (?:keep me logged in|remember me)$
    (?:your|enter your|votre|ihre|deine|tu|su|ваш[аеу]?|il tuo)\s+(?:e-?mail(?:-adresse)?|(?:e-?mail )?address\
    |adresse e-?mail|adresse (?:mail|électronique)|correo(?: electrónico)?|e-?пошта|електронна пошта|почта|емейл)\W*$
    """
)
FORM = any_of(
    r"""
    (?:required fields are marked|indicates (?:a )?required)\b
    (?:enter|type|confirm) (?:your|a|correct|valid|an)\b.{0,20}\b(?:e-?mail|name|password|address|comment)\b
    your e-?mail address will not be published\b
    (?:e-?mail|write to|contact|message) us (?:at|via|on)\b.{0,40}@
    (?:found|spotted|noticed|see) (?:a|an) (?:mistake|typo|error)\b|ctrl ?\+ ?enter\b
    (?:знайшли|помітили|побачили) (?:\w+ )?помилку\b|(?:нашли|заметили|увидели) (?:\w+ )?(?:ошибку|опечатку)\b
    fehler (?:gefunden|entdeckt|melden)\b|(?:signaler|vous avez (?:vu|repéré)) une (?:erreur|faute)\b
    (?:this iframe|(?:please )?enable javascript)\b
    (?:thank you|thanks) for (?:signing up|subscribing|registering|your (?:subscription|registration|comment))\b
    suc{1,2}es{1,2}ful{1,2}y (?:subscribed|signed up|registered|sent)\b
    confirmation e-?mail\b
    (?:forgot(?:ten)? (?:your )?password|save my name, e-?mail|protected by recaptcha|i['’]m not a robot)\b
    by (?:signing up|subscribing|registering|clicking|continuing|submitting)\b.{0,60}\byou (?:agree|consent|accept)
    (?:натискаючи|підписуючись|нажимая|подписываясь)\b.{0,60}\bви? погодж
    вы соглашаетесь\b
    mit (?:der|ihrer|deiner) anmeldung\b.{0,60}\bstimm
    en vous (?:inscrivant|abonnant)\b.{0,40}\bvous accept
    al (?:suscribirte|registrarte|continuar)\b.{0,40}\bacept
    already (?:a member|have an account|a subscriber|registered)\b.{0,40}$
    введіть (?:свою?|ваш\w*|коректн\w*)?.{0,20}(?:e-?mail|пошт|ім['’]я|адрес)
    (?:обов['’]язкові поля|обязательные поля|забыли пароль|забули пароль)\b
    (?:дякуємо|спасибі|спасибо) за (?:підписку|реєстрацію|подписку|регистрацию)\b
    ваш(?:а|у)? (?:адрес[аи]? )?(?:электронной почты |електронної пошти |e-?mail )?не (?:буде|будет) \w*публ
    введите (?:сво[йюе]|ваш\w*|корректн\w*)?.{0,20}(?:e-?mail|почт|имя|адрес)
    (?:deine|ihre) e-?mail-adresse wird nicht veröffentlicht\b
    (?:erforderliche felder|pflichtfelder|passwort vergessen)\b
    (?:geben sie|gib) (?:ihre|deine|bitte).{0,20}e-?mail
    vielen dank für (?:ihre|deine) anmeldung\b
    (?:votre adresse|l['’]adresse) (?:e-?mail|de messagerie) ne sera pas publiée\b
    (?:champs obligatoires|mot de passe oublié)\b
    (?:saisissez|entrez) votre.{0,12}(?:e-?mail|adresse|nom)
    (?:tu|su) dirección de correo electrónico no será publicada\b
    (?:campos obligatorios|olvidaste tu contraseña)\b
    (?:introduce|ingresa|escribe) tu.{0,20}(?:correo|e-?mail|nombre)
    gracias por (?:suscribirte|registrarte)\b
    """,
    before=r"\b",
)
COOKIES = any_of(
    r"""
    \b(?:we|this (?:web)?site|our (?:web)?site|our partners)\b.{0,80}\bcookies\b
    \bcookies?\b.{0,120}\b(?:consent|accept|agree|preferences|settings|experience|browser|policy)\b
    \b(?:consent|accept|agree|agreeing)\b.{0,80}\bcookies?\b
    \bby continuing to (?:use|browse)\b
    \bprivacy policy\b.{0,40}\bterms of (?:service|use)\b
    \b(?:ми|сайт|мы)\b.{0,40}\b(?:використову|использу)\w+.{0,40}(?:cookie|куки|кукі)
    (?:cookie|куки|кукі)\w*\b.{0,80}(?:погодж|згод|соглас|прийма|приним)
    \b(?:wir|diese (?:web)?seite|diese website)\b.{0,60}\bcookies\b
    \bcookies\b.{0,80}\b(?:einverstanden|zustimm\w+|akzeptier\w+|einwillig\w+|verwend\w+|nutzung)\b
    \b(?:nous|ce site|notre site)\b.{0,60}\bcookies\b
    \bcookies\b.{0,80}\b(?:acceptez|accepter|consentement|navigation)\b
    \b(?:utilizamos|usamos|este sitio|esta web)\b.{0,60}\bcookies\b
    \bcookies\b.{0,80}\b(?:aceptas?|consentimiento|navegación|navegando)\b
    """
)
RIGHTS = any_of(
    r"""
    ^(?:copyright|\(c\)|©|ⓒ)\s*(?:\W|\d)
    ^(?:copyright|\(c\))\s+(?:by\s+)?[^\W\d_]+\s+(?:19|20)\d\d
    ©\s*(?:19|20)\d\d|(?:19|20)\d\d\s*©|^©\s*[^\d]{2,60}(?:19|20)\d\d\W*$
    \ball rights reserved\b|\bправа (?:захищен|защищен)|\balle rechte vorbehalten\b|\btous droits réservés\b
    \btodos los derechos reservados\b|\btutti i diritti riservati\b|\btodos os direitos reservados\b
    \bwszelkie prawa zastrzeżone\b|\balle rechten voorbehouden\b
    ^(?:powered by|theme by|proudly powered by)\s[^.!?]{0,60}$
    \bmay not be (?:published|reproduced|redistributed|republished)\b|\breproduction (?:is )?prohibited\b
    \b(?:при|у разі) (?:використанн|цитуванн|передрук)\w+.{0,60}(?:посилання|гіперпосилання)
    \bпри (?:использовании|цитировании|перепечатке).{0,60}(?:ссылка|гиперссылка)
    \breproduction (?:totale|interdite)\b|\bprohibida (?:su|la) reproducción\b
    \bvervielfältigung\b.{0,40}\bgenehmigung\b
    """
)
READ_TIME = any_of(
    r"""
    (?:reading time|read time|estimated reading time\
    |est\. reading time)?\W*\d+\s*[-–]?\s*\d*\s*min(?:ute)?s?\.?[\s-]*(?:read|reading)?
    (?:less than (?:a|one) minute(?: read)?|reading time|one minute read)
    (?:час (?:на )?читання|час прочитання|читати|время (?:на )?чтения|время прочтения|читать).{0,6}\d+\W*(?:хв|мин)\w*
    (?:lesezeit|lesedauer|temps de lecture|lecture|tiempo de lectura|lectura).{0,14}\d+\W*min\w*(?: de lectur[ae])?
    \d+\s*(?:хв|мин|min|minuten|minutes|minutos)\w*\.?\s*(?:читання|на читання|чтения|на чтение|lesezeit|de lecture\
    |de lectura)
    """,
    before=r"^\W*",
    after=r"\W*$",
)
STAMP = any_of(
    r"""
    (?:publiée?|mise? à jour|modifiée?|published|updated|posted|veröffentlicht|aktualisiert|publicad[oa]|actualizad[oa]\
    |опубліковано|оновлено|опубликовано|обновлено)\W+(?:today|aujourd['’]hui|heute|hoy|сьогодні|сегодня|hier|yesterday\
    |gestern|ayer|вчора|вчера)\b(?:\W+(?:(?:at|à|um|a las|о|в|mis à jour|updated|aktualisiert|оновлено|обновлено)\W+\
    |\d\d?[:.h]\d\d\W*(?:uhr|h)?\s*)+)?
    (?:\w+\s+)?(?:\[\w+\][\s:,]*){2,}
    (?:[01]?\d|2[0-3])[:.h][0-5]\d(?:[:.][0-5]\d)?\s*(?:[ap]\.?m\.?|uhr|h|год|gmt|utc|e[sd]?t|msk)?
    (?:about |updated |posted |published )?(?:an?|one|\d+)\s*(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?\
    |weeks?) ago
    (?:about |updated |posted |published )?(?:an?|one|\d+)\s*(?:months?|years?) ago
    \d+\s?[smhdw] ago|\d+ ?(?:mins?|hrs?)
    (?:just now|yesterday|today|updated)(?:,? (?:at )?\d\d?[:.]\d\d(?: ?[ap]m)?)?
    (?:\d+\s*)?(?:секунд|хвилин|годин|день|дні|днів|тижд|тижн|місяц|минут|час|дня|дней|недел|месяц)\w*\s+(?:тому|назад)
    (?:щойно|вчора|сьогодні|только что|вчера|сегодня)(?:,?\s+(?:о|в|у)?\s*\d\d?[:.]\d\d)?
    vor\s+(?:\d+|einer|einem)\s+(?:sekunde|minute|stunde|tag|woche|monat|jahr|min|std)\w*
    (?:gestern|heute)(?:,?\s+(?:um\s+)?\d\d?[:.]\d\d(?: uhr)?)?
    il y a\s+(?:\d+|une?)\s+\w+|(?:hier|aujourd['’]hui)(?:\s+à\s+\d\d?[h:]\d\d)?
    hace\s+(?:\d+|una?)\s+\w+|(?:ayer|hoy)
    (?:updated|оновлено|обновлено|aktualisiert|mis à jour|actualizado)\s*:?
    """,
    before=r"^\W*",
    after=r"\W*$",
)
COUNTER = any_of(
    r"""
    [\d.,]+\s*[km]?\s*(?:comments?|shares?|likes?|views?|reads?|votes?|followers?|replies|responses?|subscribers?\
    |claps?)
    [\d.,]+\s*(?:коментар\w*|комментари\w*|перегляд\w*|просмотр\w*|поширен\w*|лайк\w*)
    [\d.,]+\s*(?:kommentare?|aufrufe|mal geteilt|commentaires?|vues?|partages?|comentarios?|visitas|vistas|reacties\
    |commenti)
    (?:views?|shares?|likes?|hits|переглядів|перегляди|просмотров|просмотры|aufrufe|vues|visitas)\s*:?\s*[\d.,]+k?
    (?:page|seite|сторінка|страница|página)\s+\d+(?:\s*(?:of|/|von|з|из|sur|de)\s*\d+)?
    [\d.,\s/%|-]*
    """,
    before=r"^\W*",
    after=r"\W*$",
)
_CREDIT_WORDS = (
    r"photo(?:s|graph(?:er|y)?)?|photo credits?|photo by|picture(?: credit)?|images?(?: credit| source| copyright)?"
    r"|credits?|fotos?|fotograf(?:ía|ie)?|fotoquelle|bild(?:quelle|nachweis|er)?|crédits?(?: photo)?|crédit image\
    |créditos?"
    r"|imagen|imágenes|illustration|abbildung|graphic|grafik|фото|світлина|зображення|ілюстрація|снимок|изображение"
    r"|иллюстрация|відео|видео|колаж|коллаж|скріншот|скриншот|screenshot|file photo|archive photo|zdjęcie|fot\."
    r"|foto di|immagine|źródło"
)
_AGENCIES = r"afp|reuters|epa|shutterstock|getty|imago|ap(?: photo)?|dpa|tass|upi|unsplash|pexels|pixabay|flickr"
CREDIT_LINE = any_of(
    rf"""
    ^\W*(?:{_CREDIT_WORDS})\s*(?:by|courtesy|von|par|por|из|з|від|от)?\s*[:/|©]\s*\S.{{0,140}}$
    ^\W*(?:{_CREDIT_WORDS})\s+(?:by|courtesy(?: of)?|par|por|von)\s+\S.{{0,80}}$
    ^\W*(?:©|\(c\))\s*\D.{{0,80}}$
    ^[^.!?]{{0,200}}\bgetty images\b.{{0,60}}$
    ^[^.!?]{{0,160}}\b(?:{_AGENCIES})\s*/\s*\S.{{0,60}}$
    ^[^.!?]{{0,160}}/\s*(?:{_AGENCIES})\b.{{0,20}}$
    """
)
CREDIT_TAIL = re.compile(
    rf"(?:\b(?:{_CREDIT_WORDS})\s*[:/©]\s*[^.!?:]{{2,70}}|©\s*[^.!?:]{{2,60}}|/\s*(?:{_AGENCIES}))\W*$", re.IGNORECASE
)
# Names joined by slashes, or an agency behind a bar, after the sentence of a caption.
CREDIT_AFTER_SENTENCE = re.compile(
    r"[.!?…][\"”»]?\s+(?:(?:[^\W\d_a-z][\w.'’-]*[ ]?){1,4}(?:/[ ]?(?:[^\W\d_a-z][\w.'’-]*[ ]?){1,4})+"
    r"|\|\s[^.!?|]{2,40})$"
)
BRACKET_TAIL = re.compile(r"(?<=[.!?…\"'”’»])\s*[(\[]\s*([^()\[\]]{2,90}?)\s*[)\]]\s*\.?$")
# How newspapers sign an agency's report that they edited: (jk/dpa). A credit names someone, or an agency in capitals.
BRACKET_SIGNATURE = re.compile(r"(?:(?:mit|with|avec|con)\s)?[a-zà-ÿ]{2,5}(?:\s?[/,]\s?[a-zà-ÿ]{2,5}){0,3}$")
BRACKET_CREDIT = re.compile(
    rf"\b(?:{_CREDIT_WORDS}|{_AGENCIES}|via|press service|handout|archive|telegram|twitter|facebook|instagram|youtube"
    r"|wikimedia|office|press|ministry|agency|staff|service|архів|архив|прес-?служба|пресс-?служба|agentur|archiv)\b\
    |/|©",
    re.IGNORECASE,
)
AUTOMATED = any_of(
    r"""
    (?:this|the) (?:audio|article|text|story|translation|video|summary|page|content|post) (?:is|was\
    |has been) (?:\w+ )?(?:created|generated|translated|produced|made|narrated|written|voiced|read\
    |summari[sz]ed)\b.{0,30}\b(?:ai|by (?:a )?(?:machine|computer|voice)|automatic\w*|assistance\
    |artificial intelligence|text-to-speech)\b
    listen to (?:this|the) (?:article|story|post|audio)|audio (?:by|version|read)|ai[- ]generated\
    |automatically (?:translated|generated)
    (?:цей|це|этот|это|ця|эта|аудіо|аудио) ?(?:аудіо|аудио|текст|стат[тья]\w*|переклад|перевод\
    |озвуч\w*)?.{0,40}\b(?:ші|ии|штучн\w+|искусственн\w+|автоматичн\w+|автоматическ\w+)\b
    (?:dieser (?:text|artikel|beitrag)|diese (?:audio|übersetzung|zusammenfassung)).{0,40}\b(?:ki|künstlich\w+\
    |automatisch|maschinell)\b
    (?:cet (?:article|audio)|ce (?:texte|contenu)).{0,40}\b(?:ia|intelligence artificielle|automatiquement)\b
    este (?:audio|artículo|texto|contenido).{0,40}\b(?:ia|inteligencia artificial|automáticamente)\b
    """,
    before=r"\W*",
)
FOLLOW = any_of(
    r"""
    follow (?:\S+ ){1,6}on (?:facebook|x|twitter|instagram|telegram|youtube|tiktok|linkedin|threads)\b
    (?:follow|find|join|like|add) (?:us|our|me|the \w+ team)\b.{0,60}\b(?:facebook|twitter|telegram|instagram\
    |whatsapp|viber|youtube|linkedin|x|tiktok|google|channel|social|threads|bluesky)\b
    ^\W*(?:follow|like) us\b
    (?:підпис\w+|підпиш\w+|читайте|слідкуйте|стежте|долучайтес\w*|приєднуйт\w+)\b.{0,60}\b(?:telegram|телеграм\w*\
    |facebook|фейсбук\w*|instagram|viber|вайбер\w*|youtube|ютуб\w*|twitter|google|канал\w*|соцмереж\w*|whatsapp)\b
    (?:подпис\w+|подпиш\w+|читайте|следите|присоединяйт\w+)\b.{0,60}\b(?:telegram|телеграм\w*|facebook|фейсбук\w*\
    |instagram|viber|вайбер\w*|youtube|ютуб\w*|twitter|google|дзен\w*|канал\w*|соцсет\w*|whatsapp|вконтакте)\b
    (?:folgen sie uns|folgt uns|folge uns|abonnieren sie|abonniere)\b.{0,60}\b(?:facebook|twitter|telegram|instagram\
    |whatsapp|youtube|x|kanal|google|tiktok)\b
    (?:suivez[- ]nous|retrouvez[- ](?:nous|toute|l['’]actualité)|rejoignez[- ]nous)\b.{0,60}\b(?:facebook|twitter\
    |telegram|instagram|whatsapp|youtube|google|x|chaîne|réseaux sociaux)\b
    (?:síguenos|sigue|puedes seguir|síguelo|únete|suscríbete)\b.{0,60}\b(?:facebook|twitter|telegram|instagram\
    |whatsapp|youtube|google|x|canal|redes)\b
    (?:download|get|install|try) (?:our|the|this) (?:free |mobile |\w+ )?app\b|\bavailable (?:on\
    |in) (?:the )?(?:app store|google play)\b
    (?:загрузите|скачайте|завантажте|скачуйте)\b.{0,30}\b(?:приложение|застосунок|додаток)\b
    """,
    before=r"\b",
)
PROMOTION = any_of(
    r"""
    (?:sign up|subscribe|register) (?:to|for|here|now|today|and|with)\b.{0,60}\b(?:newsletters?|our|updates?\
    |briefing|alerts?|e-?mails?|inbox|digest|podcast|channel)\b
    newsletter\b.{0,60}\b(?:inbox|every (?:day|week|morning|month)|sign up|subscribe|delivered)\b
    delivered (?:straight |directly )?to your (?:inbox|e-?mail)\b|(?:straight|direct) to your inbox\b|\bin your inbox\b
    (?:support|help fund|fund) (?:us|our (?:work|journalism|mission|newsroom|reporting|team|site)\
    |independent journalism|quality journalism)\b
    (?:become|be) (?:a|our) (?:member|patron|subscriber|supporter)\b.{0,60}(?:today|now|us|our|help|$)
    funded by (?:our )?(?:readers|listeners|viewers)\b|gift(?:ing)? a membership\b|buy (?:me|us) a coffee\b
    if you (?:like|liked|enjoy|enjoyed|value|appreciate)(?: reading)? (?:this|our|what you)\b.{0,80}\b(?:support\
    |subscribe|donat\w*|consider|share|sign|join)\b
    (?:listen to|subscribe to) (?:our|the|this) (?:\w+ )?podcast\b|our (?:new |latest )?podcast\b
    (?:for|to) subscribers only\b|(?:article|story|content) is (?:only )?(?:for|available to) (?:subscribers|members)\b
    il vous reste [\d.,]+\s?% de cet article\b|you have \d+ free (?:articles?|stories)\b
    (?:exklusiv|nur) für abonnenten\b|réservée? (?:à nos|aux) abonnés\b|exclusiv[oa] para suscriptores\b
    (?:лише|тільки) для (?:передплатників|підписників)\b|только для подписчиков\b
    (?:get|start|enjoy) (?:unlimited|full|digital) access\b|subscribers only\b|cancel any ?time\b
    (?:підпишіться|підписуйтесь|підписуйтеся|підпишись) (?:на|та|і|й|зараз)\b|підтримайте (?:нас|нашу|роботу\
    |редакцію|незалежн)
    стан(?:ьте|ь) (?:частиною|учасни|патрон|підписни|спонсор)\w*|долучайтес[ья] до (?:нас|спільноти|нашо)
    (?:подпишитесь|подписывайтесь|подпишись) (?:на|и|сейчас)\b|поддержите (?:нас|нашу|работу|редакцию|независим)
    (?:abonnieren sie|jetzt abonnieren|abonniere)\b|melden sie sich\b.{0,40}\bnewsletter\b
    newsletter\b.{0,60}\b(?:anmeld\w*|abonnier\w*|bestell\w*|postfach|kostenlos\w*)|unterstützen sie (?:uns|unsere\
    |unabhängig)
    jetzt (?:spenden|abo|testen)\b
    (?:abonnez-vous|inscrivez-vous) (?:à|pour|dès|gratuitement)\b|soutenez (?:nous|notre|une presse|un journalisme)
    newsletter\b.{0,60}\b(?:inscri\w*|abonn\w*)|recevez\b.{0,60}\b(?:newsletter|boîte|e-?mail)\b
    (?:suscríbete|suscríbase|suscribirte) (?:a|al|para|gratis|ahora)\b|apoya (?:nuestro|el) periodismo\b
    (?:recibe|recibir)\b.{0,60}\b(?:newsletter|boletín|correo|bandeja)\b|hazte (?:socio|socia|suscriptor)\w*
    """,
    before=r"\b",
)
IS_SOMEONE = re.compile(
    r"\s*(?:,|[–—-])|\s+(?:is|was|ist|est|es|è|jest)\b|\s+(?=журнал|автор|корр)"
    r"|\s+(?P<work>(?:covers|writes|reports|berichtet|schreibt|escribe|couvre)\b)"
)
SOURCE = re.compile(
    r"^\W*(?:sources?|quellen?|джерел[оа]|источники?|fuentes?|źródło|fonte)\s*:\s*\S.{0,80}[^.!?]$", re.IGNORECASE
)
TAGS = any_of(
    r"""
    (?:tags?|topics?|categor(?:y|ies)|filed under|posted in|keywords|labels?)\s*[:|]\s*\S.{0,200}$
    (?:теги|мітки|метки|тема|теми|темы|рубрик[аи]|категорі[яї]|категори[яи])\s*[:|]\s*\S.{0,200}$
    (?:schlagw[oö]rter|schlagworte|stichw[oö]rter|themen|kategorien?)\s*[:|]\s*\S.{0,200}$
    (?:mots[- ]clés|thèmes?|étiquettes|catégories?|etiquetas|temas|categorías?)\s*[:|]\s*\S.{0,200}$
    (?:#\w+[\s,]*){2,}$
    """,
    before=r"^[^\w#]*",
)
FEED_ENTRY = re.compile(r"(?:[01]?\d|2[0-3])[:.h][0-5]\d\s+[^\W\d_]?\S+\s+\S")
BREADCRUMB = re.compile(r"^\S[^.!?]{0,60}?(?:\s*[>›»→/|·•]\s*[^.!?>›»→/|·•]{1,60}){2,}$")
SENTENCE_START = re.compile(r"(?<=[.!?…])[\"'”’»)]*\s+(?=[\"“«„(]?[^\W\d_])")
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“”\"]*[“”\"]|‘[^’]*’(?=\W|$)")

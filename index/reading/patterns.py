"""Evidence that one line gives against itself, wherever it stands: forms, cookie notices, appeals, credits, shares.

Each pattern names a habit of web pages, not of a site. Speech between quotation marks is taken out before a line is
judged as the page's own voice, since people in the news also ask for support.
"""

from __future__ import annotations

import re

from index.reading.vocabulary import BUTTONS, CLOSING_PARTS, COMMENTS, OTHER_STORIES, normal


def _pattern(*parts: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{part})" for part in parts), flags)


_LEADS_ON = r"\s*(?:[|:»›>→]|\s[–—-](?=\s))\s*\S"
_READ_ALSO = _pattern(
    r"^\W*(?:also read|read also|read more|read next|see also|also see|read|related(?: (?:news|story|article|reading"
    r"|coverage|stories|articles))?|recommended|don['’]t miss|must read|more on this|watch|watch also|you may also like"
    r"|further reading|explore more|find out more|learn more|more)" + _LEADS_ON,
    r"^\W*(?:читайте також|читати також|дивіться також|за темою|по темі|більше на тему|читайте ще|також читайте"
    r"|читайте|дивіться)(?:" + _LEADS_ON + r"|\s+[«\"“])",
    r"^\W*(?:читайте также|читать также|смотрите также|также читайте|по теме|читайте ещ[её]|еще по теме|подробнее"
    r"|материалы по теме|читайте|смотрите)(?:" + _LEADS_ON + r"|\s+[«\"“])",
    r"^\W*(?:lesen sie auch|lesen sie mehr|lesen sie hier|lies auch|mehr zum thema|auch interessant|siehe auch"
    r"|lesetipp|mehr dazu|das könnte (?:sie|dich) auch interessieren|zum thema|mehr)" + _LEADS_ON,
    r"^\W*(?:[àa] lire aussi|lire aussi|[àa] lire également|[àa] lire|voir aussi|[àa] voir aussi|sur le même sujet"
    r"|lire)" + _LEADS_ON,
    r"^\W*(?:lee también|lea también|leer también|lea además|lee más|leer más|te puede interesar|también puede leer"
    r"|ver también|vea también|te recomendamos|le puede interesar|más información)" + _LEADS_ON,
    r"^\W*(?:leggi anche|leia também|leia mais|czytaj także|czytaj też|zobacz też|zobacz także|lees ook)" + _LEADS_ON,
)
# In capitals the same words need no mark after them.
_READ_ALSO_CAPITALS = _pattern(
    r"^\W*(?:ALSO READ|READ ALSO|READ MORE|SEE ALSO|ЧИТАЙТЕ ТАКОЖ|ЧИТАЙТЕ ТАКЖЕ|ЧИТАЙТЕ ЩЕ|LESEN SIE AUCH|À LIRE AUSSI"
    r"|LIRE AUSSI|LEA TAMBIÉN|LEE TAMBIÉN|LEGGI ANCHE|CZYTAJ TAKŻE|CZYTAJ TEŻ|LEIA TAMBÉM)\b[\s|:»–—-]*\S",
    flags=0,
)
_FORM = _pattern(
    r"^\*?\s*(?:indicates required|required(?: fields?)?|required fields are marked)\b",
    r"\brequired fields are marked\b|\bindicates (?:a )?required\b",
    r"\b(?:enter|type|confirm) (?:your|a|correct|valid|an)\b.{0,20}\b(?:e-?mail|name|password|address|comment)\b",
    r"\byour e-?mail address will not be published\b|\bthis iframe\b|\bplease enable javascript\b|\benable javascript\b",
    r"\b(?:thank you|thanks) for (?:signing up|subscribing|registering|your (?:subscription|registration|comment))\b",
    r"\bsuc{1,2}es{1,2}ful{1,2}y (?:subscribed|signed up|registered|sent)\b|\bconfirmation e-?mail\b",
    r"^(?:your )?(?:e-?mail(?: address)?|first name|last name|full name|name|password|username|phone(?: number)?|zip code"
    r"|website|company|country|message)\s*[*:]\s*$",
    r"\bforgot(?:ten)? (?:your )?password\b|\bremember me\b|\balready (?:a member|have an account|a subscriber|registered)\b",
    r"\bsave my name, e-?mail\b|\bprotected by recaptcha\b|\bi(?:'m| am) not a robot\b",
    r"\bвведіть (?:свою?|ваш\w*|коректн\w*)?.{0,20}(?:e-?mail|пошт|ім'я|адрес)|\bобов'язкові поля\b",
    r"\b(?:дякуємо|спасибі) за (?:підписку|реєстрацію)\b|\be-?mail не (?:буде )?(?:оприлюдн|опублік)",
    r"\bвведите (?:сво[йюе]|ваш\w*|корректн\w*)?.{0,20}(?:e-?mail|почт|имя|адрес)|\bобязательные поля\b",
    r"\bспасибо за (?:подписку|регистрацию)\b|\bваш (?:адрес )?e-?mail не будет опубликован\b|\bзабыли пароль\b",
    r"\bdeine? e-?mail-adresse wird nicht veröffentlicht\b|\berforderliche felder\b|\bpflichtfelder\b|\bpasswort vergessen\b",
    r"\b(?:geben sie|gib) (?:ihre|deine|bitte).{0,20}e-?mail|\bvielen dank für (?:ihre|deine) anmeldung\b",
    r"\b(?:votre adresse|l'adresse) (?:e-?mail|de messagerie) ne sera pas publiée\b|\bchamps obligatoires\b"
    r"|\bmot de passe oublié\b|\b(?:saisissez|entrez) votre.{0,12}(?:e-?mail|adresse|nom)",
    r"\b(?:tu|su) dirección de correo electrónico no será publicada\b|\bcampos obligatorios\b|\bolvidaste tu contraseña\b"
    r"|\b(?:introduce|ingresa|escribe) tu.{0,20}(?:correo|e-?mail|nombre)|\bgracias por (?:suscribirte|registrarte)\b",
)
_COOKIES = _pattern(
    r"\b(?:we|this (?:web)?site|our (?:web)?site|our partners)\b.{0,80}\bcookies\b",
    r"\bcookies?\b.{0,120}\b(?:consent|accept|agree|preferences|settings|experience|browser|policy)\b",
    r"\b(?:consent|accept|agree|agreeing)\b.{0,80}\bcookies?\b|\bby continuing to (?:use|browse)\b",
    r"\b(?:privacy policy|terms of service) apply\b",
    r"\b(?:ми|сайт|мы)\b.{0,40}\b(?:використову|использу)\w+.{0,40}(?:cookie|файли? куки|файлы? куки|кукі|куки)",
    r"\b(?:cookie|куки|кукі)\w*\b.{0,80}(?:погодж|згод|соглас|прийма|приним)",
    r"\b(?:wir|diese (?:web)?seite|diese website)\b.{0,60}\bcookies\b|\bcookies\b.{0,80}\b(?:einverstanden|zustimm\w+"
    r"|akzeptier\w+|einwillig\w+|verwend\w+|nutzung)\b",
    r"\b(?:nous|ce site|notre site)\b.{0,60}\bcookies\b|\bcookies\b.{0,80}\b(?:acceptez|accepter|consentement|navigation)\b",
    r"\b(?:utilizamos|usamos|este sitio|esta web)\b.{0,60}\bcookies\b|\bcookies\b.{0,80}\b(?:aceptas?|consentimiento"
    r"|navegación|navegando)\b",
)
_RIGHTS = _pattern(
    r"^(?:copyright|\(c\)|©|ⓒ)\s*(?:\W|\d|[a-zа-яё])|\ball rights reserved\b|©\s*(?:19|20)\d\d",
    r"\b(?:усі|всі) права захищен|\bвсе права защищен|\balle rechte vorbehalten\b|\btous droits réservés\b",
    r"\btodos los derechos reservados\b|\btutti i diritti riservati\b|\btodos os direitos reservados\b",
    r"\bwszelkie prawa zastrzeżone\b|\balle rechten voorbehouden\b|\b(?:powered by|theme by) \w|\bproudly powered\b",
    r"\bmay not be (?:published|reproduced|redistributed|republished)\b|\breproduction (?:is )?prohibited\b",
    r"\b(?:при|у разі) (?:використанн|цитуванн|передрук)\w+.{0,60}(?:посилання|гіперпосилання)",
    r"\bпри (?:использовании|цитировании|перепечатке).{0,60}(?:ссылка|гиперссылка)|\bперепечатка\b.{0,60}\bразреш",
    r"\breproduction (?:totale|interdite)\b|\bprohibida (?:su|la) reproducción\b|\bvervielfältigung\b.{0,40}\bgenehmigung\b",
)
_READ_TIME = _pattern(
    r"^\W*(?:reading time|read time|estimated reading time|est\. reading time)?\W*\d+\s*[-–]?\s*\d*\s*(?:min(?:ute)?s?\.?)"
    r"[\s-]*(?:read|reading|of reading)?\W*$",
    r"^\W*(?:less than (?:a|one) minute(?: read)?|reading time|one minute read)\b.{0,20}$",
    r"^\W*(?:час (?:на )?читання|час прочитання|читати|время (?:на )?чтения|время прочтения|читать|lesezeit|lesedauer|temps"
    r" de lecture|lecture|tiempo de lectura|lectura)\b.{0,6}\d+\W*(?:хв|мин|min)\w*\W*(?:de lectur[ae]|читання|чтения)?\W*$",
    r"^\W*\d+\s*(?:хв|мин|min|minuten|minutes|minutos)\.?\s*(?:читання|на читання|чтения|на чтение|lesezeit|de lecture"
    r"|de lectura|lektüre)\W*$",
)
_STAMP = _pattern(
    r"^\W*(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:[:.][0-5]\d)?\s*(?:[ap]\.?m\.?|uhr|h|год|gmt|utc|e[sd]?t|msk)?\W*$",
    r"^\W*(?:about |updated |posted |published )?(?:an?|one|\d+)\s*(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?"
    r"|weeks?|months?|years?|[smhdwy])\s+ago\W*$",
    r"^\W*\d+[smhdw](?: ago)?\W*$|^\W*(?:just now|yesterday|today|live now|updated)\W*$",
    r"^\W*(?:\d+\s*)?(?:секунд|хвилин|годин|день|дні|днів|тижд?|тижн|місяц|минут|час|дня|дней|недел|месяц)\w*\s+"
    r"(?:тому|назад)\W*$|^\W*(?:щойно|вчора|сьогодні|только что|вчера|сегодня)(?:,?\s+(?:о|в|у)?\s*\d\d?[:.]\d\d)?\W*$",
    r"^\W*vor\s+(?:\d+|einer|einem)\s+(?:sekunde|minute|stunde|tag|woche|monat|jahr)\w*\W*$|^\W*(?:gestern|heute)"
    r"(?:,?\s+(?:um\s+)?\d\d?[:.]\d\d(?: uhr)?)?\W*$",
    r"^\W*il y a\s+(?:\d+|une?)\s+\w+\W*$|^\W*(?:hier|aujourd'hui)(?:\s+à\s+\d\d?[h:]\d\d)?\W*$",
    r"^\W*hace\s+(?:\d+|una?)\s+\w+\W*$|^\W*(?:ayer|hoy)\W*$",
    r"^\W*\(?\s*(?:updated|оновлено|обновлено|aktualisiert|mis à jour|actualizado)\s*:?\s*\)?\W*$",
)
_COUNTER = _pattern(
    r"^\W*[\d.,]+\s*[km]?\s*(?:comments?|shares?|likes?|views?|reads?|votes?|followers?|replies|responses?|subscribers?"
    r"|коментар\w*|комментари\w*|перегляд\w*|просмотр\w*|поширен\w*|лайк\w*|kommentare?|aufrufe|mal geteilt|commentaires?"
    r"|vues?|partages?|comentarios?|visitas|vistas|compartidos?|reacties|commenti)\W*$",
    r"^\W*(?:views?|shares?|likes?|hits|перегляди|просмотры|переглядів|просмотров|aufrufe|vues|visitas)\s*:?\s*[\d.,]+k?\W*$",
    r"^\W*[\d.,\s/%-]*\W*$",
    r"^\W*(?:page|seite|сторінка|страница|página)\s+\d+(?:\s*(?:of|/|von|з|из|sur|de)\s*\d+)?\W*$|^(?:\d+\s+)+(?:…|\.\.\.)?\s*\d*$",
)
_CREDIT_WORDS = (
    r"photo(?:s|graph(?:er|y)?)?|photo credits?|picture(?: credit)?|image(?:s)?(?: credit| source| copyright)?|credit"
    r"|credits?|foto(?:s|graf(?:ía|ie)?)?|fotoquelle|bild(?:quelle|nachweis)?|bilder|crédits?(?: photo)?|crédit image"
    r"|créditos?|imagen|imágenes|illustration|abbildung|video|graphic|grafik|фото|світлина|зображення|ілюстрація|снимок"
    r"|изображение|иллюстрация|відео|видео|колаж|коллаж|скріншот|скриншот|screenshot|file photo|archive photo"
    r"|фотограф|фотографія|zdjęcie|fot\.|foto di|immagine"
)
_CREDIT_LINE = _pattern(
    rf"^\W*(?:{_CREDIT_WORDS})\s*(?:by|courtesy|von|par|por|из|з|від|от)?\s*[:/|©]\s*\S.{{0,120}}$",
    rf"^\W*(?:{_CREDIT_WORDS})\s+(?:by|courtesy(?: of)?|de|par|por|von)\s+\S.{{0,80}}$",
    r"^\W*(?:©|\(c\))\s*\D.{0,80}$",
    r"^.{0,200}\bgetty images\b.{0,60}$|^.{0,160}\b(?:afp|reuters|epa|shutterstock|imago|ap photo|dpa)\s*/\s*\S.{0,60}$",
    r"^.{0,60}/\s*(?:afp|reuters|epa|shutterstock|getty|imago|ap|dpa|tass|unsplash|pexels|pixabay|flickr)\b.{0,20}$",
)
_CREDIT_TAIL = re.compile(
    rf"(?:\b(?:{_CREDIT_WORDS})\s*[:/©]\s*[^.!?:]{{2,70}}|©\s*[^.!?:]{{2,60}}|/\s*(?:AFP|Reuters|EPA|AP|Getty|dpa|UPI|TASS))"
    r"\W*$",
    re.IGNORECASE,
)
_BRACKET_TAIL = re.compile(r"[.!?…\"'”’»]\s*[(\[]\s*([^()\[\]]{2,90}?)\s*[)\]]\s*$")
_BRACKET_CREDIT = _pattern(
    rf"\b(?:{_CREDIT_WORDS}|getty|afp|reuters|via|shutterstock|press service|handout|archive|telegram|twitter|facebook"
    r"|instagram|youtube|flickr|wikimedia|unsplash|pixabay)\b|/|©|\bAP\b",
    r"\b(?:office|press|ministry|agency|staff|service|архів|архив|пресслужба|прес-служба|пресс-служба|agentur|archiv)\b",
)
_AUTOMATED = _pattern(
    r"^\W*(?:this|the) (?:audio|article|text|story|translation|video|summary|page|content|post) (?:is|was|has been)"
    r" (?:\w+ )?(?:created|generated|translated|produced|made|narrated|written|voiced|read|summari[sz]ed)\b.{0,30}\b(?:ai|by"
    r" (?:a )?(?:machine|computer|voice)|automatic\w*|assistance|artificial intelligence|text-to-speech)\b",
    r"^\W*(?:listen to (?:this|the) (?:article|story|post|audio)|audio (?:by|version|read)|ai[- ]generated|automatically"
    r" (?:translated|generated))\b",
    r"^\W*(?:цей|це|этот|это|ця|эта) (?:аудіо|аудио|текст|стат[тья]\w*|переклад|перевод|озвуч\w*).{0,40}\b(?:ші|ии|ai|штучн\w+"
    r"|искусственн\w+|автоматичн\w+|автоматическ\w+)\b",
    r"^\W*(?:dieser (?:text|artikel|beitrag)|diese (?:audio|übersetzung|zusammenfassung)).{0,40}\b(?:ki|künstlich\w+|automatisch"
    r"|maschinell)\b|^\W*(?:cet (?:article|audio)|ce (?:texte|contenu)).{0,40}\b(?:ia|intelligence artificielle|automatiquement)\b",
    r"^\W*(?:este (?:audio|artículo|texto|contenido)).{0,40}\b(?:ia|inteligencia artificial|automáticamente)\b",
)
_FOLLOW = _pattern(
    r"\b(?:follow|find|join|like|add) (?:us|our|me|the \w+ team)\b.{0,60}\b(?:facebook|twitter|telegram|instagram|whatsapp|viber"
    r"|youtube|linkedin|x|tiktok|google|channel|social|threads|bluesky)\b|^\W*(?:follow|like) us\b",
    r"\b(?:підпис\w+|підпиш\w+|читайте|слідкуйте|стежте|долучайтес\w*|приєднуйт\w+)\b.{0,60}\b(?:telegram|телеграм\w*|facebook"
    r"|фейсбук\w*|instagram|viber|вайбер\w*|youtube|ютуб\w*|twitter|google|канал\w*|соцмереж\w*|whatsapp)\b",
    r"\b(?:подпис\w+|подпиш\w+|читайте|следите|присоединяйт\w+)\b.{0,60}\b(?:telegram|телеграм\w*|facebook|фейсбук\w*|instagram"
    r"|viber|вайбер\w*|youtube|ютуб\w*|twitter|google|дзен\w*|канал\w*|соцсет\w*|whatsapp|вконтакте)\b",
    r"\b(?:folgen sie|folgt|folge|abonnieren sie|abonniere)\b.{0,60}\b(?:facebook|twitter|telegram|instagram|whatsapp|youtube|x"
    r"|kanal|google|tiktok)\b",
    r"\b(?:suivez|retrouvez|rejoignez)(?:[- ]nous)?\b.{0,60}\b(?:facebook|twitter|telegram|instagram|whatsapp|youtube|google|x"
    r"|chaîne|réseaux sociaux)\b",
    r"\b(?:síguenos|siga|sigue|sígue\w*|únete|suscríbete)\b.{0,60}\b(?:facebook|twitter|telegram|instagram|whatsapp|youtube|google|x"
    r"|canal|redes)\b",
    r"\b(?:download|get|install|try) (?:our|the|this) (?:free |mobile |\w+ )?app\b|\bavailable (?:on|in) (?:the )?(?:app store|google play)\b",
    r"\b(?:загрузите|скачайте|завантажте|скачуйте)\b.{0,30}\b(?:приложение|застосунок|додаток)\b",
)
_PROMOTION = _pattern(
    r"\b(?:sign up|subscribe|register)\b.{0,40}\b(?:newsletters?|our|updates?|briefing|free|alerts?|e-?mails?|inbox|digest|today"
    r"|here|now)\b",
    r"\b(?:newsletter|briefing|digest)\b.{0,60}\b(?:inbox|every (?:day|week|morning|month)|sign up|subscribe|delivered|weekly"
    r"|daily|free)\b",
    r"\bdelivered (?:straight |directly )?to your (?:inbox|e-?mail|door)\b|\bstraight to your inbox\b|\bin your inbox\b",
    r"\b(?:support|help fund|fund) (?:us|our (?:work|journalism|mission|newsroom|reporting|team|site)|independent journalism"
    r"|quality journalism)\b|\bbecome (?:a|our) (?:member|patron|subscriber|supporter)\b|\bmake a (?:donation|contribution)\b",
    r"\bfunded by (?:our )?(?:readers|listeners|viewers)\b|\bgift(?:ing)? a membership\b|\bbuy (?:me|us) a coffee\b",
    r"\bif you (?:like|enjoy|value|appreciate)(?:d)? (?:this|our|what you)\b.{0,80}\b(?:support|subscribe|donat|consider|share"
    r"|sign|join)\w*",
    r"\b(?:listen to|subscribe to) (?:our|the|this) (?:\w+ )?podcast\b|\bapple podcasts\b|\bour (?:new |latest )?podcast\b",
    r"\bread (?:it|the (?:full|original|rest)|more|the whole)\b.{0,40}\b(?:here|on|at)\b\W*$",
    r"\b(?:get|start) (?:unlimited|full|digital) access\b|\bsubscribers only\b|\bfree trial\b|\bcancel any ?time\b",
    r"\b(?:підпишіться|підписуйтесь|підписуйтеся|підпишись)\b|\bпідтримайте (?:нас|нашу|роботу|редакцію|незалежн)",
    r"\bстаньте (?:частиною|учасник|патрон|підписник|спонсор)\w*|\bдолучайтес[ья] до (?:нас|спільноти|нашо)",
    r"\b(?:подпишитесь|подписывайтесь|подпишись)\b|\bподдержите (?:нас|нашу|работу|редакцию|независим)",
    r"\b(?:abonnieren sie|jetzt abonnieren|abonniere)\b|\bmelden sie sich\b.{0,40}\bnewsletter\b|\bnewsletter\b.{0,60}\b(?:anmeld"
    r"|abonnier|bestell|postfach|kostenlos)\w*|\bunterstützen sie (?:uns|unsere|unabhängig)|\bjetzt (?:spenden|abo)\b",
    r"\b(?:abonnez-vous|inscrivez-vous|s'inscrire à (?:la|notre) newsletter)\b|\bsoutenez (?:nous|notre|une presse|un journalisme)"
    r"|\bnewsletter\b.{0,60}\b(?:inscri|abonn|recev)\w*|\brecevez\b.{0,60}\b(?:newsletter|boîte|e-?mail|chaque)\b",
    r"\b(?:suscríbete|suscríbase|suscribirte)\b|\bapoya (?:nuestro|el) periodismo\b|\b(?:recibe|recibir)\b.{0,60}\b(?:newsletter"
    r"|boletín|correo|bandeja)\b|\bhazte (?:socio|socia|suscriptor)\w*",
)
_WE = re.compile(
    r"\b(?:we|we're|we've|our|us|ми|наш\w*|нас|нам|мы|wir|unser\w*|uns|nous|notre|nos|nuestr[oa]s?|nosotros)\b",
    re.IGNORECASE,
)
_ASKING = _pattern(
    r"\b(?:become|join|donate|contribut\w+|subscribe|sign up|gift(?:ing)?|consider|help us|chip in|support (?:us|our)|spread the"
    r" word|give (?:today|now)|fund our|pledge|renew)\b",
    r"\b(?:підтрим\w+|донат\w+|підпис\w+|долуч\w+|допоможіть|приєдн\w+|поддерж\w+|подпис\w+|присоедин\w+|помогите|пожертв\w+)\b",
    r"\b(?:unterstütz\w+|spenden?|abonnier\w+|helfen sie|werden sie|soutenez|soutenir|abonnez|faites un don|aidez-nous|apoya|apoye"
    r"|dona|suscrí\w+|ayúdanos|únete)\b",
)
_READERSHIP = _pattern(
    r"\b(?:readers?|members?|memberships?|subscribers?|subscriptions?|supporters?|patrons?|donations?|donors?|contributions?"
    r"|journalism|newsroom|newsletter|reporting|community|paywall|independent media|ad-free)\b",
    r"\b(?:читач\w*|учасник\w*|підписник\w*|підписк\w*|патрон\w*|донат\w*|журналістик\w*|редакц\w+|спільнот\w+|читател\w*"
    r"|подписчик\w*|подписк\w*|журналистик\w*|сообществ\w+|пожертвован\w+)\b",
    r"\b(?:leser\w*|mitglied\w*|abonnent\w*|abo|spende\w*|journalismus|redaktion|unterstützer\w*|lecteurs?|lectrices?|abonnés?"
    r"|dons?|journalisme|rédaction|lector(?:es|as)?|socios?|suscriptor\w*|donación\w*|donaciones|periodismo|redacción)\b",
)
_TAGS = _pattern(
    r"^\W*(?:tags?|topics?|categor(?:y|ies)|filed under|keywords|labels?|теги|мітки|метки|тема|теми|темы|рубрик[аи]|категорі[яї]"
    r"|категори[яи]|schlagw[oö]rter|schlagworte|stichw[oö]rter|themen|kategorien?|mots[- ]clés|thèmes?|étiquettes"
    r"|catégories?|etiquetas|temas|categorías?)\s*:\s*\S.{0,200}$",
    r"^(?:#\w+[\s,]*){2,}$",
)
_BREADCRUMB = re.compile(r"^\S[^.!?]{0,60}(?:\s*[>›»→/|·•]\s*[^.!?>›»|]{1,60}){2,}$")
_CREDIT_AGENCY = _pattern(
    r"^\W*(?:\(?(?:additional |with )?(?:reporting|writing|editing|compiled|edited|written|translated) by\b.{0,160})$",
    r"^\W*(?:source|sources|via|quelle|quellen|джерело|источник|fuente|fuentes)\s*:\s*.{1,80}$",
)
_TEASER_STATES = re.compile(
    r"^\W*(?:this (?:story|article) (?:is|has been) (?:developing|updated))\b.{0,80}$", re.IGNORECASE
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“”\"]*[“”\"]|‘[^’]*’(?=\W|$)")


def own_voice(text: str) -> str:
    """The text without what it quotes."""
    return _QUOTED.sub(" ", text)


def certain(text: str, words: int) -> str | None:
    """Why a line is page furniture whatever stands around it, or None."""
    if words == 0:
        return "no words"
    name = normal(text)
    if name in BUTTONS:
        return "button or link"
    if (_READ_ALSO.match(text) and words <= 40) or (_READ_ALSO_CAPITALS.match(text) and words <= 40):
        return "link to another story"
    if words <= 60 and _FORM.search(text.replace("’", "'")):
        return "form"
    if words <= 8 and (_READ_TIME.search(text)):
        return "read time"
    if words <= 8 and _STAMP.search(text):
        return "time stamp"
    if words <= 6 and _COUNTER.search(text):
        return "counter"
    if words <= 25 and _AUTOMATED.search(text):
        return "note on automated content"
    if words <= 30 and _TAGS.search(text):
        return "tags"
    if words <= 24 and _CREDIT_LINE.search(text):
        return "photo credit"
    return None


def section(text: str) -> str | None:
    """Which part of a page this line names: "stories", "comments", "closing" or None."""
    if len(text) > 60:
        return None
    name = normal(text)
    if name in OTHER_STORIES:
        return "stories"
    bare = " ".join(word for word in name.split() if not word.isdigit())
    if name in COMMENTS or bare in COMMENTS:
        return "comments"
    return "closing" if name in CLOSING_PARTS else None


def promotion(text: str, words: int) -> str | None:
    """Why the page speaks here for itself (cookies, rights, appeals, newsletters), or None."""
    voice = own_voice(text)
    if not voice.strip():
        return None
    if words <= 120 and _COOKIES.search(voice):
        return "cookie notice"
    if words <= 60 and _RIGHTS.search(voice):
        return "rights notice"
    asks, readership, ours = _ASKING.findall(voice), _READERSHIP.findall(voice), _WE.findall(voice)
    signals = len(asks) + len(readership) + min(len(ours), 3)
    if asks and readership and ours and signals >= max(4, words / 12):
        return "membership appeal"
    if readership and signals >= max(3, words / 5):
        return "membership appeal"
    if words <= 40 and _PROMOTION.search(voice):
        return "newsletter, podcast or membership promotion"
    if words <= 40 and _FOLLOW.search(voice):
        return "invitation to follow"
    return None


def caption(text: str, words: int) -> str | None:
    """Whether the line ends in a picture credit: "sure" when it says so, "maybe" for a bare bracket after a sentence."""
    if words > 70:
        return None
    if _CREDIT_TAIL.search(text):
        return "sure"
    bracket = _BRACKET_TAIL.search(text)
    if bracket is None or len(bracket.group(1).split()) > 9:
        return None
    return "sure" if _BRACKET_CREDIT.search(bracket.group(1)) else "maybe"


def is_breadcrumb(text: str, words: int) -> bool:
    """Whether the line is a path through the site, like Home > News > World."""
    return words <= 25 and _BREADCRUMB.match(text) is not None

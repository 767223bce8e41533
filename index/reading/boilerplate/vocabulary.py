"""The words by which pages of any site name their own parts, in the languages that Quotedesk reads best.

Only words that belong to the craft of web pages are here: none of a publisher, a person or a story. Phrases are
compared in the form that `index.text.normalise.as_label` gives.
"""

from __future__ import annotations


def _phrases(listed: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in listed.split("|") if phrase.strip())


# What stands above other stories: after the article's paragraphs nothing that follows is the article.
OTHER_STORIES = _phrases(
    """
    news feed | newsfeed | latest | latest news | latest stories | latest posts | latest articles | recent news
    | recent posts | more news | more stories | related | related articles | related stories | related posts |
    related topics | related coverage | you may also like | you might also like | most read | most popular |
    most viewed | popular | trending | trending now | top stories | editors' picks | editor's picks | must read
    | don't miss | read next | up next | what to read next | more on this story | more to explore | sponsored
    stories | sponsored content | keep reading | continue reading | featured | breaking news | live updates |
    spotlight | company news | previous post | next post | previous article | next article | post navigation |
    people are also reading
    |
    новини | останні новини | усі новини | всі новини | стрічка новин | головні новини | популярні новини |
    популярне | найпопулярніше | читайте також | читати також | дивіться також | схожі новини | схожі матеріали
    | схожі статті | пов'язані новини | пов'язані матеріали | новини за темою | матеріали за темою | за темою |
    по темі | інші новини | більше новин | більше за темою | рекомендуємо | рекомендовані | рекомендовані
    матеріали | вибір редакції | читайте ще | інші матеріали | топ новини | топ-новини | головне | актуальне |
    найчитаніше | останнє | нове | новини партнерів | вас може зацікавити | вам може сподобатися | також вас
    може зацікавити | не пропустіть | свіжі новини | сьогодні читають
    |
    новости | последние новости | все новости | лента новостей | главные новости | популярные новости |
    популярное | самое популярное | самое читаемое | читайте также | читать также | смотрите также | смотри
    также | похожие новости | похожие материалы | похожие статьи | похожие записи | материалы по теме | новости
    по теме | по теме | другие новости | другие материалы | другие материалы рубрики | еще новости | больше
    новостей | рекомендуем | рекомендуемые материалы | выбор редакции | топ новостей | главное | главное за день
    | актуальное | сейчас читают | новости партнеров | партнерские материалы | вам может понравиться | вас может
    заинтересовать | вам может быть интересно | не пропустите | свежие новости | еще по теме | читайте далее |
    интересное | последнее
    |
    nachrichten | aktuelle nachrichten | mehr nachrichten | weitere artikel | weitere beiträge | weitere themen
    | ähnliche artikel | ähnliche beiträge | ähnliche themen | verwandte artikel | verwandte beiträge |
    meistgelesen | meistgelesene artikel | meist gelesen | beliebt | neueste beiträge | aktuelle beiträge |
    aktuelles | mehr zum thema | auch interessant | das könnte sie auch interessieren | lesen sie auch | lesen
    sie mehr zum thema | empfehlungen | unsere empfehlungen | topthemen | schlagzeilen | siehe auch | vorheriger
    artikel | nächster artikel | vorheriger beitrag | nächster beitrag | beitragsnavigation | neuigkeiten
    |
    à lire aussi | a lire aussi | lire aussi | à lire également | à voir aussi | voir aussi | sur le même sujet
    | sur le même thème | dans la même rubrique | articles similaires | articles liés | articles recommandés |
    articles récents | nos derniers articles | derniers articles | dernières actualités | dernières nouvelles |
    dernières infos | les plus lus | les plus lues | les plus populaires | les plus récents | l'actualité | à la
    une | a la une | l'essentiel | en continu | le fil info | fil info | fil d'actualité | en ce moment | vous
    aimerez aussi | vous aimerez peut-être | vous pourriez aussi aimer | cela pourrait vous intéresser | cela
    peut vous intéresser | recommandé pour vous | à ne pas manquer | à découvrir | plus d'articles | plus
    d'actualités | autres articles | d'autres articles | contenus sponsorisés | la rédaction vous conseille |
    article précédent | article suivant | pour aller plus loin | nos recommandations | populaires
    |
    noticias | últimas noticias | ultimas noticias | lo último | más noticias | otras noticias | noticias
    relacionadas | artículos relacionados | contenido relacionado | temas relacionados | relacionados |
    relacionadas | relacionado | lo más leído | lo más visto | lo más popular | las más leídas | más leídas |
    más leído | más populares | destacados | destacadas | te puede interesar | te podría interesar | también te
    puede interesar | quizás te interese | le puede interesar | también te puede gustar | lee también | lea
    también | leer también | ver también | vea también | no te pierdas | recomendados | recomendadas |
    recomendado | te recomendamos | le recomendamos | entradas recientes | entradas relacionadas | más en | más
    información | más sobre | sigue leyendo | seguir leyendo | artículos recientes | titulares | en portada |
    noticias destacadas | artículo anterior | siguiente artículo | más artículos
    |
    leggi anche | articoli correlati | ultime notizie | altre notizie | potrebbe interessarti | i più letti |
    articoli recenti | leia também | leia mais | notícias relacionadas | últimas notícias | mais lidas | veja
    também | artigos relacionados | czytaj także | czytaj też | zobacz także | zobacz też | najnowsze |
    najpopularniejsze | powiązane artykuły | polecane | polecamy | lees ook | lees meer | gerelateerde artikelen
    | meest gelezen | laatste nieuws | meer nieuws
    """
)
# What stands above readers' comments and the form for them.
COMMENTS = _phrases(
    """
    comments | comment | leave a comment | leave a reply | add comment | join the conversation | view comments |
    no comments | коментарі | залишити коментар | залиште свій коментар | комментарии
    |
    kommentare | kommentar | kommentar schreiben | kommentar verfassen | kommentar hinterlassen | schreibe einen
    kommentar | schreiben sie einen kommentar | kommentieren | leserkommentare | diskutieren sie mit |
    hinterlasse einen kommentar | hinterlasse eine antwort | antworten abbrechen | ihr kommentar | dein
    kommentar | alle kommentare | kommentare anzeigen | keine kommentare | schreib einen kommentar | antwort
    hinterlassen
    |
    comentarios
    |
    commenti | lascia un commento | comentários | deixe um comentário | komentarze | dodaj komentarz | skomentuj
    | reageer | plaats een reactie
    """
)
# Other parts of a page, before or after the article.
CLOSING_PARTS = _phrases(
    """
    newsletter | newsletters | subscribe | subscribe to our newsletter | sign up for our newsletter | about us |
    about | contact | contact us | follow us | follow us on | connect with us | share | share this | share this
    article | tags | topics | categories | archives | archive | advertisement | sponsored | sections | quick
    links | useful links | legal | partners | search | meta | downloads | support us | donate | jobs | events |
    podcasts | podcast | video | videos | weather | sport | help | services | resources | social media | social
    | get in touch
    |
    контакти | поділитися | реклама | відео
    |
    контакты | подписка | поделиться | спецпроекты | архив
    |
    über den autor | über uns | kontakt | folgen sie uns | folge uns | teilen | artikel teilen | schlagwörter |
    schlagworte | themen | kategorien | kategorie | archiv | anzeige | werbung | newsletter abonnieren | autor |
    rubriken | impressum | service | suche | partner | termine | veranstaltungen | mehr informationen | weitere
    informationen | datenschutz | agb | rechtliches
    |
    suivez-nous | partager | partager cet article | thèmes | catégories | publicité | abonnement | s'abonner |
    mentions légales
    |
    sobre nosotros | contacto | síguenos | síguenos en | compartir | suscríbete | aviso legal
    |
    condividi | seguici | udostępnij | tagi
    |
    opiniones | diskussion
    """
)
# What can be pressed, and links that every page of a site has.
BUTTONS = _phrases(
    """
    skip to content | skip to main content | skip navigation | skip to navigation | edit post | menu | main menu
    | open menu | toggle navigation | navigation | close | search | search for | log in | login | log out |
    logout | sign in | sign out | sign up | my account | account | cart | subscribe today | become a member |
    join us | join now | support | home | back | back to top | scroll to top | top | next | previous | show more
    | view all | view more | read more | more | learn more | find out more | all | print | email | e-mail |
    submit | save | bookmark | like | reply | copy | copy link | link copied | tweet | pin | facebook | twitter
    | x | instagram | telegram | whatsapp | linkedin | youtube | pinterest | reddit | messenger | tiktok |
    threads | bluesky | mastodon | flipboard | tumblr | rss | rss feed | xing | share on facebook | follow |
    listen | play | pause | watch live | watch now | live | live tv | loading | please wait | accept | ok |
    cookie settings | privacy policy | cookie policy | terms of use | terms of service | terms and conditions |
    terms | privacy | cookies | cookie | sitemap | site map | accessibility | faq | faqs | careers | press |
    advertise | advertise with us | feedback | english | deutsch | français | español | українська | русский |
    italiano | polski | en | de | fr | es | uk | ru | yes | app store | google play | dark mode | ad |
    advertising | advertisement | sponsored | continue | continue reading | view profile | paypal | story
    continues below | view comments
    |
    меню | головна | пошук
    |
    войти | распечатать | закрыть | ссылка скопирована | редакция | вакансии
    |
    zum inhalt springen | zum inhalt | zum hauptinhalt springen | menü | hauptmenü | menü öffnen | menü
    schließen | startseite | suche | suchen | suchen nach | anmelden | abmelden | einloggen | registrieren |
    mein konto | abonnieren | abo | jetzt abonnieren | weiter | zurück | vor | vorherige | nach oben | mehr |
    mehr erfahren | weiterlesen | alle anzeigen | drucken | artikel drucken | senden | absenden | abbrechen |
    speichern | merken | artikel merken | merkliste | schließen | antworten | link kopieren | twittern | anhören
    | artikel anhören | akzeptieren | alle akzeptieren | zustimmen | einverstanden | einstellungen |
    cookie-einstellungen | datenschutzerklärung | nutzungsbedingungen | barrierefreiheit | mediadaten | karriere
    | hilfe | bild vergrößern | kontaktformular | mitmachen | spenden | jetzt spenden | e-paper | ja | nein |
    empfehlen | cookie-richtlinie | zur startseite | details | anzeigen | ausblenden
    |
    aller au contenu | aller au contenu principal | accueil | recherche | se connecter | mon compte | plus |
    voir plus | copier le lien | politique de confidentialité | conditions générales | partager sur facebook |
    partager sur twitter | newsletters | je m'abonne
    |
    ir al contenido | inicio | buscar | iniciar sesión | cerrar sesión | mi cuenta | más | cerrar | copiar
    enlace | política de privacidad | política de cookies | compartir en facebook | compartir en whatsapp |
    portada
    |
    accedi | registrati | zaloguj | szukaj | inloggen
    """
)

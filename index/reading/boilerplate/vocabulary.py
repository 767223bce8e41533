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
    news feed | newsfeed | latest | latest news | the latest | latest stories | latest posts | latest articles |
    latest headlines | recent news | recent posts | recent articles | recent stories | recent | more news | more
    stories | more articles | more posts | more headlines | related | related news | related articles | related
    stories | related posts | related content | related topics | related coverage | related links | related reading
    | related videos | recommended | recommended for you | recommended stories | recommended reading | recommended
    articles | recommended posts | you may also like | you might also like | you might also be interested in | you
    may also be interested in | you may be interested in | may interest you | most read | most popular | most viewed
    | most shared | most commented | popular | popular posts | popular news | popular articles | popular stories |
    popular now | trending | trending now | trending news | trending stories | top stories | top news | top
    headlines | top posts | editors' picks | editor's picks | editors' pick | editor's pick | editor's choice |
    editors' choice | our picks | must read | must reads | don't miss | read next | read more news | up next | what
    to read next | more on this story | more on this topic | more on this | more like this | more from us | more
    from this section | more from this author | more by this author | more in this section | more to explore | other
    news | other stories | other articles | in other news | also in the news | also in news | see also | read also |
    also read | around the web | from around the web | from the web | promoted stories | sponsored stories |
    sponsored content | paid content | similar articles | similar posts | similar news | similar stories | suggested
    reading | keep reading | continue reading | further reading | explore more | discover more | featured stories |
    featured posts | featured articles | featured | in case you missed it | breaking news | live updates | today's
    top stories | spotlight | company news | previous post | next post | previous article | next article | older
    posts | newer posts | more coverage | post navigation | share your thoughts | latest videos | watch more | top
    videos | popular videos | you might like | people are also reading
    |
    новини | останні новини | усі новини | всі новини | стрічка новин | головні новини | популярні новини |
    популярне | найпопулярніше | читайте також | читати також | дивіться також | схожі новини | схожі матеріали |
    схожі статті | пов'язані новини | пов'язані матеріали | новини за темою | матеріали за темою | за темою | по
    темі | інші новини | більше новин | більше за темою | рекомендуємо | рекомендовані | рекомендовані матеріали |
    вибір редакції | читайте ще | інші матеріали | топ новини | топ-новини | головне | актуальне | найчитаніше |
    останнє | нове | новини партнерів
    | вас може зацікавити | вам може сподобатися | також вас може зацікавити | не пропустіть | свіжі новини |
    сьогодні читають
    |
    новости | последние новости | все новости | лента новостей | главные новости | популярные новости | популярное |
    самое популярное | самое читаемое | читайте также | читать также | смотрите также | смотри также | похожие
    новости | похожие материалы | похожие статьи | похожие записи | материалы по теме | новости по теме | по теме |
    другие новости | другие материалы | другие материалы рубрики | еще новости | больше новостей | рекомендуем |
    рекомендуемые материалы | выбор редакции | топ
    новостей | главное | главное за день | актуальное | сейчас читают | новости партнеров | партнерские материалы |
    вам может понравиться | вас может заинтересовать | вам может быть интересно | не пропустите | свежие новости |
    еще по теме | читайте далее | интересное | последнее
    |
    nachrichten | aktuelle nachrichten | neueste nachrichten | neuste nachrichten | mehr nachrichten | weitere
    nachrichten | weitere artikel | weitere beiträge | weitere meldungen | weitere themen | weitere news | ähnliche
    artikel | ähnliche beiträge | ähnliche themen | verwandte artikel | verwandte beiträge | verwandte themen |
    meistgelesen | meistgelesene artikel | am meisten gelesen | meist gelesen | beliebt | beliebte artikel |
    beliebte beiträge | neueste beiträge | neueste artikel | aktuelle beiträge | letzte beiträge | aktuelles | mehr
    zum thema | zum thema | auch interessant | auch lesenswert | das könnte sie auch interessieren | das könnte dich
    auch interessieren | das könnte ihnen auch gefallen | das könnte dir auch gefallen | das könnte sie
    interessieren | lesen sie auch | lesen sie mehr zum thema | lesetipps | lesetipp | empfehlungen | empfehlungen
    der redaktion | redaktionsempfehlung | unsere empfehlungen | topthemen | top-themen | top-themen der redaktion |
    schlagzeilen | siehe auch | mehr aus | mehr zu | mehr von | mehr lesen | das könnte auch interessant sein |
    vorheriger artikel | nächster artikel | vorheriger beitrag | nächster beitrag | beitragsnavigation | neuigkeiten
    | noch mehr
    |
    à lire aussi | a lire aussi | lire aussi | à lire également | à voir aussi | voir aussi | sur le même sujet |
    sur le même thème | dans la même rubrique | articles similaires | articles liés | articles recommandés |
    articles récents | nos derniers articles | derniers articles | dernières actualités | dernières nouvelles |
    dernières infos | les plus lus | les plus lues | les plus populaires | les plus récents | l'actualité | à la une
    | a la une | l'essentiel | en continu | le fil info | fil info | fil d'actualité | en ce moment | vous aimerez
    aussi | vous aimerez peut-être | vous pourriez aussi aimer | cela pourrait vous intéresser | cela peut vous
    intéresser | recommandé pour vous | à ne pas manquer | à découvrir | plus d'articles | plus d'actualités |
    autres articles | d'autres articles | contenus sponsorisés | la rédaction vous conseille | article précédent |
    article suivant | pour aller plus loin | nos recommandations | populaires
    |
    noticias | últimas noticias | ultimas noticias | lo último | más noticias | otras noticias | noticias
    relacionadas | artículos relacionados | contenido relacionado | temas relacionados | relacionados | relacionadas
    | relacionado | lo más leído | lo más visto | lo más popular | las más leídas | más leídas | más leído | más
    populares | destacados | destacadas | te puede interesar | te podría interesar | también te puede interesar |
    quizás te interese | le puede interesar | también te puede gustar | lee también | lea también | leer también |
    ver también | vea también | no te pierdas | recomendados | recomendadas | recomendado | te recomendamos | le
    recomendamos | entradas recientes | entradas relacionadas | más en | más información | más sobre | sigue leyendo
    | seguir leyendo | artículos recientes | titulares | en portada | noticias destacadas | artículo anterior |
    siguiente artículo | más artículos
    |
    leggi anche | articoli correlati | ultime notizie | altre notizie | potrebbe interessarti | i più letti |
    articoli recenti | leia também | leia mais | notícias relacionadas | últimas notícias | mais lidas | veja também
    | artigos relacionados | czytaj także | czytaj też | zobacz także | zobacz też | najnowsze | najpopularniejsze |
    powiązane artykuły | polecane | polecamy | lees ook | lees meer | gerelateerde artikelen | meest gelezen |
    laatste nieuws | meer nieuws
    """
)
# What stands above readers' comments and the form for them.
COMMENTS = _phrases(
    """
    comments | comment | leave a comment | leave a reply | post a comment | add a comment | add comment | join the
    conversation | join the discussion | show comments | view comments | hide comments | reader comments | your
    comments | write a comment | no comments | no comments yet | be the first to comment | reader responses
    | submit a comment | sign in to comment | log in to comment | cancel reply | leave reply |
    коментарі | коментар | коментувати | залишити коментар | додати коментар | написати коментар |
    прокоментувати | залиште коментар | залиште свій коментар | комментарии | комментарий | оставить комментарий |
    добавить комментарий | написать комментарий
    | комментарии читателей | комментировать | отменить ответ
    |
    kommentare | kommentar | kommentar schreiben | kommentar verfassen | kommentar hinterlassen | schreibe einen
    kommentar | schreiben sie einen kommentar | kommentieren | leserkommentare | diskutieren sie mit |
    hinterlasse einen kommentar | hinterlasse eine antwort | antworten abbrechen | ihr kommentar | dein kommentar |
    alle kommentare | kommentare anzeigen | keine kommentare | schreib einen kommentar | antwort hinterlassen
    |
    commentaires | commentaire | laisser un commentaire | ajouter un commentaire | écrire un commentaire | vos
    commentaires | poster un commentaire | laissez un commentaire | annuler la
    réponse |
    comentarios | comentario | deja un comentario | dejar un comentario | deja una respuesta | escribe un comentario
    | comentar | añadir comentario | cancelar respuesta | dejar una respuesta
    |
    commenti | lascia un commento | comentários | deixe um comentário | komentarze | dodaj komentarz
    | skomentuj | reageer | plaats een reactie
    """
)
# Other parts of a page, before or after the article.
CLOSING_PARTS = _phrases(
    """
    newsletter | newsletters | our newsletter | subscribe | subscribe to our newsletter | sign up for our newsletter
    | about the author | about the authors | about author | author | authors | about us | about | contact | contact
    us | follow us | follow us on | stay connected | connect with us | share | share this | share this article |
    share this post | share this story | share on | share: | tags | tag | topics | topics in this article |
    categories | category | archives | archive | advertisement | sponsored | sections | quick links | useful links |
    company | legal | our team | partners | search | meta | notes to editors | download | downloads | support us |
    donate | jobs | events | podcasts | podcast | video | videos | photos | gallery | photo gallery | weather |
    sport | help | services | products | resources | social media | social | get in touch
    |
    про нас | про автора | автор | контакти | підписатися | підписка | поділитися | теги | мітки | рубрики | реклама
    | розсилка | слідкуйте за нами | читайте нас | ми в соцмережах | відео | фото | партнери | спецпроєкти | архів
    |
    о нас | об авторе | автор | контакты | подписаться | подписка | поделиться | теги | метки | рубрики | реклама |
    рассылка | мы в соцсетях | видео | фото | партнеры | спецпроекты | архив
    |
    über den autor | über die autorin | über uns | zum autor | zur autorin | kontakt | folgen sie uns | folge uns |
    teilen | artikel teilen | beitrag teilen | schlagwörter | schlagworte | stichworte | themen | kategorien |
    kategorie | archiv | anzeige | werbung | newsletter abonnieren | autor | autorin | rubriken | impressum |
    service | suche | partner | termine | veranstaltungen | mehr informationen | weitere informationen | datenschutz
    | agb | rechtliches
    |
    à propos | à propos de l'auteur | a propos | qui sommes-nous | contactez-nous | contact | suivez-nous |
    suivez-nous sur | partager | partager l'article | partager cet article | mots-clés | mots clés | étiquettes |
    thèmes | catégories | publicité | abonnez-vous | abonnement | s'abonner | rubriques | mentions légales | lettre
    d'information | nos newsletters | auteur
    |
    sobre el autor | sobre la autora | acerca de | sobre nosotros | quiénes somos | contacto | síguenos | síguenos
    en | compartir | comparte | etiquetas | temas | categorías | publicidad | suscríbete | suscribirse | boletín |
    autor | archivos | aviso legal
    |
    condividi | seguici | tag | compartilhe | siga-nos | udostępnij | tagi | deel | deel dit artikel | volg ons
    |
    discussion | conversation | responses | réactions | vos réactions | opiniones | обговорення | обсуждение | reactions
    | reacties | diskussion | what do you think | обсудить | réagir
    """
)
# What can be pressed, and links that every page of a site has.
BUTTONS = _phrases(
    """
    skip to content | skip to main content | skip to main | skip navigation | skip to navigation | skip to footer |
    edit post | edit | edit page | menu | main menu | open menu | close menu | toggle navigation | toggle menu |
    navigation | close | open | search | search for | log in | login | log out | logout | sign in | sign out | sign
    up | register | my account | account | cart | checkout | subscribe now | subscribe today | unsubscribe | become
    a member | gift membership | gift a membership | become a patron | join | join us | join now | donate now |
    support | home | homepage | back | back to top | back to home | go back | to top | scroll to top | top | next |
    previous | prev | next page | previous page | load more | show more | show less | see more | see all | view all
    | view more | read more | more | learn more | find out more | click here | tap here | here | all | print | print
    this | print article | email | e-mail | send | submit | apply | reset | cancel | save | saved | save article |
    save for later | bookmark | like | likes | dislike | reply | report | flag | copy | copy link | link copied |
    copied | copy url | tweet | retweet | pin | pin it | facebook | twitter | x | instagram | telegram | whatsapp |
    linkedin | youtube | pinterest | reddit | viber | messenger | tiktok | threads | bluesky | mastodon | flipboard
    | tumblr | skype | rss | rss feed | google news | vk | xing | signal | facebook twitter | share on facebook |
    share on twitter | share on linkedin | share on whatsapp | share on x | share via email | share on telegram |
    follow | following | listen | listen now | listen to article | listen to this article | play | pause | mute |
    unmute | fullscreen | watch | watch live | watch now | live | live tv | loading | please wait | accept | accept
    all | accept cookies | accept all cookies | reject | reject all | decline | agree | i agree | got it | ok | okay
    | cookie settings | cookies settings | manage cookies | privacy settings | manage preferences | privacy policy |
    cookie policy | terms of use | terms of service | terms and conditions | terms | privacy | cookies | cookie |
    imprint | sitemap | site map | accessibility | faq | faqs | careers | press | advertise | advertise with us |
    feedback | give feedback | contact form | english | deutsch | français | español | українська | русский |
    italiano | polski | en | de | fr | es | uk | ua | ru | yes | no | zoom | enlarge | enlarge image | open in app |
    download app | get the app | app store | google play | font size | text size | dark mode | light mode | toggle
    dark mode | view image in fullscreen | image | ad | advertising | advertisement | sponsored | promoted |
    continue | continue reading | view gallery | view profile | expand | collapse | select language | change
    language | select your language | choose language | visa | mastercard | paypal | american express |
    americanexpress | apple pay | google pay | facebook x | print friendly | pdf | rate this | vote | by | skip |
    skip ad | skip advertisement | article continues below | story continues below | report an error | report this
    ad | show all | jump to content | view comments
    |
    меню | головна | на головну | пошук | шукати | знайти | увійти | вхід | вийти | реєстрація | зареєструватися |
    підписатись | далі | назад | вперед | більше | читати далі | детальніше | докладніше | показати більше |
    завантажити ще | показати ще | усі | всі | друк | друкувати | роздрукувати | надіслати | скасувати | зберегти |
    закрити | відповісти | поскаржитися | скопіювати | копіювати посилання | посилання скопійовано | поширити |
    твітнути | слухати | дивитися | прийняти | погоджуюсь | зрозуміло | політика конфіденційності | умови
    використання | правила користування | мапа сайту | карта сайту | редакція | вакансії | рекламодавцям |
    підтримати | підтримати нас | задонатити | стати учасником | додому | перейти до вмісту | перейти до основного
    вмісту | фейсбук | телеграм | вайбер | інстаграм | ютуб | твіттер | вгору | наверх | переглянути всі | мова |
    збільшити | надрукувати
    |
    меню | главная | на главную | поиск | искать | найти | войти | вход | выйти | регистрация | зарегистрироваться |
    далее | дальше | назад | вперед | больше | ещё | еще | читать далее | подробнее | показать еще | загрузить еще |
    показать больше | все | печать | распечатать | версия для печати | отправить | отменить | отмена | сохранить |
    закрыть | ответить | пожаловаться | скопировать | скопировать ссылку | ссылка скопирована | твитнуть | слушать |
    смотреть | принять | согласен | понятно | политика конфиденциальности | условия использования | пользовательское
    соглашение | карта сайта | редакция | вакансии | рекламодателям | поддержать | поддержать нас | перейти к
    содержимому | перейти к содержанию | наверх | вконтакте | одноклассники | телеграм | фейсбук
    |
    zum inhalt springen | zum inhalt | zum hauptinhalt springen | menü | hauptmenü | menü öffnen | menü schließen |
    startseite | home | suche | suchen | suchen nach | anmelden | abmelden | einloggen | registrieren | konto | mein
    konto | warenkorb | abonnieren | abo | jetzt abonnieren | weiter | zurück | vor | nächste | vorherige | nach
    oben | mehr | mehr anzeigen | mehr erfahren | weiterlesen | mehr laden | alle | alle anzeigen | drucken |
    artikel drucken | per e-mail | senden | absenden | abbrechen | speichern | merken | artikel merken | merkliste |
    schließen | antworten | melden | kopieren | link kopieren | link kopiert | twittern | teilen auf | auf facebook
    teilen | auf twitter teilen | per mail versenden | vorlesen | anhören | artikel anhören | akzeptieren | alle
    akzeptieren | ablehnen | zustimmen | einverstanden | einstellungen | cookie-einstellungen | datenschutzerklärung
    | nutzungsbedingungen | barrierefreiheit | mediadaten | karriere | hilfe | feedback | bild vergrößern | vollbild
    | kontaktformular | mitmachen | spenden | jetzt spenden | e-paper | jetzt lesen | ja | nein | seite drucken |
    empfehlen | datenschutzhinweise | cookie-richtlinie | inhaltsverzeichnis | hier klicken | zur startseite |
    details | anzeigen | ausblenden
    |
    aller au contenu | aller au contenu principal | passer au contenu | menu | menu principal | accueil | recherche
    | rechercher | se connecter | connexion | s'identifier | déconnexion | s'inscrire | inscription | mon compte |
    panier | suivant | précédent | retour | retour en haut | haut de page | plus | voir plus | lire plus | lire la
    suite | en savoir plus | afficher plus | charger plus | voir tout | tous | imprimer | envoyer | annuler |
    enregistrer | sauvegarder | fermer | ouvrir | répondre | signaler | copier le lien | lien copié | copier |
    tweeter | écouter | écouter l'article | regarder | accepter | tout accepter | refuser | tout refuser |
    paramétrer | gérer les cookies | politique de confidentialité | conditions d'utilisation | conditions générales
    | plan du site | recrutement | aide | faire un don | soutenez-nous | nous soutenir | ajouter aux favoris |
    agrandir | offrir l'article | partager sur facebook | partager sur twitter | newsletters | données personnelles
    | accessibilité | je m'abonne
    |
    saltar al contenido | ir al contenido | menú | menú principal | inicio | buscar | búsqueda | iniciar sesión |
    cerrar sesión | registrarse | regístrate | mi cuenta | carrito | siguiente | anterior | volver | volver arriba |
    arriba | más | ver más | leer más | mostrar más | cargar más | ver todo | ver todos | todos | imprimir | enviar
    | cancelar | guardar | cerrar | abrir | responder | denunciar | copiar | copiar enlace | enlace copiado |
    twittear | tuitear | escuchar | ver | aceptar | aceptar todo | rechazar | configurar | política de privacidad |
    política de cookies | términos y condiciones | términos de uso | mapa del sitio | ayuda | donar | hazte socio |
    apóyanos | compartir en facebook | compartir en twitter | compartir en whatsapp | me gusta | ampliar | portada
    |
    cerca | accedi | registrati | stampa | avanti | indietro | entrar | sair | pesquisar | imprimir | zaloguj |
    szukaj | drukuj | dalej | wstecz | inloggen | zoeken | verder | terug | sluiten | afdrukken | delen
    """
)

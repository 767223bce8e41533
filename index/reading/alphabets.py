"""The letters of languages beyond ASCII, as far as old encodings hold them: what a text in a language may show."""

from __future__ import annotations

# Languages in Latin letters. `xx` stands for any other: the letters that its encodings share.
LATIN = {
    "en": "éèêñçöïâü",
    "de": "äöüß",
    "fr": "éèàêçîôâûëïùüœÿæ",
    "es": "áéíóúñüªº",
    "it": "àèéìòùîíóº",
    "pt": "ãáéçíóêõúâôàüªº",
    "ca": "àèéíòóúïüç",
    "nl": "ëéïóöüèê",
    "sv": "åäöéü",
    "da": "æøåé",
    "no": "åøæéòô",
    "fi": "äöåšž",
    "is": "áíóðéúþæýö",
    "ga": "áéíóú",
    "pl": "ąęłóśżćńź",
    "cs": "áíéěščřžýůúťďňó",
    "sk": "áíéčšžýúľťďňôóäŕĺ",
    "hu": "áéöóőüúíű",
    "ro": "ăâîşţșț",
    "sl": "čšž",
    "hr": "čćšžđ",
    "sq": "ëç",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "et": "äõöüšž",
    "tr": "ıçğöşüİâîû",
    "xx": "áéíóúàèìòùâêîôûäëïöüãõñçåæøß",
}
# Those whose own words hardly need them, or of which nothing is known.
SELDOM = frozenset(("en", "xx"))
# Letters that names and borrowed words bring into any of them.
BORROWED = frozenset("éèáöüóñçíäåøãëïôêâß")

# Languages in other letters: those that fill most of a text, and the rest.
CYRILLIC = {
    "ru": ("оеаинтсрвлкмдпуяыьгзб", "чйхжшюцщэфъё"),
    "uk": ("оанивітерсклудмпязьбг", "чйхцїюжєшщґф"),
    "be": ("анітоеысрклдмяупзўь", "бгчцжэшхёюйф"),
    "bg": ("аоеитнрсвлкдпмъзгяу", "бчщцжхшюйфь"),
    "sr": ("аоиенртскујвдмпзлгб", "чшцжњљћђхфџ"),
    "mk": ("аоиентрсвдклпмугзјб", "чшцжхљњќѓџѕф"),
}
GREEK = {"el": ("αοιετσνηυρπκμλςίάόέ", "ωγδήχθφβξύώζψϊϋΐΰ")}
HEBREW = {"he": ("יוהלאתרבםשנמדחפקעסצטכגןזךףץ", "׳״־")}
ARABIC = {
    "ar": ("الينوتمرةسدبعفكحهقىج", "أإآءئؤشصضطظغخذزثـ"),
    "fa": ("ایرندومهتبسشگکزخفقپ", "چحعغصضطظثذژئآأءلج"),
}
THAI = {"th": ("".join(map(chr, range(0x0E01, 0x0E5C))), "")}

# The characters that fill about half of a text.
CHINESE = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日"
    "于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美"
    "新市部星期名四夜电数村百被年月日第名省县政府記者"
    "這來個國說們為時會過對後麼沒於還發當開見經頭動兩長樣現將與進實電車學數許莊市長名裡點間從關機問題"
)
KOREAN = frozenset(
    "이다는에의을가고하지로를도기은한사시인서대정자어일리나아해수들그것원장부있전보제과구선와으만했동라스주상게성국등조년며되여비"
    "무미우공경습니까면안개말없오계관학교신치용명화연진금요새민반세발소속물당회통차초위생행방각입중내권재업체운단강건모양두"
)

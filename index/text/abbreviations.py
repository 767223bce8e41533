"""Abbreviations of news prose, by language and by what a full stop behind them may mean."""

from __future__ import annotations

from functools import cache
from typing import Literal

# before: something always follows. open: a name or a number may follow, or a new sentence, which then begins with a
# word that begins sentences. end: often the last word, so that a capital letter begins a sentence. number: an
# abbreviation only in front of a number, otherwise a word like any other. year: ends a date, or means a place.
Kind = Literal["before", "open", "end", "number", "year"]

_ABBREVIATIONS: dict[str, dict[Kind, str]] = {
    "en": {
        "before": """mr mrs ms messrs dr drs prof gen lt col sgt capt cpl pvt maj adm cmdr sen sens rep reps gov govs
            rev hon pres supt det insp vs v e.g i.e cf viz approx est nos vol pp para""",
        "open": """jr sr st mt ft ave blvd rd inc corp co ltd bros dept univ assn jan feb aug sept oct nov dec mon
            tue tues wed thu""",
        "end": "etc al lb lbs oz hr hrs min yd llc plc",
        "number": "no in art fig sec ch p fri sat sun mar apr jun jul max cal",
    },
    "de": {
        "before": """hr fr dr prof dipl ing med phil jur hab geb verh sog vgl bzw z.b z d.h u.a u a inkl exkl ggf
            evtl bspw ca nr abs art bd kap tel rd max min mind st hl zzgl lt i""",
        "open": "str ag mio mrd tsd",
        "end": "usw etc jh jhd std uff o.ä",
    },
    "fr": {
        "before": "m mm mme mmes mlle me dr pr mgr st ste av env art n p pp vol chap cf ex apr",
        "end": "etc hab min",
    },
    "es": {
        "before": """sr sra sres pdte pdta srta dr dra dña lic ing gral prof profa excmo sta sto mons av avda núm pág
            págs vol cap aprox tel ee art cnel tte""",
        "open": "uu",
        "end": "etc ud uds",
    },
    "it": {
        "before": """sig sig.ra sigg sig.na dott dott.ssa dr prof prof.ssa avv ing on mons geom rag arch gen col cap
            cav pag pagg vol ca sec tel art s n nn""",
        "open": "s.p.a s.r.l",
        "end": "ecc etc",
        "number": "no",
    },
    "pt": {
        "before": "sr sra srs dr dra prof profa eng exmo av art núm pág págs vol aprox tel cap gen cel sto sta n",
        "end": "etc ltda",
    },
    "nl": {"before": "dhr mevr mw mr dr drs prof ir ing ds st jhr bijv o.a d.w.z ca nr art blz resp", "end": "enz etc"},
    "pl": {
        "before": """prof dr hab mgr inż gen płk ppłk mjr kpt por sierż ks św bp abp kard red im ul al pl os gm pow
            woj nr art str tel ok min godz tzw tzn np m.in tj sp pt pkt ust""",
        "open": "s.a",
        "end": "o.o itd itp zł tys mln mld gr in",
        "year": "r br ub w",
    },
    "cs": {
        "before": """dr prof doc ing mgr bc mudr judr phdr rndr gen plk pplk mjr kpt npor sv tzv např č čl odst ul
            nám tř str tel mj resp tj cca""",
        "open": "s.r.o a.s o",
        "end": "atd apod hod kč mil tis mld min",
    },
    "uk": {
        "before": """проф акад доц ген полк підполк св вул просп пл бул ім обл ч див напр т.зв т ст п пп тел о
            січ лют бер квіт трав черв лип серп верес жовт листоп груд""",
        "open": "м с смт",
        "end": "грн коп млн млрд тис год хв сек ін т.д т.п д е",
        "year": "р рр в",
    },
    "ru": {
        "before": """проф акад доц ген полк подполк св ул просп пр пл бул им обл ч см напр т.н т.е т.к т ст п пп тел о
            янв февр апр авг сент окт нояб дек""",
        "open": "с м",
        "end": "руб коп млн млрд тыс мин час сек др т.д т.п д э",
        "year": "г гг в вв",
    },
    "fi": {"before": "esim mm n tri prof toht klo nk ks vrt ent", "end": "jne ym yms"},
    "no": {"before": "f.eks bl.a ca dvs kl nr dr prof st jf iflg inkl", "end": "osv etc mfl mill mrd kr"},
    "sv": {"before": "t.ex bl.a s.k ca dvs kl nr dr prof st jfr enl inkl", "end": "osv etc m.fl m.m kr milj"},
}
_ABBREVIATIONS |= {"da": _ABBREVIATIONS["no"], "nb": _ABBREVIATIONS["no"], "nn": _ABBREVIATIONS["no"]}
_ABBREVIATIONS["sk"] = _ABBREVIATIONS["cs"]

# Words that begin sentences and are no function words of `index.text.words`, or whose language is not listed there.
_STARTERS = {
    "en": """according although among another as asked critics each earlier even every following however last
        later meanwhile once one police several so these those though two yet yes""",
    "de": """allerdings außerdem beide bisher damit danach daher dann darauf deshalb dort doch gestern heute hier
        insgesamt jetzt laut mehrere morgen nun seitdem später trotzdem viele zudem zuletzt zwei""",
    "fr": """ainsi alors après cependant certains depuis enfin ensuite hier mais personne plusieurs pourtant
        puis selon""",
    "es": "además ahora ambos antes así después entonces luego nadie según también tras varios",
    "it": "allora ancora così dopo infine intanto invece nessuno oggi ora poi però secondo",
    "pt": "além agora ainda antes assim depois então ninguém segundo também",
    "nl": "daarna daarom dan intussen later niemand nu ook toch toen vandaag volgens",
    "pl": """dlatego jednak następnie niestety nikt obecnie ponadto potem później teraz tego według wtedy
        zatem""",
    "cs": """a ale aby ani bude byl byla bylo byli do dnes i jak jako je jeho její jsou k když ke které který
        která mezi na ne nebo nikdo od o oba po podle pak potom před při proto pro s se si ten ta to
        tato tento u už v ve za ze že""",
    "uk": """відтак водночас втім далі згодом його її їх натомість ніхто пізніше однак потім проте тепер тоді
        тож""",
    "ru": "вскоре далее затем зато никто однако позднее позже поэтому потом сейчас теперь тогда",
    "fi": """hän he se ne me te minä sinä tämä nämä ja mutta myös kun jos niin nyt sitten tänään lisäksi
        kukaan kaikki silti siellä vain""",
    "no": """de den det der dette disse han hun vi jeg men og også når om i på etter for fra med ved så nå da
        derfor ingen mange alle flere ifølge""",
    "sv": """de den det där detta dessa han hon vi jag men och också när om i på efter för från med vid så nu
        då därför ingen många alla flera enligt""",
}
_STARTERS |= {"da": _STARTERS["no"], "nb": _STARTERS["no"], "nn": _STARTERS["no"], "sk": _STARTERS["cs"]}

# Languages that put a full stop behind a figure to make it an ordinal.
ORDINAL_LANGUAGES = frozenset("de lb cs sk pl fi et lv no nb nn da is hu hr sr bs sl tr".split())


@cache
def abbreviations(language: str) -> dict[str, Kind]:
    """Lower-case abbreviations without their last full stop."""
    return {word: kind for kind, words in _ABBREVIATIONS.get(language, {}).items() for word in words.split()}


@cache
def starters(language: str) -> frozenset[str]:
    """Lower-case words that begin a sentence rather than go on with a name."""
    from index.text.words import function_words

    return function_words(language) | frozenset(_STARTERS.get(language, "").split())

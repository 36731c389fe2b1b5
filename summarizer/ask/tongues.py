"""Words with which people ask who said what in Ukrainian, German, Spanish and a few other languages."""

from __future__ import annotations

import re

from .names import fold


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


# Who is asked for: anybody may answer.
WHO = _folded("хто кто wer quién quiénes qui kto quem")

# None of these is an English word, so that one of them tells a question from an English one.
TELLING = WHO | _folded(
    """wem wessen wie wo wann warum wieso weshalb welche welcher welches welchen worüber wovon wozu laut
    sagt sagte sagten sagen gesagt meint meinte meinten gemeint erklärt erklärte erklärten äußert äußerte
    äußerten geäußert spricht sprach sprachen gesprochen redet redete geredet behauptet behauptete fordert
    forderte gefordert denkt dachte findet verspricht versprach versprochen kündigte angekündigt warnt warnte
    gewarnt kritisiert kritisierte reagiert reagierte antwortet antwortete geantwortet schreibt schrieb
    geschrieben erzählt erzählte nennt nannte lehnte abgelehnt verlangt verlangte bestätigt bestätigte
    qué cómo cuándo dónde cuál cuáles dijo dijeron dicho dicen decir declaró declararon declarado afirmó
    afirma afirmaron afirmado opina opinó opinan piensa piensan cree comentó comentado habló hablaron hablado
    respondió respondido anunció anunciado explicó explicado prometió prometido exigió exigido criticó
    criticado aseguró según
    reaccionó reaccionaron propuso pidió advirtió amenazó negó acusó llamó sostuvo señaló
    vorgeschlagen drohte gedroht aufgerufen beschuldigte beschuldigt bestritt dementierte reagierten
    quoi pourquoi quand quel quelle dit disent disait déclaré affirmé annoncé répondu pense parlé qu'a qu'ont
    perché detto dichiarato parlato
    powiedział powiedziała powiedzieli mówi mówił mówiła dlaczego disse disseram falou"""
) - _folded("cree")

# These hold together questions and mean nothing that could be looked up; some are English words too.
SMALL = _folded(
    """що шо чому як коли де куди чи яка який яке які чого кого кому сказав сказала сказали сказано каже кажуть
    казав казала казали говорив говорила говорили говорить заявив заявила заявили заявляє розповів розповіла
    думає вважає відповів відповіла відповіли пообіцяв обіцяв обіцяла обіцяє попередив попередила вимагав
    вимагає прокоментував прокоментувала коментує пояснив пояснила зазначив зазначила повідомив повідомила
    висловився висловилася відреагував відреагувала реагує запропонував запропонувала закликав закликала назвав
    назвала погрожує погрожував заперечив заперечила звинуватив звинуватила
    щось нещодавно останнім часом був була було були є це той та і й а але або чи ж
    він вона вони його її їх мені скажи покажи будь ласка ще вже не ні так
    что почему когда где сказал сказали заявил заявили говорит говорил говорила думает считает ответил
    пообещал он она они это и но
    wen
    der die das den dem des ein eine einen einem einer und oder was hat haben hatte hatten ist sind war
    waren wird wurde will wollte kann soll sich nicht es er sie ihm dazu darüber etwas alles denn bitte
    eigentlich
    zuletzt man hält hielt aber auch noch mal ab
    el la los las un una unos unas y o que quien como cuando donde dice cree se le les lo ha han había es son
    su sus algo todo ayer él ella ellos por favor qué
    le la les un une et ou est sont il elle ils ce a ont y quoi
    il lo gli e ha che come co jak o pan się"""
)

# Some of these are English words or names as well, and prove nothing.
ENGLISH_TOO = _folded(
    """war die hat hatte man son es sus el la le con ante para en am ab des mal fur pan sur su um au e y o con
    wen algo todo denn dal van von de del di da lo un una los las ha"""
)

# The name in front of one of these speaks; what comes behind is spoken about.
MARKERS = _folded(
    """про щодо стосовно з із зі проти на до від за у в після перед через о об
    über ueber zu zum zur gegen wegen auf mit von vom für bezüglich im in am an bei nach seit
    sobre acerca respecto contra a al de del con para ante en desde tras
    sur à au aux du des contre pour avec su di dal della na przed"""
)

# Behind or before a name these mean somebody else.
BELONGING = _folded(
    """речник речниця радник радниця помічник помічниця міністр заступник адвокат дружина син донька
    sprecher sprecherin berater beraterin minister ministerin anwalt frau sohn tochter regierung stellvertreter
    jr junior sr молодший
    portavoz asesor asesora ministro ministra abogado esposa hijo hija gobierno vocero vocera"""
)

# Behind a word of ``MARKERS`` these ask: "про що", "sobre qué".
ASKED = _folded("що кого чого чому кому що-небудь was wen wem qué que quién quien quoi qui co")

# Directly in front of a name these say what somebody is.
OFFICES = _folded(
    """президент президентка канцлер прем'єр прем'єр-міністр генсек міністр пан пані
    präsident präsidentin kanzler kanzlerin premier premierminister bürgermeister bundeskanzler herr frau
    papst könig general
    presidente presidenta canciller primer-ministro alcalde alcaldesa señor señora papa rey
    président présidente chancelier"""
)

_DAYS = {
    "Monday": "montag lunes понеділка понеділок",
    "Tuesday": "dienstag martes вівторка вівторок",
    "Wednesday": "mittwoch miércoles середи середу",
    "Thursday": "donnerstag jueves четверга четвер",
    "Friday": "freitag viernes п'ятниці п'ятницю",
    "Saturday": "samstag sonnabend sábado суботи суботу",
    "Sunday": "sonntag domingo неділі неділю",
}
_DAY_OF = {word: day for day, words in _DAYS.items() for word in words.split()}
_ANY_DAY = "|".join(_DAY_OF)
_TIMES: tuple[tuple[str, str], ...] = (
    (r"heute|hoy|сьогодні|сегодня", "today"),
    (r"gestern|ayer|вчора|учора|вчера", "yesterday"),
    (r"(?:in )?diese[rn]? woche|(?:en )?esta semana|(?:на )?ц(?:ього|ьому) тижн(?:я|і)", "this week"),
    (r"(?:in der )?(?:letzte|vergangene)n? woche|(?:en )?la semana pasada|минулого тижня", "last week"),
    (r"(?:in )?diese[nm] monat|(?:en )?este mes|ц(?:ього|ьому) місяц(?:я|і)", "this month"),
    (r"(?:im )?(?:letzten|vergangenen) monat|(?:en )?el mes pasado|минулого місяця", "last month"),
    (r"(?:in )?diese[sm] jahr|(?:en )?este año|цього року", "this year"),
    (r"(?:im )?letzte[sn] jahr|(?:en )?el año pasado|минулого року", "last year"),
)
_SINCE = r"(?:seit(?: dem)?|ab|desde(?: el| la)?|від|з|із)"
_ON = r"(?:am|el|у|в)"


def english_times(question: str, /) -> str:
    """The same question with "seit Montag", "вчора", "esta semana" in English, as windows are read."""
    said = question.replace("’", "'").replace("ʼ", "'")
    for words, english in _TIMES:
        said = re.sub(rf"(?<!\w)(?:{words})(?!\w)", f" {english} ", said, flags=re.IGNORECASE)
    said = re.sub(
        rf"(?<!\w)(?:(?P<since>{_SINCE})|{_ON})\s+(?P<day>{_ANY_DAY})(?!\w)",
        lambda m: f" {'since' if m['since'] else 'on'} {_DAY_OF[m['day'].casefold()]} ",
        said,
        flags=re.IGNORECASE,
    )
    return re.sub(
        rf"(?<!\w){_SINCE}\s+(?=(?:today|yesterday|this|last)\b)", "since ", said, flags=re.IGNORECASE
    )

"""The scripts and the commonest words of the languages that are told apart: data."""

from __future__ import annotations

# Scripts of one language; the shared ones (Latin, Cyrillic, Arabic, Devanagari, Hebrew) are told by words.
SCRIPTS = {
    "GREEK": "el",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "THAI": "th",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "HEBREW": "he",
    "BENGALI": "bn",
    "TAMIL": "ta",
    "TELUGU": "te",
    "GUJARATI": "gu",
    "MALAYALAM": "ml",
    "KANNADA": "kn",
    "KHMER": "km",
    "LAO": "lo",
    "MYANMAR": "my",
    "SINHALA": "si",
    "ETHIOPIC": "am",
    "GURMUKHI": "pa",
    "DEVANAGARI": "hi",
    "ARABIC": "ar",
    "CYRILLIC": "",
    "LATIN": "",
}
# The commonest words of each; a word of many languages ("de", "a", "in") counts for each of them.
WORDS = {
    "en": (
        "the of and to in a is that for on was with as it at by he from his be has have are not this but "
        "which were an had who their they said will its been would she or after more about one than when also"
    ),
    "de": (
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden "
        "aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur "
        "oder aber vor zur"
    ),
    "fr": (
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la les "
        "son avec été cette aux ou mais ont leur nous comme elle fait ses deux était après selon"
    ),
    "es": (
        "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me "
        "si sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde "
        "según han"
    ),
    "it": (
        "di e il la che in a un del per è una sono non con i da si le al dei della nel alla più anche come "
        "gli ha lo ma se delle o dal su ed questo stato dopo degli essere hanno nella suo ad sul ai"
    ),
    "pt": (
        "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem "
        "à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso são segundo"
    ),
    "nl": (
        "de van het een en in is dat op te zijn met voor niet die aan er om ook als dan maar bij door naar "
        "hij heeft uit nog werd wordt over tot worden ze hebben zich meer was deze haar geen zegt"
    ),
    "sv": (
        "och att det i en som på är av för med till den har de inte om ett men var jag sig från vi så kan när "
        "han nu ut efter hade eller vid år över skulle säger också"
    ),
    "da": (
        "og i at det er en til på som af for med de den der ikke har et om han var men vi så fra sig kan jeg "
        "efter også blev være ved nu over siger bliver skal vil ud have hun"
    ),
    "no": (
        "og i det på som er en til å av for at med de ikke den har om et han var men vi så fra seg kan jeg "
        "etter også ble være ved nå over sier blir skal vil ut hun dette"
    ),
    "fi": (
        "ja on ei että se oli hän mutta ovat kun myös joka mukaan sen tai niin ole kuin olisi vuoden jos sitä "
        "vain jo nyt hänen jälkeen ollut tämä sekä voi kertoo sanoo"
    ),
    "pl": (
        "w i na z się nie do że to jest o a po jak za od przez są dla ale tym co ich które ma był oraz który "
        "jego tak czy tylko już być będzie może przed także roku"
    ),
    "cs": (
        "a se v na že je to s z do o i ve k za jako by pro podle už ale po který jsou tak od při jeho si "
        "která bylo byl také není která být jen řekl"
    ),
    "sk": (
        "a sa v na že je to s z do o aj vo k za ako by pre podľa už ale po ktorý sú tak od pri jeho si ktorá "
        "bolo bol tiež nie byť len povedal"
    ),
    "hu": (
        "a az és hogy nem is egy ez meg van volt de csak már ki azt még mint ha szerint el lesz vagy lehet "
        "mert után ezt között pedig amely"
    ),
    "ro": (
        "de și a în la cu că pe nu din o un care mai pentru este ca fost sunt după să au fi lui cel dar sau "
        "al ale fost prin"
    ),
    "tr": (
        "ve bir bu da de için ile olarak çok daha olan ne gibi kadar sonra ancak en var oldu değil ise her "
        "dedi göre olduğunu ki"
    ),
    "id": (
        "yang dan di dari ini untuk dengan itu tidak pada dalam akan ke juga oleh ada tersebut telah bisa "
        "karena kata saat mereka adalah sebagai"
    ),
    "vi": (
        "và của là có được cho trong các không người đã với này một những đến khi từ tại về ra cũng như để "
        "ông năm"
    ),
    "ca": (
        "de la i que el a en les els per amb un no una del ha és al es ser més dels com però són seva aquest "
        "va també"
    ),
    "hr": "je i u se na da za su od s o što kako koji bi nije ne to a koja će iz po kao rekao samo biti bio te",
    "et": "ja on ei et see oli ta ka kui oma mis aga kes või ning ka seda nii siis pole tema aasta",
    "lt": "ir į kad yra iš su bet tai kaip o jis ne buvo apie dėl po už ar tik jau kurie pat metų",
    "lv": "un ir ka no par ar uz tas bet kā arī lai nav viņš pēc gan tika vai gada būs",
    "sl": "je in v na da se za so ki pa z ne od tudi po bi s kot še iz ali bil ni o",
    "ru": "и в не на что с по это как к из за от но он у для было его все так же то бы также года после о был",
    "uk": "і в не на що з та у до як від за про це для його але він також є які по року цього під",
    "bg": "и на да за се в от не че са с по до като е това ще но си той има към след бе която със",
    "sr": "је и у да се на за су од са који не што као али то из би о није ће после",
    "be": "і ў не на што з як да ад па за гэта для але ён таксама у яго пра якія",
    "ar": "في من على إلى أن التي الذي عن مع هذا كان لا ما هذه بعد قال أو بين وقد وفي كما ذلك لم",
    "fa": "و در به از که این را با است برای آن یک خود های کرد شد شده هم می تا بر گفت",
    "ur": "کے کی میں اور سے ہے کا نے کو کہ پر ہیں اس یہ بھی ایک نہیں کیا تھا گیا",
    "hi": "के की में है और से का को ने पर कि हैं यह इस भी एक नहीं कहा था",
    "mr": "आहे आणि या त्या नाही हे ते होते च केले असे मात्र आहेत",
}

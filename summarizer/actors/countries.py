"""States of the world with the adjectives, people and capitals by which English news speaks of them.

``REGISTRY`` files may say more about a state; this table only lets "the Ukrainian president" be read as the
president of Ukraine without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

# name | adjectives and nationals | capitals (and buildings) that speak for the government | other names
_TABLE = """
Afghanistan|Afghan,Afghans|Kabul|
Albania|Albanian,Albanians|Tirana|
Algeria|Algerian,Algerians|Algiers|
Angola|Angolan,Angolans|Luanda|
Argentina|Argentine,Argentinian,Argentines|Buenos Aires|
Armenia|Armenian,Armenians|Yerevan|
Australia|Australian,Australians|Canberra|
Austria|Austrian,Austrians|Vienna|
Azerbaijan|Azerbaijani,Azeri,Azerbaijanis|Baku|
Bahrain|Bahraini,Bahrainis|Manama|
Bangladesh|Bangladeshi,Bangladeshis|Dhaka|
Belarus|Belarusian,Belarusians|Minsk|
Belgium|Belgian,Belgians||
Bolivia|Bolivian,Bolivians|La Paz|
Bosnia and Herzegovina|Bosnian,Bosnians|Sarajevo|Bosnia
Brazil|Brazilian,Brazilians|Brasilia,Brasília|
Bulgaria|Bulgarian,Bulgarians|Sofia|
Cambodia|Cambodian,Cambodians|Phnom Penh|
Cameroon|Cameroonian|Yaounde|
Canada|Canadian,Canadians|Ottawa|
Chile|Chilean,Chileans|Santiago|
China|Chinese|Beijing,Peking|People's Republic of China
Colombia|Colombian,Colombians|Bogota,Bogotá|
Costa Rica|Costa Rican|San Jose|
Croatia|Croatian,Croat,Croats|Zagreb|
Cuba|Cuban,Cubans|Havana|
Cyprus|Cypriot,Cypriots|Nicosia|
Czech Republic|Czech,Czechs|Prague|Czechia
Democratic Republic of the Congo|Congolese|Kinshasa|Congo,DR Congo
Denmark|Danish,Dane,Danes|Copenhagen|
Ecuador|Ecuadorian,Ecuadorean|Quito|
Egypt|Egyptian,Egyptians|Cairo|
El Salvador|Salvadoran|San Salvador|
Estonia|Estonian,Estonians|Tallinn|
Ethiopia|Ethiopian,Ethiopians|Addis Ababa|
Finland|Finnish,Finn,Finns|Helsinki|
France|French,Frenchman|Paris,Elysee,Élysée|
Georgia|Georgian,Georgians|Tbilisi|
Germany|German,Germans|Berlin|
Ghana|Ghanaian,Ghanaians|Accra|
Greece|Greek,Greeks|Athens|
Guatemala|Guatemalan|Guatemala City|
Haiti|Haitian,Haitians|Port-au-Prince|
Honduras|Honduran,Hondurans|Tegucigalpa|
Hungary|Hungarian,Hungarians|Budapest|
Iceland|Icelandic,Icelander,Icelanders|Reykjavik|
India|Indian,Indians|New Delhi,Delhi|
Indonesia|Indonesian,Indonesians|Jakarta|
Iran|Iranian,Iranians|Tehran,Teheran|Islamic Republic
Iraq|Iraqi,Iraqis|Baghdad|
Ireland|Irish,Irishman|Dublin|
Israel|Israeli,Israelis|Jerusalem,Tel Aviv|
Italy|Italian,Italians|Rome|
Jamaica|Jamaican,Jamaicans|Kingston|
Japan|Japanese|Tokyo|
Jordan|Jordanian,Jordanians|Amman|
Kazakhstan|Kazakh,Kazakhs|Astana|
Kenya|Kenyan,Kenyans|Nairobi|
Kosovo|Kosovar,Kosovan|Pristina|
Kuwait|Kuwaiti,Kuwaitis|Kuwait City|
Kyrgyzstan|Kyrgyz|Bishkek|
Laos|Laotian|Vientiane|
Latvia|Latvian,Latvians|Riga|
Lebanon|Lebanese|Beirut|
Libya|Libyan,Libyans|Tripoli|
Lithuania|Lithuanian,Lithuanians|Vilnius|
Luxembourg|Luxembourgish||
Malaysia|Malaysian,Malaysians|Kuala Lumpur|
Mali|Malian,Malians|Bamako|
Malta|Maltese|Valletta|
Mexico|Mexican,Mexicans|Mexico City|
Moldova|Moldovan,Moldovans|Chisinau|
Mongolia|Mongolian|Ulaanbaatar|
Montenegro|Montenegrin|Podgorica|
Morocco|Moroccan,Moroccans|Rabat|
Mozambique|Mozambican|Maputo|
Myanmar|Burmese|Naypyidaw|Burma
Nepal|Nepali,Nepalese|Kathmandu|
Netherlands|Dutch,Dutchman|The Hague,Hague|Holland
New Zealand|New Zealander,New Zealanders|Wellington|
Nicaragua|Nicaraguan|Managua|
Niger|Nigerien|Niamey|
Nigeria|Nigerian,Nigerians|Abuja|
North Korea|North Korean,North Koreans|Pyongyang|DPRK
North Macedonia|Macedonian|Skopje|Macedonia
Norway|Norwegian,Norwegians|Oslo|
Oman|Omani|Muscat|
Pakistan|Pakistani,Pakistanis|Islamabad|
Panama|Panamanian|Panama City|
Paraguay|Paraguayan|Asuncion|
Peru|Peruvian,Peruvians|Lima|
Philippines|Philippine,Filipino,Filipinos|Manila|
Poland|Polish,Pole,Poles|Warsaw|
Portugal|Portuguese|Lisbon|
Qatar|Qatari,Qataris|Doha|
Romania|Romanian,Romanians|Bucharest|
Russia|Russian,Russians|Moscow,Kremlin|Russian Federation
Rwanda|Rwandan,Rwandans|Kigali|
Saudi Arabia|Saudi,Saudis,Saudi Arabian|Riyadh|
Senegal|Senegalese|Dakar|
Serbia|Serbian,Serb,Serbs|Belgrade|
Singapore|Singaporean,Singaporeans||
Slovakia|Slovak,Slovaks|Bratislava|
Slovenia|Slovenian,Slovene|Ljubljana|
Somalia|Somali,Somalis|Mogadishu|
South Africa|South African,South Africans|Pretoria|
South Korea|South Korean,South Koreans|Seoul|Republic of Korea
South Sudan|South Sudanese|Juba|
Spain|Spanish,Spaniard,Spaniards|Madrid|
Sri Lanka|Sri Lankan,Sri Lankans|Colombo|
Sudan|Sudanese|Khartoum|
Sweden|Swedish,Swede,Swedes|Stockholm|
Switzerland|Swiss|Bern|
Syria|Syrian,Syrians|Damascus|
Taiwan|Taiwanese|Taipei|
Tajikistan|Tajik|Dushanbe|
Tanzania|Tanzanian|Dodoma|
Thailand|Thai,Thais|Bangkok|
Tunisia|Tunisian,Tunisians|Tunis|
Turkey|Turkish,Turk,Turks|Ankara|Türkiye,Turkiye
Turkmenistan|Turkmen|Ashgabat|
Uganda|Ugandan,Ugandans|Kampala|
Ukraine|Ukrainian,Ukrainians|Kyiv,Kiev|
United Arab Emirates|Emirati,Emiratis|Abu Dhabi|UAE,U.A.E.
United Kingdom|British,Briton,Britons,UK,U.K.|London,Downing Street,Whitehall|Britain,UK,U.K.,Great Britain
United States|American,Americans,US,U.S.|Washington|US,U.S.,USA,U.S.A.,America,United States of America
Uruguay|Uruguayan|Montevideo|
Uzbekistan|Uzbek|Tashkent|
Venezuela|Venezuelan,Venezuelans|Caracas|
Vietnam|Vietnamese|Hanoi|
Yemen|Yemeni,Yemenis|Sanaa|
Zambia|Zambian|Lusaka|
Zimbabwe|Zimbabwean|Harare|
"""

_WITH_ARTICLE = frozenset(
    ["United States", "United Kingdom", "Netherlands", "Philippines", "United Arab Emirates", "Czech Republic",
     "Democratic Republic of the Congo"]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Country:
    """A state: its plain name and the words that lead to it, case as written."""

    name: str
    demonyms: tuple[str, ...]
    metonyms: tuple[str, ...]
    aliases: tuple[str, ...]


def with_article(name: str, /) -> str:
    """The name as it reads after "of": "the United States", "France"."""
    return f"the {name}" if name in _WITH_ARTICLE else name


@cache
def _rows() -> tuple[Country, ...]:
    rows = []
    for line in _TABLE.strip().splitlines():
        name, demonyms, metonyms, aliases = (
            part.split(",") if i else part for i, part in enumerate(line.split("|"))
        )
        rows.append(
            Country(str(name), *(tuple(w for w in words if w) for words in (demonyms, metonyms, aliases)))
        )
    return tuple(rows)


@cache
def by_name() -> dict[str, Country]:
    """Countries by name and other names, case folded."""
    return {n.casefold(): c for c in _rows() for n in (c.name, *c.aliases)}


@cache
def by_demonym() -> dict[str, Country]:
    """Countries by adjective or national, case folded."""
    return {n.casefold(): c for c in _rows() for n in c.demonyms}


@cache
def by_metonym() -> dict[str, Country]:
    """Countries by the capital or building that speaks for them, case folded."""
    return {n.casefold(): c for c in _rows() for n in c.metonyms}

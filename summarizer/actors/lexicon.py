"""English words that tell what a noun phrase stands for: offices, people, bodies, papers, kin.

All entries are lower case.  The lists hold words of news in general, not of one subject or year.
"""

from __future__ import annotations

HONORIFICS = {
    "mr": "he", "mr.": "he", "mister": "he", "sir": "he", "lord": "he", "father": "he", "imam": "he",
    "mrs": "she", "mrs.": "she", "ms": "she", "ms.": "she", "miss": "she", "madam": "she", "madame": "she",
    "dame": "she", "lady": "she", "baroness": "she", "sister": "she",
    "mx": "", "mx.": "", "dr": "", "dr.": "", "prof": "", "prof.": "", "rev": "", "rev.": "", "reverend": "",
    "st": "", "hon": "", "hon.": "",
}  # fmt: skip

SHORT_TITLES = {
    "sen.": "senator", "sen": "senator", "sens.": "senators",
    "rep.": "representative", "reps.": "representatives",
    "gov.": "governor", "gov": "governor", "govs.": "governors", "gen.": "general", "gen": "general",
    "lt.": "lieutenant", "col.": "colonel", "capt.": "captain", "maj.": "major", "sgt.": "sergeant",
    "adm.": "admiral", "atty.": "attorney", "pres.": "president", "cmdr.": "commander", "det.": "detective",
    "supt.": "superintendent", "insp.": "inspector", "amb.": "ambassador",
    "sec.": "secretary", "dep.": "deputy",
}  # fmt: skip

_OFFICES = """
chef baker butcher plumber electrician carpenter miner sailor skipper gardener builder shopkeeper translator
guard president vice-president chancellor premier minister secretary senator congressman congresswoman
congressperson representative governor mayor king queen prince princess emir sultan pope ayatollah patriarch
archbishop bishop cardinal rabbi general colonel lieutenant captain major sergeant admiral commander marshal
brigadier ambassador envoy consul commissioner councillor councilor councilman councilwoman alderman lawmaker
legislator deputy speaker leader whip chairman chairwoman chairperson chair chief head director executive ceo
cfo cto coo founder co-founder owner boss manager administrator superintendent inspector detective sheriff
officer judge justice magistrate prosecutor attorney solicitor barrister lawyer counsel spokesman spokeswoman
spokesperson adviser advisor aide strategist pollster operative candidate nominee hopeful contender challenger
incumbent frontrunner politician statesman diplomat negotiator mediator treasurer comptroller auditor
ombudsman economist analyst scientist researcher professor scholar academic historian physicist biologist
chemist engineer epidemiologist virologist climatologist geologist meteorologist psychologist sociologist
doctor physician surgeon nurse psychiatrist teacher principal dean provost rector reporter journalist
correspondent editor columnist anchor host commentator pundit author writer novelist poet playwright filmmaker
actor actress singer musician rapper artist comedian architect designer coach player striker midfielder
defender goalkeeper captain quarterback athlete champion activist campaigner organizer organiser advocate
dissident critic veteran soldier pilot astronaut farmer fisherman worker businessman businesswoman billionaire
millionaire mogul magnate tycoon investor financier banker trader entrepreneur developer philanthropist donor
surrogate expert fellow witness victim suspect defendant plaintiff inmate resident neighbour neighbor voter
student pastor priest minister cleric imam monk nun warlord dictator strongman autocrat republican democrat
liberal conservative socialist premier taoiseach chancellor regent monarch viceroy ranger firefighter mechanic
harbourmaster swimmer sprinter boxer golfer cyclist skier jockey pitcher winger trainer referee
"""
OFFICES = frozenset(_OFFICES.split())

_PEOPLE = """
man woman boy girl person individual guy lady gentleman teenager youth child kid baby pensioner toddler father
mother son daughter brother sister husband wife widow widower uncle aunt cousin nephew niece grandfather
grandmother grandson granddaughter friend colleague rival opponent ally mentor partner fiance fiancee
boyfriend girlfriend official insider source whistleblower caller user customer client patient tourist visitor
guest passenger driver native immigrant migrant refugee citizen civilian protester demonstrator supporter
follower fan reader viewer member
"""
PEOPLE = frozenset(_PEOPLE.split())

FEMALE_NOUNS = frozenset(
    """woman girl lady mother daughter sister wife widow aunt niece grandmother granddaughter girlfriend
    fiancee congresswoman chairwoman spokeswoman councilwoman businesswoman actress queen princess nun
    saleswoman policewoman stateswoman heiress duchess baroness
    """.split()
)
MALE_NOUNS = frozenset(
    """man boy guy gentleman father son brother husband widower uncle nephew grandfather grandson
    boyfriend fiance congressman chairman spokesman councilman businessman king prince pope monk
    salesman policeman statesman fisherman duke priest
    """.split()
)

_BODIES = """
government administration ministry department agency bureau office commission committee council board panel
court tribunal parliament congress senate house assembly legislature cabinet party coalition alliance union
bloc federation association organization organisation institute institution foundation university college
school hospital company firm corporation bank group giant maker airline manufacturer retailer startup campaign
team club league network newspaper paper magazine journal outlet publication channel broadcaster station
website site service think-tank thinktank centre center charity nonprofit watchdog regulator authority police
army military navy force forces kremlin embassy mission city state county country nation republic kingdom town
village province region task-force pac militia movement sub-committee subcommittee delegation staff
secretariat studio operator utility port cooperative brigade
"""
BODIES = frozenset(_BODIES.split())

_PAPERS = """
report study survey poll analysis memo memorandum statement document letter email e-mail article story piece
editorial column op-ed essay book paper ruling decision opinion lawsuit complaint indictment filing brief
transcript video audio recording data datum figure figures statistics tally estimate forecast research review
investigation audit tweet post message release communique communiqué resolution charter law bill treaty
agreement declaration speech testimony slide finding findings result results average dossier leaflet blog
commentary account notice bulletin guidance manifesto chart page passage excerpt clip caption footnote
chapter presentation
"""
PAPERS = frozenset(_PAPERS.split())

PIECES = frozenset("slide chart page passage excerpt clip caption footnote chapter".split())
"""Parts of a paper or show: "another slide" is the same maker's."""

CLAIMS = frozenset(
    """claim assertion allegation accusation argument contention statement suggestion insistence warning promise
    pledge vow prediction belief view complaint charge admission denial assurance declaration remark
    """.split()
)
"""Nouns whose that-clause is what their owner said."""

RESEARCH = frozenset(
    """report study survey poll analysis research review finding findings paper assessment investigation
    audit article story piece editorial column memo memorandum statement document
    """.split()
)
"""Papers that the next sentence may call by another of these words."""

NOT_PEOPLE = frozenset(
    """wire lantern courier echo show times post news journal herald tribune hour morning evening report
    act law award prize airport street avenue square tower hall bridge stadium park road deal war day
    case doctrine plan memorial museum library theater theatre hotel festival cup games bowl open
    classic prize building room island lake river mount mountain county beach bay review gazette
    chronicle globe mail sun star today magazine daily weekly week live tonight radio television tv
    """.split()
)
"""Words that no person's name ends with: "Harvey Morning Show", "Ford Tower"."""

_GROUPS = """
people officials leaders aides advisers advisors allies lawmakers members ministers diplomats experts analysts
economists scientists researchers scholars critics supporters opponents voters residents protesters
demonstrators activists republicans democrats conservatives liberals workers parents students teachers doctors
physicians officers prosecutors investigators authorities sources reporters journalists media press neighbours
neighbors police troops soldiers rebels militants militias fishermen farmers unions residents investors
traders families relatives witnesses survivors victims
"""
GROUPS = frozenset(_GROUPS.split())

QUANTITIES = frozenset(
    "some many most several few others other another all both one two three four five dozens hundreds "
    "thousands majority half percent number group lot handful".split()
)

INDEFINITE = frozenset(
    "a an another some any one two three four five six several many few no every each most".split()
)

SUFFIXES = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])

PARTICLES = frozenset(
    "de del della da di du dos das la le el al bin ibn ben van von der den ter ten af av zu abu st. san".split()
)

NICKNAMES = (
    ("michael", "mike", "mick"), ("william", "bill", "will", "billy"), ("robert", "bob", "rob", "bobby"),
    ("james", "jim", "jimmy"),
    ("joseph", "joe", "joey"), ("thomas", "tom", "tommy"), ("richard", "dick", "rick"),
    ("charles", "chuck", "charlie"), ("edward", "ed", "ted", "eddie"), ("donald", "don"), ("bernard", "bernie"),
    ("anthony", "tony"), ("daniel", "dan", "danny"), ("david", "dave"), ("stephen", "steve", "steven"),
    ("christopher", "chris"), ("matthew", "matt"), ("andrew", "andy", "drew"), ("nicholas", "nick"),
    ("timothy", "tim"),
    ("kenneth", "ken"), ("benjamin", "ben"), ("samuel", "sam"), ("alexander", "alex", "sasha"),
    ("elizabeth", "liz", "beth", "betty"), ("katherine", "catherine", "kate", "kathy", "katie"),
    ("margaret", "meg", "maggie", "peggy"), ("patricia", "pat", "patty"), ("jennifer", "jen", "jenny"),
    ("deborah", "debbie", "debra"), ("susan", "sue", "suzanne"), ("rebecca", "becky"), ("victoria", "vicky"),
    ("jacob", "jake"),
    ("jonathan", "jon"), ("john", "jack", "johnny"), ("lawrence", "larry"), ("gerald", "jerry"),
    ("peter", "pete"), ("philip", "phil", "phillip"), ("raymond", "ray"), ("ronald", "ron"),
    ("gregory", "greg"),
    ("jeffrey", "jeff", "geoffrey"), ("douglas", "doug"), ("frederick", "fred"), ("eugene", "gene"),
    ("leonard", "len"), ("nathaniel", "nathan", "nate"), ("zachary", "zach"), ("abraham", "abe"),
    ("volodymyr", "vladimir", "wolodymyr"),
    ("sergei", "sergey", "serhiy", "serhii"), ("dmitry", "dmitri", "dmytro"),
    ("aleksandr", "alexandr", "oleksandr", "alexander"), ("mikhail", "mykhailo"),
    ("yuri", "yury", "yuriy", "iurii"),
    ("andrei", "andrey", "andriy", "andrii"), ("oleksiy", "alexei", "aleksei", "alexey", "oleksii"),
    ("mohammed", "muhammad", "mohamed", "mohammad", "muhammed"),
)  # fmt: skip

COMMON_SURNAMES = frozenset(
    """smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez
    wilson anderson thomas taylor moore jackson martin lee perez thompson white harris sanchez clark
    ramirez lewis robinson walker young allen king wright scott torres nguyen hill flores green adams
    nelson baker hall rivera campbell mitchell carter roberts gomez phillips evans turner diaz parker
    cruz edwards collins reyes stewart morris morales murphy cook rogers gutierrez ortiz morgan cooper
    peterson bailey reed kelly howard ramos kim cox ward richardson watson brooks chavez wood james
    bennett gray mendoza ruiz hughes price alvarez castillo sanders patel myers long ross foster
    jimenez powell li wang zhang chen liu yang huang wu zhou singh khan ali ahmed hassan hussein park
    choi ivanov petrov popov kumar sharma silva santos fernandez muller schmidt weber meyer bush ford
    bell grant hunt may warren murray barnes simmons hamilton graham wallace west cole stone butler
    fisher ryan shaw burns gordon rice hart
    """.split()
)

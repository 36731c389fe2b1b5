"""Word lists that deletion leans on; each says why its words are in it."""

from __future__ import annotations


def words(text: str, /) -> frozenset[str]:
    """A set of words from a text that lists them."""
    return frozenset(text.split())


# Adverbs of the cue that say when or in what order it was said: a bullet stands alone, so they go.
DISCOURSE = words(
    """also too however meanwhile moreover furthermore additionally then later earlier afterwards subsequently
    therefore thus consequently accordingly likewise similarly nevertheless nonetheless instead still again
    already recently previously finally first firstly second secondly next now today yesterday tonight
    immediately separately simultaneously yet just soon ago here there since"""
)

# Words whose loss changes what was claimed; no phrase that holds one is ever deleted.
PROTECTED = words(
    """not n't n’t no never neither nor none nobody nothing only unless until without if whether except barely
    hardly scarcely rarely seldom cannot may might could should must would few fewer less least provided
    assuming allegedly reportedly apparently supposedly purportedly"""
)

# Adverbs that "has" must stay in front of: "Has long maintained", not "Long maintained".
KEEPS_AUXILIARY = words("long never not n't n’t ever always yet since hardly rarely")

# Conjunctions of adverbial clauses that may go; "if", "unless", "until" and the like may not.
LOOSE_MARKS = words("as while after before when although though whereas since because")

# Marks that make a cue's clause hypothetical: "if Roe said so", "before Roe said so" is nothing that Roe said.
HYPOTHETICAL = words("if unless until before whether lest should")

# Verbs that take a clause without "that" or a colon: "Said the bridge is closed".
TAKES_CLAUSE = words(
    """say think believe insist argue claim maintain contend suggest warn note add admit acknowledge concede
    predict hope fear agree estimate report allege know feel announce assert promise vow confirm deny joke
    complain boast recall learn find conclude declare stress indicate expect suspect figure guess reckon state
    remember explain show see imagine doubt testify swear"""
)

# Nouns that stand for a plain claim; "the hope that" or "the fear that" claims nothing.
CLAIM_NOUNS = words("claim statement assertion argument view belief comment remark contention opinion")

# Verbs that stand between a nested cue and the facts: what they govern may never have been said.
SPEECH_OVER = words(
    """say claim allege argue deny doubt dispute suggest report believe think insist assert hope fear expect
    wonder ask imagine predict pretend assume suspect want wish imply write tell add note state maintain
    contend"""
)

# Nouns with which "this" and "that" point at the calendar, not at the text.
CALENDAR = words(
    """year month week weekend day morning afternoon evening night summer spring autumn fall winter season
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december century decade time era election cycle"""
)

OPENERS = frozenset('“"«„‟‘`')
CLOSERS = frozenset("”\"»’'")
DOUBLE_OPEN = frozenset('“"«„‟')
DOUBLE_CLOSE = frozenset('”"»')
DASHES = frozenset(["-", "–", "—", "―", "--", "---"])

# Nouns for one person, to which "he" or "she" may point.
PERSONS = words(
    """
    man woman person mother father son daughter wife husband brother sister candidate president nominee senator
    governor mayor officer official victim suspect leader minister king queen boy girl child student lawyer
    attorney judge billionaire businessman friend voter democrat republican spokesman spokeswoman chief
    chairman chairwoman director patient soldier driver gunman shooter rival opponent colleague successor
    predecessor guy politician reporter journalist doctor congressman congresswoman
    client customer migrant immigrant refugee prisoner worker employee teacher nurse tenant resident
    neighbour neighbor boss coach player"""
)

# Verbs that point at something said elsewhere: what is quoted behind them is not what they report.
POINTS_AT = words("reference refer cite regard quote echo call describe label dub give")

# Words of a cue that tells how somebody fared rather than what they said or did.
NO_ACT = frozenset({"unable", "do well", "choice words"})

# Verbs after which the other one did what the infinitive says; not "ask", "urge", "want".
IMPLICATIVE = words("force compel lead prompt cause get oblige")

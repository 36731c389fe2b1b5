"""Which parameters of an address only say how a reader came to a page: names and shapes, as data."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

_PREFIXES = re.compile(
    r"(?:utm|at|pk|mtm|piwik|matomo|hsa|itm|ga|wt|fb|ns|amp|guce|guc|vero|oly|soc|mc|_hs)[_.]"
)
_NAMES = frozenset(
    """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid ymclid twclid ttclid li_fat_id igshid igsh
    mkt_tok srsltid cmp cmpid cmpgn campaign_id camp ncid ocid icid s_cid s_campaign intcmp int_cmp
    intcid mbid emc smid smtyp smtype partner ftag ftcamp xtor sr_share sref spref sh taid tpcc
    guccounter _ga _gl _hsenc _hsmi hsctatracking wickedid rss feedtype feedname feedspot
    __twitter_impression mod reflink traffic_source nr_email_referer action_object_map action_type_map
    action_ref_map ref ref_src ref_url referrer referer refsrc referral sfns sharetype sharetoken share
    shared_via socialsharing sociallinks linkid_share leadsource ns_mail_uid ns_mail_job echobox
    _echobox tblci obref obinsource dgclid epik cvid usqp amp _amp ampshare algorithm_trace
    newsletter_id nlid nl_id mailing_id ml_subscriber ml_subscriber_hash trk trkinfo trk_contact
    feature_share giftcopy unlocked_article_code gift wtrid wt_mc wt.mc_id print printable output_rss
    """.split()
)
# These name an article on one site and a channel of distribution on the next: it is the value that tells.
_BY_VALUE = frozenset("source src from origin via medium output outputtype view mode cid channel type".split())
_CHANNELS = re.compile(
    r"(?:rss|feed|atom|twitter|facebook|fb|x|linkedin|whatsapp|telegram|instagram|reddit|email|e-?mail|newsletter|social"
    r"|share|app|homepage|home|google|amp|mobile|push|flipboard|applenews|tw|ig)(?:[-_.:].*)?"
)


def is_tracking(name: str, value: str, /) -> bool:
    """Whether a parameter may go without another article being meant.

    Args:
        name: Decoded.
        value: Decoded; decides for names that some sites need ("source=rss" goes, "source=4711" stays).
    """
    key = name.lower()
    if key in _NAMES or _PREFIXES.match(key):
        return True
    return key in _BY_VALUE and bool(_CHANNELS.fullmatch(value.lower()))


def without_tracking(url: str, /) -> str:
    """The same address without parameters that only say how a reader came; everything else stays as written."""
    whole, hash_sign, fragment = url.partition("#")
    path, mark, query = whole.partition("?")
    if not mark:
        return url
    kept = [part for part in query.split("&") if not _is_tracking(part)]
    return path + ("?" if kept else "") + "&".join(kept) + hash_sign + fragment


def _is_tracking(part: str) -> bool:
    name, _, value = part.partition("=")
    return is_tracking(unquote_plus(name), unquote_plus(value))

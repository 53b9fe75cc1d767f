"""Which country lies in which of the four regions."""

from functools import cache

from babel import Locale

from community.accounts.traits import Region

_CODES = {
    Region.NORTH_AMERICA: "BM CA GL PM US",
    Region.LATIN_AMERICA: """
        AG AI AR AW BB BL BO BQ BR BS BZ CL CO CR CU CW DM DO EC FK GD GF GP GT GY HN
        HT JM KN KY LC MF MQ MS MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI""",
    Region.APAC: """
        AS AU BD BN BT CC CK CN CX FJ FM GU HK ID IN IO JP KG KH KI KP KR KZ LA LK MH
        MM MN MO MP MV MY NC NF NP NR NU NZ PF PG PH PN PW SB SG TH TJ TK TL TM TO TV
        TW UZ VN VU WF WS""",
    Region.EMEA: """
        AD AE AF AL AM AO AT AX AZ BA BE BF BG BH BI BJ BW BY CD CF CG CH CI CM CV CY
        CZ DE DJ DK DZ EE EG EH ER ES ET FI FO FR GA GB GE GG GH GI GM GN GQ GR GW HR
        HU IE IL IM IQ IR IS IT JE JO KE KM KW LB LI LR LS LT LU LV LY MA MC MD ME MG
        MK ML MR MT MU MW MZ NA NE NG NL NO OM PK PL PS PT QA RE RO RS RU RW SA SC SD
        SE SH SI SJ SK SL SM SN SO SS ST SY SZ TD TG TN TR TZ UA UG VA XK YE YT ZA ZM
        ZW""",
}

REGION_OF = {code: region for region, codes in _CODES.items() for code in codes.split()}


@cache
def country_choices() -> tuple[tuple[str, str], ...]:
    """Return (code, English name) of every country, by name."""
    names = Locale("en").territories
    named = [(code, str(names[code])) for code in REGION_OF]
    return tuple(sorted(named, key=lambda pair: pair[1]))


def country_name(code: str) -> str:
    return str(Locale("en").territories[code])

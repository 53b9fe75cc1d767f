"""Domains at which anybody gets an address, beyond those that packages list.

Facts, gathered by region: providers of mail, internet lines that come with a mailbox,
forwarding services, and givers of names on which anybody may receive mail.
"""

_EVERYWHERE = """
    aim.com anonaddy.com anonaddy.me addy.io addymail.com cock.li countermail.com
    ctemplar.com disroot.org duck.com fastmail.com fastmail.fm games.com hey.com
    hushmail.com icloud.com keemail.me lavabit.com love.com mailbox.org mailfence.com
    mozmail.com passmail.net pm.me posteo.net privaterelay.appleid.com proton.me
    protonmail.ch protonmail.com riseup.net runbox.com simplelogin.co simplelogin.com
    skiff.com startmail.com tuta.com tuta.io tutamail.com tutanota.com tutanota.de
    vivaldi.net windowslive.com wow.com ygm.com zoho.com zohomail.com zohomail.eu zohomail.in
"""
_NORTH_AMERICA = """
    att.net bell.ca bell.net bellsouth.net cableone.net centurylink.net charter.net
    cogeco.ca comcast.net cox.net eastlink.ca embarqmail.com frontier.com
    frontiernet.net hughes.net mediacombb.net mts.net nf.sympatico.ca optimum.net
    optonline.net q.com roadrunner.com rogers.com rr.com sasktel.net sbcglobal.net
    shaw.ca spectrum.net suddenlink.net sympatico.ca tds.net teksavvy.com telus.net
    verizon.net videotron.ca wavecable.com windstream.net wowway.com xfinity.com
    xplornet.com
"""
_LATIN_AMERICA = """
    ciudad.com.ar cablenet.com.ni cantv.net claro.com.br etb.net.co fibertel.com.ar
    globo.com globomail.com movistar.com.ar oi.com.br prodigy.net.mx r7.com
    speedy.com.ar superig.com.br telmex.com une.net.co vtr.net
"""
_WESTERN_EUROPE = """
    1und1.de a1.net alice-dsl.net arcor.de bbox.fr belgacom.net blueyonder.co.uk
    bluewin.ch btopenworld.com cegetel.net chello.at chello.nl club-internet.fr
    eircom.net ewetel.net fastwebnet.it hispeed.ch home.nl iol.ie iol.it kabelmail.de
    kabsi.at kpnmail.nl kpnplanet.nl mailo.com movistar.es netcologne.de neuf.fr
    nordnet.fr numericable.fr o2online.de online.de ono.com osnanet.de plusnet.net
    proximus.be quicknet.nl quickline.ch sfr.fr solcon.nl sunrise.ch tim.it
    tin.it unitybox.de upcmail.at upcmail.ie upcmail.nl versanet.de vodafone.de
    vodafone.it vodafonemail.de vodafonethuis.nl voo.be wxs.nl zeelandnet.nl zonnet.nl
    e-mail.de mail.fr msn.co.uk noos.fr onlinehome.de voila.fr
"""
_NORTHERN_EUROPE = """
    bahnhof.se bredband.net bredband2.com broadpark.no comhem.se dnainternet.net
    elisanet.fi glocalnet.net hot.ee inbox.lt inbox.lv inet.fi jubii.dk kolumbus.fi
    chello.no epost.no getmail.no start.no tele2.no lyse.net mail.dk mail.ee mail.telia.com netti.fi online.ee online.no pp.inet.fi
    simnet.is stofanet.dk tdcadsl.dk tele2.se telia.com telia.se tiscali.dk
"""
_EASTERN_EUROPE = """
    apollo.lv atlas.cz azet.sk bigpond.sk dir.bg forthnet.gr freemail.gr hol.gr indamail.hu
    interia.eu internet.ru iol.cz meta.ua mail.ua mail.kz net.hr netcabo.pt otenet.gr
    pobox.sk pochta.ru qip.ru siol.net t-2.net t-com.hr t-online.hu tlen.pl upcmail.hu
    vodafone.hu volny.cz yandex.by yandex.kz yandex.uz zoznam.sk
"""
_ASIA_PACIFIC = """
    aapt.net.au airtelmail.in au.com biglobe.ne.jp bsnl.in clear.net.nz daum.net
    docomo.ne.jp dodo.com.au emirates.net.ae eonet.ne.jp ezweb.ne.jp goo.jp hkbn.net
    hinet.net i.softbank.jp iprimus.com.au in.com infoseek.jp jcom.home.ne.jp kakao.com
    korea.com mtnl.net.in nate.com netspace.net.au netvigator.com nifty.com ocn.ne.jp
    pacific.net.sg paradise.net.nz pchome.com.tw plala.or.jp seed.net.tw slingshot.co.nz
    so-net.ne.jp softbank.ne.jp starhub.net.sg streamyx.com t.vodafone.ne.jp tm.net.my
    vodafone.ne.jp wo.cn xnet.co.nz ybb.ne.jp asahi-net.or.jp chol.com chollian.net
    commufa.jp dion.ne.jp dreamwiz.com dti.ne.jp freechal.com hanafos.com hanmir.com
    hi-ho.ne.jp hitel.net infoseek.co.jp infoweb.ne.jp kornet.net live.co.kr live.hk
    livedoor.com nifty.ne.jp odn.ne.jp paran.com zaq.ne.jp
"""
_MIDDLE_EAST_AFRICA = """
    012.net.il barak.net.il bezeqint.net lantic.net mtnloaded.co.za mweb.co.za
    netvision.net.il superonline.com telkomsa.net ttmail.com ttnet.net.tr vodamail.co.za
    walla.co.il walla.com zahav.net.il zamnet.zm
"""
_GIVERS_OF_NAMES = """
    abrdns.com cc.cd ccwu.cc chickenkiller.com ddns.net de5.net dedyn.io dpdns.org
    dyndns.org dynu.net eu.cc eu.org freeddns.org ggff.net hopto.org ignorelist.com
    indevs.in is-a.dev jumpingcrab.com mooo.com mywire.org no-ip.org nom.za
    onmicrosoft.com pp.ua qzz.io strangled.net sytes.net us.ci us.kg us.to xx.kg zapto.org
"""

FREE_MAIL = frozenset(
    domain
    for text in (
        _EVERYWHERE,
        _NORTH_AMERICA,
        _LATIN_AMERICA,
        _WESTERN_EUROPE,
        _NORTHERN_EUROPE,
        _EASTERN_EUROPE,
        _ASIA_PACIFIC,
        _MIDDLE_EAST_AFRICA,
        _GIVERS_OF_NAMES,
    )
    for domain in text.split()
)
FAMILIES = frozenset(
    ("aol", "gmx", "googlemail", "hotmail", "outlook", "posteo", "yahoo", "yandex")
)
"""Names that belong to providers under every ending: yahoo.fr, yahoo.co.jp and so on."""

"""What became of the sample's troubles: reports, decisions and appeals, and what waits."""

from collections.abc import Mapping

from community.core.sampling import Trouble, Troubling
from moderation.appeals.kinds import Ruling
from moderation.deciding import Decision
from moderation.kinds import Reason, Verdict
from moderation.notices.senders import Sender
from moderation.sample.past import Past

_WRONG, _PASSAGE = "What is wrong with it?", "Which words?"


class SampleCases:
    """The core.sampling.TellsCases of app.py."""

    def tell(self, troubles: Mapping[Trouble, Troubling]) -> None:
        past = Past(troubles)
        _advert(past)
        _name(past)
        _harsh_review(past)
        _insult(past)
        _contract(past)
        _waiting(past)
        past.forget_letters()


def _decision(
    verdict: Verdict, reason: Reason | None, facts: str, *texts: str
) -> Decision:
    return Decision(verdict, reason, facts, "", 0, texts)


def _advert(past: Past) -> None:
    """Hidden as advertising; its author appealed in vain, and was warned."""
    for who, ago in (("ada", 1070), ("cleo", 1066)):
        details = (_WRONG, "A reseller who answers no question, with a link to a shop.")
        case = past.report(who, Trouble.ADVERT, Reason.ADVERTISING, details, ago=ago)
    facts = "It offers licences for sale and says nothing about the question."
    hide = _decision(Verdict.HIDE, Reason.ADVERTISING, facts)
    action = past.decide("mo", case, hide, ago=1062)
    appeal = past.appeal(
        action,
        case,
        Trouble.ADVERT,
        "It was meant as a help: everybody here wants to pay less, and with us they do.",
        ago=1030,
    )
    facts = "The answer sells something. Help would say what was paid, and for what."
    past.judge("mia", appeal, Ruling.UPHOLD, facts, ago=1000)
    seller = past.item(Trouble.ADVERT).author
    facts = (
        "You offered licences in an answer. Once more, and you lose the right to post."
    )
    past.warn("mia", seller, Reason.ADVERTISING, facts, ago=999)
    past.note("mia", seller, "Resells licences; knows the rule by now.", ago=998)


def _name(past: Past) -> None:
    """Redacted: the price stays, the name goes."""
    words = past.words(Trouble.NAME)
    case = past.report(
        "ben",
        Trouble.NAME,
        Reason.IDENTIFIES,
        (_PASSAGE, words),
        (_WRONG, "It names a salesman, who did not ask to be known for his discounts."),
        ago=700,
    )
    text = past.item(Trouble.NAME).parts[0][1].replace(words, "[name removed], who")
    facts = "It named the vendor’s salesman. What he offered stays."
    redact = _decision(Verdict.REDACT, Reason.IDENTIFIES, facts, text)
    past.decide("mia", case, redact, ago=698)


def _harsh_review(past: Past) -> None:
    """Refused to a vendor that wanted a review taken down, as the log says."""
    case = past.report(
        "rae",
        Trouble.HARSH_REVIEW,
        Reason.FABRICATED,
        ("Which figure?", "The stars."),
        (_WRONG, "None of our customers would write this about the renewal."),
        ago=480,
    )
    facts = "The reviewer’s organisation is verified. That it is harsh is no reason."
    past.decide("mo", case, _decision(Verdict.APPROVE, None, facts), ago=470)


def _insult(past: Past) -> None:
    """Held by four flags, hidden by a moderator, and the question locked; appealed."""
    for who, ago in (("ada", 359), ("ben", 358.5), ("cleo", 358), ("mia", 357.5)):
        words = (_PASSAGE, past.words(Trouble.INSULT))
        details = (_WRONG, "It calls people names and says nothing about the price.")
        case = past.report(
            who, Trouble.INSULT, Reason.HARASSMENT, words, details, ago=ago
        )
    facts = "It insults who asked and everybody who answered."
    hide = _decision(Verdict.HIDE, Reason.HARASSMENT, facts)
    action = past.decide("mo", case, hide, ago=357)
    facts = "The answers have turned into a quarrel; all that helps has been said."
    lock = _decision(Verdict.LOCK, Reason.HARASSMENT, facts)
    past.decide("mo", past.open("mo", Trouble.HEATED, ago=356), lock, ago=356)
    text = (
        "I was rude, granted. But the point stands: nobody should pay the list price."
    )
    past.appeal(action, case, Trouble.INSULT, text, ago=26)


def _contract(past: Past) -> None:
    """Hidden as confidential; on appeal it turned out to be public, and came back."""
    case = past.report(
        "cleo",
        Trouble.CONTRACT,
        Reason.CONFIDENTIAL,
        (_PASSAGE, past.words(Trouble.CONTRACT)),
        (_WRONG, "That is a clause of a contract, word for word."),
        ago=280,
    )
    facts = "It quotes a clause of an order form."
    hide = _decision(Verdict.HIDE, Reason.CONFIDENTIAL, facts)
    action = past.decide("mo", case, hide, ago=277)
    text = "These are the standard terms from their public site, for everybody to read."
    appeal = past.appeal(action, case, Trouble.CONTRACT, text, ago=260)
    facts = "The clause stands in the public terms, word for word. It may be quoted."
    past.judge("mia", appeal, Ruling.OVERTURN, facts, ago=230)


def _waiting(past: Past) -> None:
    """Leave reports undecided: what moderators find in their queue today."""
    past.report(
        "cleo",
        Trouble.OLD_ANSWER,
        Reason.OUTDATED,
        ("What is right today, and since when?", "Another edition, since last year."),
        (_WRONG, "The edition that this is about is not sold any more."),
        ago=30,
    )
    for who, ago in (("ben", 3.5), ("ada", 3)):
        past.report(
            who,
            Trouble.DIRECT_LINE,
            Reason.IDENTIFIES,
            (_PASSAGE, past.words(Trouble.DIRECT_LINE)),
            (_WRONG, "A person’s name, and an invitation to call her at home."),
            ago=ago,
        )
    past.report(
        "rae",
        Trouble.ACCUSATION,
        Reason.ILLEGAL,
        ("Which words exactly?", past.words(Trouble.ACCUSATION)),
        ("Which law does it break, in which country?", "Defamation, Ireland."),
        (_WRONG, "It says that we commit a crime, and gives no fact."),
        ago=8,
        signed=Sender("Rae Alder", "rae@arbor.example"),
    )
    past.report(
        "rae",
        Trouble.OTHER_REVIEW,
        Reason.FABRICATED,
        ("Which figure?", "The stars for support."),
        (_WRONG, "We find no customer to whom this could have happened."),
        ago=20,
    )
    for one in (Trouble.COPIED, Trouble.COPY):
        past.look(one)

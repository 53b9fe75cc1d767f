"""What the filter for advertising knows before moderators taught it anything.

Written for this: what people ask and answer about prices here, and what sellers of
other things leave in forums.
"""

from moderation.spam import Example

_HAM = """
What did you pay for 200 seats of a help desk on a three year term?
Our renewal went up by 22 percent, is that usual for this vendor?
We got 18 % off after we showed them a competing quote at quarter end.
Does anybody know whether the price per user falls above 500 users?
They wanted payment in advance for three years; we settled on yearly.
Single sign-on cost us extra, and nobody said so before we signed.
How long did your negotiation take from the first quote to the signature?
The list price was raised in January, but our contract has a cap of 5 %.
Is the support tier negotiable, or does everybody pay the same rate?
We are 300 people in Germany and bought through a reseller.
Ask for the uplift cap in writing before you talk about the discount.
What is a fair price for storage per terabyte and year these days?
The onboarding fee was waived once we agreed to be a reference.
Has anybody moved from monthly to annual billing and kept the price?
Which modules did you leave out to stay within your budget?
We compared three offers, and the middle one was the best in the end.
The true-up at the end of the year was more expensive than we thought.
Can I reduce the number of seats at the renewal, or only add some?
Implementation took four months and cost about as much as one year.
They quote in dollars only; how do you deal with the exchange rate?
I think the price per core is the better deal if your load is even.
The contract renews by itself unless you cancel 90 days before.
Good product, slow support: two weeks for an answer is too long.
Our procurement asks for two quotes, so we had some leverage.
What is included in the premium plan that the standard one lacks?
We pay per API call and had a bad surprise in the second month.
The vendor’s rep answered within a day and sent a revised quote.
Do universities get another price than companies of the same size?
I would wait until the end of their fiscal year, that helped us.
Thanks, that matches what we were told last week.
How do you count external contractors under the new licence terms?
For 40 users we pay 31 a month each, billed yearly, without tax.
Is anyone using it with more than a thousand devices?
The discount came with a clause that we may not publish our name.
Our auditors asked for a report that costs extra on the small plan.
Where can I find what others paid for professional services by the hour?
Exporting our data was included, importing was not.
We left after two years because the price doubled at the renewal.
Maintenance is 20 percent of the licence each year, is that high?
Did you get a price hold for later additions?
"""
_SPAM = """
Buy cheap watches online, best price guaranteed, free shipping!!!
Lose weight fast with this natural supplement, order your free trial now
Call now +1 555 0100 for instant personal loans, no credit check
Work from home and earn 5000 dollars a week, click here
Best love marriage specialist, call +91 00000 00000 for black magic
Cheap designer handbags outlet, 70 % off, visit www.example.com
Download full movie HD free without registration
Win big at our online casino, 200 free spins, sign up bonus
Packers and movers in your city, affordable rates, call today
Buy followers and likes, real accounts, instant delivery
Get rid of wrinkles with this amazing anti aging cream
Male enhancement pills, 100 % natural, see results in 7 days
Invest in crypto today, double your money in 24 hours guaranteed
Customer support toll free number, technician available 24/7
I made 3000 in my first week with this system, ask me how
Essay writing service, plagiarism free, delivered overnight
Cheap football jerseys wholesale from China
Visit my blog for the best keto diet tips and recipes
Hot singles in your area are waiting to meet you
Best SEO services company, rank first on google, contact us
Escort service available, call me anytime
Muscle building supplement review, does it really work?
Watch live streaming free online today match
Vashikaran mantra to get your love back in 3 days
Get your license, passport and certificates online, fast delivery
Herbal remedy cures diabetes forever, doctors hate it
Limited offer!!! Buy one get one free, order now
Web design and mobile app development company, hire us now
Astrologer solves all your problems, whatsapp number inside
Free gift card generator no survey 2024
Replica sunglasses, cheap shoes, outlet store online
Payday loans bad credit ok, money in your account today
Enlarge your business with bulk email leads, 10 million contacts
Skin care serum free sample, click the link below
Printer support phone number, call our experts now
Buy instagram verified accounts at www.example.net
Learn how to hack any account in five minutes
Best garcinia extract, burn belly fat without exercise
Immigration visa consultants, 100 % success rate, apply now
Earn passive income, join my team, message me on telegram
"""
PRIMER = [
    Example(line, is_spam)
    for texts, is_spam in ((_HAM, False), (_SPAM, True))
    for line in texts.strip().splitlines()
]

"""Which phrases break L13 and L14? Our own lists; each pattern starts at the beginning of a word."""

from __future__ import annotations

#: Names of offices and seats that have one of the election words in them, and are let pass.
OFFICE_NAMES = (
    r"(?:(?:House|Senate|Joint)\s)?(?:Committee on )?Elections?"
    r"(?: Finance| and| Government| Operations| Policy| Subcommittee)* (?:Committee|Division|Subcommittee)\b",
    r"Committee on Elections?\b",
    r"Elections? (?:Finance )?and Government Operations\b",
    r"[Ee]lection [Dd]istricts?\b",
    r"(?:[Ss]tudent|[Cc]lass|[Ss]chool)(?:[- ](?:council|body|government))? elections?\b",
    r"Campaign Finance (?:and Public Disclosure )?Board\b",
    r"(?:[Oo]ur|[Tt]his|[Tt]he) (?:reading|letter|public|attendance|book|tutoring|literacy) campaigns?\b",
)

#: Parties; "democratic process" is none, and neither is a birthday party.
PARTY_PHRASES = (
    r"(?:Democrats?|DFL(?:ers?)?|Republicans?|GOP|Libertarians?|DNC|RNC|MAGA)\b",
    r"Democratic(?! (?:process|processes|society|institutions?|values|participation|republic|principles))\b",
    r"(?i:your|my|his|her|the other|which|each|either|political|majority|minority|ruling) (?:own |political )?"
    r"part(?:y|ies)(?=[\s.,;:!?’']|$)(?! (?:for|at|in|with|room|last|next|planner|supplies|was|on)\b)",
    r"(?:Green|Independence) Party\b",
)

#: Candidates and elections.
ELECTION_PHRASES = (
    r"(?:re-?elections?|re-?elect(?:ed|ing)?|unelect|elections?|electoral|midterms?|ballots?|the incumbent)\b",
    r"elect (?:someone|somebody|people|leaders|a|new|another|you|him|her)\b",
    r"(?:candidates?|candidacy) for (?:the |a )?(?:\w+ )?"
    r"(?:office|governor|senate|senator|house|legislature|representative|congress|board|seat)\b",
    r"(?:your|any|all|other|which|opposing|challenging|the other) (?:\w+ )?(?:candidates?|candidacy)\b"
    r"(?! for (?:a|an|the|this|our) (?:\w+ )?(?:job|position|post|principal|superintendent|teacher))",
    r"your candidacy\b",
    r"vot(?:e|ed|ing) (?:for|against) (?:you|him|her|them|someone|somebody|anyone|your|another|any)\b",
    r"vote (?:you|him|her|them) (?:out|in)\b",
    r"my votes?\b(?! (?:in|on) (?:the )?(?:board|council|committee))",
    r"(?:lose|losing|win|winning|earn|cost you) (?:\w+ )?votes?\b",
    r"(?:at|to) the (?:polls|ballot box)\b",
    r"(?:primary|caucus(?:es)?) (?:election|night)\b",
    r"(?:your|re-?election|political|election|senate|legislative|governor's) (?:\w+ )?campaign(?:s|ing)?\b",
    r"campaign (?:promises?|trail|contributions?|donations?|donors?|season|signs?|funds?)\b",
    r"endors(?:e|es|ed|ement) (?:of )?(?:you|him|her|them|any|a candidate|your)\b",
    r"your (?:opponents?|challengers?|rivals?)\b",
    r"run(?:s|ning)? (?:for (?:office|governor|senate|the house|the senate|re-?election|school board)|against you)\b",
    r"pacs? (?:money|donors|contributions)\b",
    r"donat(?:e|ed|ion|ions) to (?:your|his|her|their|the) (?:\w+ )?(?:campaign|opponent)\b",
)

#: What reads as a threat to the reader.
THREATS = (
    r"you(?:’ll|'ll| will| are going to) (?:\w+ )?(?:regret|pay for|be sorry|be fired|lose your|suffer|answer for)\b",
    r"or else(?=[.!,]|$)",
    r"there will be consequences\b",
    r"(?:watch your back|watch out|be warned|consider this a warning|last warning)\b",
    r"(?:we|i) (?:know|found out) where (?:you|your \w+) (?:lives?|works?|sleeps?)\b",
    r"(?:we|i)(?:’ll| will|'ll)(?: all)? (?:\w+ )?"
    r"(?:remember this|make you|come for you|come after you|destroy|ruin|expose|sue you|hurt|kill|end your)\b",
    r"make (?:sure|certain) (?:that )?you (?:lose|never|are fired|regret|pay)\b",
    r"(?:cost|lose) you (?:your )?(?:job|seat)\b",
    r"you (?:should|deserve to) (?:burn|die|rot|be ashamed)\b",
)

#: What insults the reader or others, whatever words it takes.
INSULTING_PHRASES = (
    r"shame on you\b",
    r"in the pockets? of\b",
    r"bought and paid for\b",
    r"sick of you\b",
    r"you people\b",
    r"how dare you\b",
    r"you (?:don[’']t|do not|couldn[’']t|could not|never) care\b",
    r"waste of (?:space|skin|oxygen)\b",
    r"go to hell\b",
)

"""Which words give a letter away? The lists of L4, L7, L12, L13 and L14, kept apart from the rules."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: L4: fields of policy besides schools; two different words of one make a second issue.
OTHER_ISSUES: dict[str, frozenset[str]] = {
    "abortion": frozenset({"abortion", "abortions", "pro-life", "pro-choice", "roe"}),
    "guns": frozenset({"gun", "guns", "firearm", "firearms", "ammunition", "rifles", "pistol"}),
    "immigration": frozenset({"immigration", "border", "deportation", "asylum", "visas"}),
    "climate and energy": frozenset({"climate", "carbon", "emissions", "pipeline", "solar", "fossil", "renewable"}),
    "roads and transit": frozenset({"highway", "highways", "potholes", "interstate", "freeway", "light-rail", "transit", "snowplows"}),
    "health care": frozenset({"medicare", "medicaid", "insulin", "prescription", "hospitals", "health-care"}),
    "taxes": frozenset({"sales-tax", "income-tax", "gasoline", "estate-tax", "irs", "refund", "rebate"}),
    "crime and police": frozenset({"police", "crime", "carjacking", "carjackings", "prisons", "sentencing", "sheriff"}),
    "housing": frozenset({"rents", "landlord", "landlords", "zoning", "evictions", "mortgage", "rent-control"}),
    "betting and drugs": frozenset({"cannabis", "marijuana", "betting", "casino", "casinos", "fentanyl"}),
    "hunting and waters": frozenset({"walleye", "deer", "hunting", "wolves", "mining", "wetlands", "boundary-waters"}),
    "farming": frozenset({"ethanol", "feedlot", "feedlots", "soybeans", "subsidies", "pesticides"}),
}  # fmt: skip
ALL_ISSUE_WORDS = frozenset().union(*OTHER_ISSUES.values())
#: L4: phrases that turn to a second issue.
TURNS = (
    "on another matter", "on another note", "on another topic", "on a different topic", "on a different note",
    "on a separate note", "on a separate matter", "on an unrelated", "another issue that", "another issue i",
    "a second issue", "my second issue", "while i have your attention", "unrelated to this",
    "i would also like to raise", "i also want to raise", "i am also writing about", "i also write about",
)  # fmt: skip
#: L4: one of these words is in every such phrase.
TURNING_WORDS = _words("another different separate unrelated second attention also")

#: L3: one of these is in every request; "co-sponsor" and the hearing by their own words.
REQUEST_WORDS = _words(
    "support oppose vote cosponsor co-sponsor sponsor fund pass reject back adopt approve introduce sign hearing"
)
#: L10: one of these is in every sentence about a reply.
REPLY_WORDS = _words(
    "reply replies respond response answer answers write know hear call get tell confirm yes no"
)

#: L11: numbers in words, and the words that a share of students is said with.
NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|"
    "eighty|ninety|hundred"
)
STUDENT_WORDS = _words("students children kids pupils graders")
SHARE_WORDS = _words(
    "half third thirds fourth fourths fifth fifths quarter quarters tenth tenths"
) | frozenset(NUMBER_WORDS.split("|"))
RATE_WORDS = _words("proficiency proficient achievement")

#: L7: how a prompt in square brackets begins.
PROMPT_WORDS = _words(
    "your name insert enter fill add write describe type city town zip date what why how who when where which "
    "story bill school district official legislator senator representative address phone email signature "
    "number topic placeholder tbd todo xx xxx first last optional here example"
)

#: L12: whom a letter must not name.
CHILDREN = (
    "son|sons|daughter|daughters|child|children|kid|kids|grandson|grandsons|granddaughter|granddaughters|"
    "grandchild|grandchildren|stepson|stepdaughter|niece|nephew|twins|twin|student|students|pupil|classmate|"
    "classmates|boy|girl|reader|grader|graders|kindergartner|kindergartener|teenager|toddler"
)
CHILD_WORDS = frozenset(CHILDREN.split("|"))
DIAGNOSIS_WORDS = _words("diagnosed diagnosis")
DIAGNOSES = _words(
    "autism autistic asperger asperger's adhd dyslexia dyslexic dyscalculia dysgraphia bipolar schizophrenia "
    "schizophrenic depression anorexia bulimia epilepsy epileptic diabetes diabetic asthma tourette tourette's "
    "ptsd ocd leukemia cancer anxiety seizures hiv"
)
#: Capitalised words after "my son" that name nobody.
NO_NAMES = _words(
    "I In At On The A An And But Or He She They We It My Our His Her When While Now Then Last This That These "
    "Every Each All Some Many Most If As For From To With By Because Since After Before During So Not No "
    "Minnesota Minneapolis Saint St Duluth Rochester Bloomington Moorhead Mankato Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday January February March April May June July August September October "
    "November December Spring Summer Fall Winter Council Councils Body Government Union Senate Support "
    "Services Success Achievement Center Association Teachers Teacher Advisory Board Grade Kindergarten "
    "Head English Math Mathematics Reading Science Spanish Hmong Somali Karen Native American African Black "
    "White Latino Latina Hispanic Asian Dakota Ojibwe Title MCA MCAs AP PSEO STEM IEP ELL EL US USA Thank "
    "Please Will What Why How"
)

#: L13: any of these words is looked at more closely.
ELECTION_WORDS = _words(
    "democrat democrats democratic republican republicans gop dfl dfler dflers libertarian libertarians dnc rnc "
    "maga party parties candidate candidates candidacy election elections electoral elect reelect re-elect "
    "reelection re-election unelect midterm midterms ballot ballots vote votes voted voting voters voter polls "
    "poll primary caucus caucuses campaign campaigns campaigning endorse endorsed endorses endorsement opponent "
    "opponents incumbent challenger running runs donate donation pac partisan"
)
#: L14: words that insult whoever they are said of.
INSULTS = _words(
    "idiot idiots idiotic stupid moron morons moronic imbecile imbeciles liar liars lying crook crooks crooked "
    "corrupt disgrace disgraceful incompetent pathetic coward cowards cowardly spineless clown clowns hypocrite "
    "hypocrites hypocritical fool fools worthless traitor traitors traitorous tyrant tyrants scum scumbag "
    "despicable evil disgusting lazy heartless brainless shameful shameless dumb dumbest garbage bigot bigots "
    "sellout ignorant fascist fascists communist communists nazi nazis jerk jerks loser losers"
)
#: After these the word is what somebody felt or was called, and insults nobody.
FEELINGS = _words(
    "feel feels felt feeling feelings myself himself herself themselves herself called calls call calling "
    "believed thought thinks think was am not never no isn't aren't don't"
)
#: L14: words that a threat is made of; the patterns in `conduct` look closer.
THREAT_WORDS = _words(
    "regret pay consequences job seat else remember warning warned watch watching sue kill hurt die dead burn "
    "destroy expose exposed ruin sorry live lives sleep fire fired gun ashamed"
)

#: L17: capitals that a plain subject may have.
ACRONYMS = _words(
    "HF SF MCA MCAS MTAS ISD SSD MN MDE IEP ELL EL K-12 STEM STEAM PSEO AP IB ACT SAT NAEP ESSA WBWF FAFSA "
    "PTA PTO PTSA ECFE VPK PRE-K SPPS USA II III IV LETRS READ NORTH STAR PO ID"
)

#: L14: words of the insulting phrases.
INSULT_STARTS = _words("shame pocket pockets bought sick dare people care waste hell")

#: Words at which some rule looks closer; a paragraph without any is passed over.
TELLING = frozenset().union(
    ALL_ISSUE_WORDS, TURNING_WORDS, REQUEST_WORDS, REPLY_WORDS, STUDENT_WORDS, RATE_WORDS, CHILD_WORDS,
    DIAGNOSIS_WORDS, DIAGNOSES, ELECTION_WORDS, INSULTS, INSULT_STARTS, THREAT_WORDS,
)  # fmt: skip

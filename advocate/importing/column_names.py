"""What may each field of a supporter be called at the head of a column?"""

from __future__ import annotations

import re

from advocate.importing.place_columns import NAMES as PLACE_NAMES

#: As letters and digits alone; an earlier name wins over a later one.
NAMES: dict[str, tuple[str, ...]] = {
    "name": (
        "name", "fullname", "yourname", "contactname", "displayname", "supportername", "firstandlastname", "firstlastname",
        "namefirstlast", "namefirstandlast", "lastnamefirstname", "lastfirst", "namelastfirst", "personname", "membername",
        "volunteername", "supporter", "parentname", "nameoftheparent", "nameofperson", "who",
    ),
    "given_name": ("firstname", "givenname", "first", "fname", "forename", "given", "namefirst", "preferredfirstname",
                   "parentfirstname"),
    "middle_name": ("middlename", "middle", "mname", "middleinitial", "mi", "additionalname"),
    "family_name": ("lastname", "familyname", "last", "lname", "surname", "secondname", "namelast", "parentlastname"),
    "prefix": ("prefix", "nameprefix", "salutation", "honorific", "individualprefix", "mrmrsms"),
    "suffix": ("suffix", "namesuffix", "individualsuffix"),
    "email": (
        "email", "emailaddress", "mail", "emailadress", "youremail", "youremailaddress", "primaryemail", "preferredemail",
        "personalemail", "homeemail", "email1", "emails", "contactemail", "emailid", "parentemail", "eaddress", "schoolemail",
        "workemail", "email2", "otheremail", "secondaryemail", "alternateemail",
    ),
    "phone": (
        "mobilephone", "cellphone", "cell", "mobile", "mobilenumber", "cellnumber", "cellphonenumber", "mobilephonenumber",
        "phone", "phonenumber", "telephone", "telephonenumber", "tel", "phoneno", "telephoneno", "yourphone", "yourphonenumber",
        "bestphone", "preferredphone", "primaryphone", "phone1", "contactnumber", "contactphone", "ph", "number",
        "homephone", "landline", "homephonenumber", "dayphone", "daytimephone", "workphone", "phone2", "otherphone",
    ),
    "address": (*PLACE_NAMES["address"], "residentialaddress", "primaryaddress", "streetaddressline1", "addressstreet", "homestreet",
                "residence"),
    "number": PLACE_NAMES["number"],
    "unit": (*PLACE_NAMES["unit"], "supplementaladdress1", "streetaddressline2", "aptno", "aptnumber", "unitnumber"),
    "town": (*PLACE_NAMES["city"], "addresscity", "cityortown", "townorcity", "citytownship", "township", "citystatezip",
             "citystate", "citystzip", "townstatezip"),
    "state": (*PLACE_NAMES["state"], "stateprovince", "province", "addressstate", "stateabbreviation"),
    "zip": (*PLACE_NAMES["zip"], "zippostalcode", "postal", "zipcode5", "addresszip", "zippostal", "yourzip", "yourzipcode"),
    "role": (
        "role", "roles", "iama", "iaman", "areyoua", "areyouan", "youarea", "whichareyou", "whatareyou", "yourrole", "connection",
        "relationship", "relationshiptoschool", "relationtoschool", "connectiontoschool", "supportertype", "whichdescribesyou",
        "whichbestdescribesyou", "iamaan",
    ),
    "language": (
        "language", "preferredlanguage", "languages", "homelanguage", "languagepreference", "lang", "primarylanguage",
        "languagespoken", "bestlanguage",
    ),
    "interests": ("interests", "interest", "tags", "issues", "topics", "interestedin", "issuesofinterest", "areasofinterest", "tag",
                  "whatdoyoucareabout"),
    "came_from": (
        "source", "event", "referrer", "referredby", "howdidyouhear", "howdidyouhearaboutus", "heardfrom", "leadsource", "origin",
        "camefrom", "sourcecode", "signupsource", "eventname", "whereyoumetus", "hearaboutus", "howyouheard",
    ),
    "notes": ("notes", "note", "comments", "comment", "questions", "remarks", "memo", "othernotes", "additionalcomments", "message",
              "anythingelse", "story"),
    "external_id": ("externalid", "uniqueid", "contactid", "memberid", "personid", "supporterid", "constituentid"),
    "consent": ("consent", "consentgiven", "optin", "optedin", "permission", "agreed", "agree", "okaytocontact", "oktocontact",
                "maywecontactyou", "contactme", "consenttocontact", "gdprconsent", "subscribe", "subscribed", "cansubscribe"),
    "consent_email": ("emailconsent", "emailoptin", "oktoemail", "okaytoemail", "newsletter", "signupfornewsletter", "emailme",
                      "wantsnewsletter", "emailpermission"),
    "consent_text": ("textconsent", "textoptin", "smsoptin", "smsconsent", "oktotext", "okaytotext", "textme", "mobileoptin",
                "textupdates", "smsupdates"),
    "consent_phone": ("phoneconsent", "oktocall", "okaytocall", "callme", "phoneoptin"),
    "consent_date": ("consentdate", "dateofconsent", "optindate", "optintime", "dateoptedin", "consentedon", "consenttime",
                     "consentgivenon", "subscribedate", "subscriptiondate", "datesubscribed", "dateconsented"),
    "consent_source": ("consentsource", "sourceofconsent", "optinsource", "consentfrom", "wheretheyconsented"),
    "consent_wording": ("consentwording", "consenttext", "consentstatement", "wording", "consentlanguage"),
    "opt_out": (
        "optedout", "optout", "unsubscribed", "unsubscribe", "donotcontact", "dnc", "nocontact", "removed", "hasoptedout",
        "removeme",
    ),
    "opt_out_email": ("donotemail", "emailoptout", "hasoptedoutofemail", "noemail", "emailoptedout", "optedoutofemail",
                      "unsubscribedfromemail", "noemails", "nobulkemailsuseroptout", "nobulkemail"),
    "opt_out_phone": ("donotcall", "donotphone", "phoneoptout", "nocalls", "nophone"),
    "opt_out_text": ("donottext", "donotsms", "textoptout", "smsoptout", "notexts", "smsoptedout"),
    "opt_out_post": ("donotmail", "mailoptout", "nomail", "donotpost", "nopost", "postoptout"),
    "email_opted_out_on": ("unsubscribedate", "unsubscribedon", "dateunsubscribed", "unsubtime", "optoutdate", "optouttime"),
    "email_status": ("subscriptionstatus", "emailsubscriptionstatus", "emailstatus", "subscribestatus", "emailsubscription"),
    "text_status": ("smssubscriptionstatus", "smsstatus", "smsoptinstatus", "textstatus", "mobilesubscriptionstatus",
                "smspermissionstatus",
                    "mobilestatus"),
    "phone_status": ("phoneoptinstatus", "phonestatus"),
}  # fmt: skip

#: Columns that are often there and are none of ours; known, so that nothing like them is guessed at.
_NOT_OURS = """
country county gender age birthday birthdate dateofbirth dob title jobtitle company organization
organisation employer occupation website url created createdat createddate createdon updated
updatedat modified modifieddate date time timestamp status type category district schooldistrict
precinct ward house senate congressionaldistrict latitude longitude lat lon lng photo image nickname
facebook twitter instagram race ethnicity party score rating school child children grade grades
studentname ip ipaddress browser device fax spouse partner group groups list lists household
householdid row amount donation total count signature signed initials hours shirt shirtsize rsvp
attended attending phonetype emailtype addresstype zip4 countryname countrycode middleschool
highschool pronouns sex stat states phones stage
"""
NOT_OURS = frozenset(_NOT_OURS.split())

#: Questions as people put them into forms; looked for where the name itself is unknown.
QUESTIONS = (
    (re.compile(r"^(are you|i am|i'm|you are|which (best )?describes|what best describes|how are you connected)\b"), "role"),
    (re.compile(r"^(how|where) did (you|u) (hear|find|learn)"), "came_from"),
    (re.compile(r"^(what|which) language|\blanguages?\b"), "language"),
    (re.compile(r"(what is|what's|enter|type|your) .{0,20}\be-?mail\b"), "email"),
    (re.compile(r"(what is|what's|enter|type|your) .{0,20}\b(phone|cell|mobile)\b"), "phone"),
    (re.compile(r"(what is|what's|enter|type) .{0,20}\bzip\b"), "zip"),
    (re.compile(r"(what is|what's) your (full )?name"), "name"),
    (re.compile(r"\b(may|can) we (contact|e-?mail|reach|write)|ok(ay)? (for us )?to contact|i agree|i consent"), "consent"),
    (re.compile(r"^(which|what) (issues|topics)|care about|interested in\W*$"), "interests"),
    (re.compile(r"anything else|comments?\b.*\?|tell us"), "notes"),
)  # fmt: skip


#: What forms write behind a name to say how it is to be filled in.
_HINTS = re.compile(
    r"\((?:please )?(?:print(?:ed)?|street|cell|mobile|home|optional|required|last, ?first|first (?:and|&) last|first,? last"
    r"|5[ -]?digits?|mm/dd/yyyy|yes/no|y/n|number|if any)\)|[*:]+\s*$",
    re.IGNORECASE,
)

#: The parts of an address, and those of them that stand behind the street.
_PLACE = frozenset({"address", "number", "unit", "town", "state", "zip"})
_BEHIND_STREET = frozenset({"town", "state", "zip"})
#: What stands between the names of a column that has several.
_BETWEEN = re.compile(r"[/+&,;()]|\band\b", re.IGNORECASE)


def plain(name: str) -> str:
    """Return a column's name as it is compared: its letters and digits, small."""
    return "".join(char for char in name.casefold() if char.isalnum())


def field_of(name: str) -> str:
    """Return the field that a column of exactly this name (or a well-known question) holds, or ""."""
    found = _FIELD_BY_NAME.get(plain(name))
    if found is not None:
        return found
    bare = _HINTS.sub("", name).strip()
    if bare and bare != name:
        return field_of(bare)
    if field := _field_of_parts([key for part in _BETWEEN.split(name) if (key := plain(part))]):
        return field
    numbered = _FIELD_BY_NAME.get(plain(name).rstrip("0123456789"), "")
    if numbered in ("email", "phone"):
        return numbered
    words = " ".join(name.casefold().split())
    return next((field for pattern, field in QUESTIONS if pattern.search(words)), "")


def _field_of_parts(keys: list[str]) -> str:
    """Return what a column holds that is called by several names: "Cell/Mobile", "Street + City", "City, State, Zip"."""
    fields = [_FIELD_BY_NAME.get(key, "") for key in keys]
    if len(fields) < 2:
        return ""
    if fields[0] in ("address", "number") and _PLACE.issuperset(fields):
        return "address"
    if fields[0] == "town" and _BEHIND_STREET.issuperset(fields):
        return "town"
    return fields[0] if len(set(fields)) == 1 else ""


def rank(name: str, field: str) -> int:
    """Return how well a name fits a field, 0 the best: of two columns for one field the lower one wins."""
    names, key = NAMES[field], plain(name)
    return names.index(key) if key in names else len(names)


_FIELD_BY_NAME = {name: field for field, names in reversed(NAMES.items()) for name in names}

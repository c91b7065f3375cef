"""What do the words of a cell mean: yes or no, a role, a language, a subscription, a date?"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from advocate.importing.entry import ROLES

_YES = (
    "yes,y,true,t,1,1.0,x,✓,✔,☑,checked,on,agree,agreed,ok,okay,sure,subscribed,opt-in,si,sí,i agree,opted in,opt in,"
    "yes please"
)
_NO = (
    "no,n,false,f,0,0.0,off,unchecked,none,never,declined,opted-out,unsubscribed,nope,-,n/a,na,☐,opted out,opt out,"
    "no thanks,no thank you,not given"
)
YES, NO = frozenset(_YES.split(",")), frozenset(_NO.split(","))

#: Words of other lists for the six roles.
ROLE_WORDS = {
    "parent": "parents,guardian,mother,father,mom,dad,parent/guardian,caregiver,grandparent,grandmother,grandfather,family,"
    "foster parent,parent or guardian,parents/guardians,pta,pto",
    "educator": "teacher,teachers,educators,principal,paraprofessional,para,school staff,staff,counselor,librarian,professor,"
    "superintendent,coach,administrator,school administrator,retired teacher,teacher/educator,student teacher",
    "community member": "community,neighbor,neighbour,resident,citizen,concerned citizen,student,volunteer,retiree,"
    "community partner,taxpayer,alumni,alumnus,alumna",
    "business leader": "business,business owner,ceo,entrepreneur,company,executive,small business owner,business person",
    "policymaker": "policy maker,legislator,lawmaker,senator,representative,elected official,city council,council member,mayor,"
    "legislative staff",
    "school board member": "school board,board member,schoolboard,school board director,board of education,school board chair",
}
_ROLE_BY_WORD = {word: role for role in ROLES for word in (role, *ROLE_WORDS[role].split(","))}

#: The languages of Minnesota's schools, by their own and English names and codes; the last word is the code we keep.
_LANGUAGES = (
    "english,eng,en", "spanish,español,espanol,castellano,spa,es", "hmong,hmoob,white hmong,green hmong,mww,hmn",
    "somali,soomaali,som,so", "vietnamese,tiếng việt,vie,vi", "karen,s'gaw karen,ksw,kar", "oromo,afaan oromo,orm,om",
    "amharic,amh,am", "arabic,العربية,ara,ar", "chinese,mandarin,cantonese,中文,zho,zh", "lao,laotian,lo", "khmer,cambodian,khm,km",
    "russian,русский,rus,ru", "ukrainian,українська,ukr,uk", "french,français,fra,fr", "german,deutsch,deu,de",
    "swedish,svenska,swe,sv", "norwegian,norsk,nor,nb,no", "danish,dansk,dan,da", "finnish,suomi,fin,fi",
    "ojibwe,ojibwa,anishinaabemowin,anishinaabe,oji,oj", "dakota,dak", "swahili,kiswahili,swa,sw", "nepali,nep,ne",
    "burmese,mya,my", "tigrinya,tir,ti", "tagalog,filipino,tgl,tl", "korean,한국어,kor,ko", "japanese,日本語,jpn,ja", "hindi,hin,hi",
    "portuguese,português,por,pt", "american sign language,asl,ase", "urdu,urd,ur", "farsi,persian,dari,fas,fa",
    "pashto,pus,ps", "telugu,tel,te", "polish,polski,pol,pl",
)  # fmt: skip
_LANGUAGE_BY_WORD = {word: words.rpartition(",")[2] for words in _LANGUAGES for word in words.split(",")}

#: What the states of a subscription say: True subscribed, False opted out, None neither.
STATUS = {
    "subscribed": True, "s": True, "active": True, "opt in": True, "opted in": True, "opt-in": True, "yes": True, "true": True,
    "1": True, "confirmed": True,
    "unsubscribed": False, "u": False, "opt out": False, "opted out": False, "opt-out": False, "cleaned": False, "bouncing": False,
    "bounced": False, "bounce": False, "spam complaint": False, "spam": False, "complained": False, "no": False, "false": False,
    "0": False, "blocked": False, "suppressed": False, "do not contact": False, "invalid": False, "previous bounce": False,
    "previous spam complaint": False, "archived": False, "blacklisted": False, "inactive": False,
    "not subscribed": None, "nonsubscribed": None, "non-subscribed": None, "never subscribed": None, "n": None, "unknown": None,
    "pending": None, "": None, "none": None, "never": None, "transactional": None, "neutral": None,
}  # fmt: skip

_EXCEL_DAY_0 = date(1899, 12, 30)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_US = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})(?:[ ,].*)?")
_NUMBER = re.compile(r"(\d{5})(\.\d+)?")
_WORDS = re.compile(r"([a-z]{3})[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:[ ,].*)?", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@lru_cache(maxsize=4096)
def yes_or_no(text: str) -> bool | None:
    """Return what a cell answers, None for a blank or a word that is neither."""
    word = " ".join(text.casefold().strip(" .!").split())
    return True if word in YES else False if word in NO else None


@lru_cache(maxsize=4096)
def role_of(text: str) -> str:
    """Return the role a word or the first known of several ("Parent; teacher") stands for, or ""."""
    word = " ".join(text.casefold().replace("-", " ").split()).strip(" .")
    if word in _ROLE_BY_WORD:
        return _ROLE_BY_WORD[word]
    parts = [part.strip() for part in re.split(r"[,;/|&+]| and ", word)]
    return next((_ROLE_BY_WORD[part] for part in parts if part in _ROLE_BY_WORD), "")


@lru_cache(maxsize=4096)
def is_one_role(text: str) -> bool:
    """True where the whole of the text is a word for one role, so that nothing is lost by the role alone."""
    return " ".join(text.casefold().replace("-", " ").split()).strip(" .") in _ROLE_BY_WORD


@lru_cache(maxsize=4096)
def language_of(text: str) -> str:
    """Return the ISO 639 code of a language's name or code ("Hmong", "en_US"), or "" where it is unknown."""
    word = " ".join(text.casefold().split()).strip(" .")
    code = _LANGUAGE_BY_WORD.get(word)
    return code or _LANGUAGE_BY_WORD.get(re.split(r"[-_(,/]", word)[0].strip(), "")


@lru_cache(maxsize=8192)
def iso_date(text: str) -> str:
    """Return a day as "2026-09-12" from ISO, from 9/12/2026 (month first) or a spreadsheet's number, "" for none."""
    text = text.strip()
    if found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _US.fullmatch(text):
        month, day, year = map(int, found.groups())
        year += 2000 if year < 100 else 0
    elif found := _WORDS.fullmatch(text):
        name = found.group(1).casefold()
        if name not in _MONTHS:
            return ""
        year, month, day = int(found.group(3)), _MONTHS.index(name) + 1, int(found.group(2))
    elif found := _NUMBER.fullmatch(text):
        # 20000 is in 1954, 80000 in 2119: a day counted as spreadsheets count.
        days = int(found.group(1))
        return (_EXCEL_DAY_0 + timedelta(days)).isoformat() if 20000 <= days < 80000 else ""
    else:
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""

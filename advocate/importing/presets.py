"""Which program exported this list, and what do its own column names mean?

The names are those of the programs' own exports and templates as of 2026. Names that are plain
English ("First Name", "City") are left to column_names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advocate.errors import WrongChoice
from advocate.importing.column_names import plain


@dataclass(frozen=True, slots=True)
class Preset:
    """A program: `key` as typed, its `system` in external ids, `name` as people say it.

    `columns` gives the field of each own column, by its plain name ("" = left out). A list is from
    here where it has a column that only this program has (`sign`), or all columns of one of `sets`.
    """

    key: str
    name: str
    columns: Mapping[str, str]
    sign: re.Pattern[str]
    sets: tuple[frozenset[str], ...] = ()

    def fits(self, columns: Sequence[str]) -> bool:
        """True where these columns can have come from no other program."""
        names = {plain(column) for column in columns}
        return any(map(self.sign.fullmatch, names)) or any(group <= names for group in self.sets)


ACTION_NETWORK = Preset(
    "action-network",
    "Action Network",
    {
        "uuid": "external_id", "actionnetworkid": "external_id", "can2phone": "phone", "can2useraddress": "address",
        "can2usercity": "town", "can2userstate": "", "can2stateabbreviated": "state", "can2usertags": "interests",
        "can2subscriptionstatus": "email_status", "can2subscriptiondate": "consent_date", "can2smsstatus": "text_status",
        "subscriptionstatus": "email_status", "cansubscribe": "email_status", "can2county": "", "can2userzipcode": "zip",
        "can2language": "language", "languagespoken": "language", "can2source": "came_from", "sourcecode": "came_from",
    },
    re.compile(r"can2\w+|actionnetworkid"),
    (frozenset({"uuid", "subscriptionstatus", "email"}), frozenset({"uuid", "cansubscribe", "email"})),
)  # fmt: skip
VAN = Preset(
    "van",
    "VAN/EveryAction",
    {
        "voterfilevanid": "external_id", "vanid": "external_id", "mycampaignid": "external_id", "mycampaignvanid": "external_id",
        "everyactionvanid": "external_id", "votervanid": "external_id", "vaddress": "address", "maddress": "",
        "vcity": "town", "vstate": "state", "vzip5": "zip", "zip5": "zip", "zip4": "", "streetaddress": "address",
        "prefphone": "phone", "preferredphone": "phone", "prefemail": "email", "preferredemail": "email",
        "emailsubscriptionstatus": "email_status", "subscriptionstatus": "email_status", "smsoptinstatus": "text_status",
        "phoneoptinstatus": "phone_status", "donotcall": "opt_out_phone", "donotemail": "opt_out_email",
        "donotmail": "opt_out_post", "donottext": "opt_out_text", "nosolicit": "opt_out", "origin": "came_from",
        "activistcodes": "interests", "preferredlanguage": "language",
    },
    re.compile(r"voterfilevanid|vanid|mycampaign(van)?id|everyactionvanid|votervanid"),
)  # fmt: skip
CIVICRM = Preset(
    "civicrm",
    "CiviCRM",
    {
        "contactid": "external_id", "internalcontactid": "external_id", "externalidentifier": "", "displayname": "name",
        "sortname": "", "individualprefix": "prefix", "individualsuffix": "suffix", "postalcode": "zip",
        "postalcodesuffix": "", "supplementaladdress1": "unit", "supplementaladdress2": "", "donotemail": "opt_out_email",
        "donotphone": "opt_out_phone", "donotsms": "opt_out_text", "donotmail": "opt_out_post", "donottrade": "",
        "nobulkemailsuseroptout": "opt_out_email", "nobulkemails": "opt_out_email", "useroptout": "opt_out_email",
        "preferredlanguage": "language", "sourceofcontactdata": "came_from", "contactsource": "came_from",
        "preferredcommunicationmethod": "", "notes": "notes", "tags": "interests", "contacttype": "", "contactsubtype": "",
        "legalidentifier": "",
    },
    re.compile(r"nobulkemails?useroptout|internalcontactid"),
    (
        frozenset({"contactid", "donotemail"}),
        frozenset({"contactid", "donotphone"}),
        frozenset({"contactid", "sortname"}),
        frozenset({"contactid", "displayname", "contacttype"}),
    ),
)  # fmt: skip
MAILCHIMP = Preset(
    "mailchimp",
    "Mailchimp",
    {
        "emailaddress": "email", "leid": "", "euid": "external_id", "memberrating": "", "optintime": "consent_date", "optinip": "",
        "confirmtime": "", "confirmip": "", "latitude": "", "longitude": "", "gmtoff": "", "dstoff": "", "timezone": "", "cc": "",
        "region": "", "lastchanged": "", "tags": "interests", "notes": "notes", "unsubtime": "email_opted_out_on",
        "unsubcampaigntitle": "", "unsubcampaignid": "", "unsubreason": "", "unsubreasonother": "",
        "cleantime": "email_opted_out_on", "cleancampaigntitle": "", "cleancampaignid": "", "fname": "given_name",
        "lname": "family_name", "source": "came_from", "emailmarketingstatus": "email_status", "status": "email_status",
    },
    re.compile(r"euid|unsubcampaigntitle|cleancampaigntitle"),
    (frozenset({"emailaddress", "memberrating"}), frozenset({"emailaddress", "optintime", "lastchanged"})),
)  # fmt: skip
GOOGLE_CONTACTS = Preset(
    "google-contacts",
    "Google Contacts",
    {
        "email1value": "email", "email2value": "email", "email3value": "email", "phone1value": "phone", "phone2value": "phone",
        "phone3value": "phone", "phone4value": "phone", "email1type": "", "email1label": "", "phone1type": "", "phone1label": "",
        "address1street": "address", "address1formatted": "address", "address1extendedaddress": "unit", "address1city": "town",
        "address1region": "state", "address1postalcode": "zip", "address1pobox": "", "address1country": "",
        "address1label": "", "address1type": "", "middlename": "middle_name", "additionalname": "middle_name",
        "nameprefix": "prefix", "namesuffix": "suffix", "fileas": "", "groupmembership": "interests", "labels": "interests",
        "organizationname": "", "organization1name": "", "occupation": "", "organizationtitle": "", "birthday": "",
        "notes": "notes", "nickname": "", "language": "language",
    },
    re.compile(r"email\d(value|type|label)|phone\d(value|type|label)|address\d(formatted|extendedaddress)"),
    (),
)  # fmt: skip

PRESETS: dict[str, Preset] = {
    each.key: each for each in (ACTION_NETWORK, VAN, CIVICRM, MAILCHIMP, GOOGLE_CONTACTS)
}


def preset_named(key: str) -> Preset:
    """Return a preset by its key or its name as people say it. Raises WrongChoice."""
    wanted = plain(key)
    for preset in PRESETS.values():
        if wanted in (plain(preset.key), plain(preset.name)) or (
            preset is VAN and wanted in ("van", "everyaction")
        ):
            return preset
    raise WrongChoice(f"'{key}' is no program we know. Right are: {', '.join(PRESETS)}", tuple(PRESETS))


def find_preset(columns: Sequence[str]) -> Preset | None:
    """Return the one program these columns must come from, or None: none, or more than one, would fit."""
    fitting = [preset for preset in PRESETS.values() if preset.fits(columns)]
    return fitting[0] if len(fitting) == 1 else None

"""Who is on the lists without a name, only to hold a no for an e-mail, and whose is that no?

Their name is NO_NAME, and their name key "". They are nobody's supporter: no list or report counts them, and they
stay so when they are forgotten. What they said no to holds for everybody who has their e-mail, however that came about.
"""

from __future__ import annotations

from advocate.store.keys import NO_NAME

#: The condition on `name` that leaves them out; a table's letter may stand before it.
HAS_A_NAME = f"name <> '{NO_NAME}'"

#: Joins `nobody`, who has no name, to a {person} with the same e-mail.
SAME_E_MAIL = (
    "nobody.email_key = {person}.email_key AND nobody.email_key <> '' AND nobody.id <> {person}.id "
    f"AND nobody.name_key = '' AND nobody.name = '{NO_NAME}' AND nobody.merged_into IS NULL"
)

#: The rows (channel) of what was said no to without a name, for an e-mail of {person}.
NOES_OF = (
    "SELECT said.channel FROM supporters AS nobody JOIN consents AS said ON said.supporter_id = nobody.id "
    f"WHERE {SAME_E_MAIL} AND said.given = 0 AND said.lifted_by IS NULL"
)

"""Where the typical calendars and bell times come from: the sentences of data/terms.csv and data/bells.csv, to be translated.

The data keep the English sentence; `source_text` gives it in the reader's language. A source somebody typed comes back as
it is.
"""

from django.utils.translation import gettext as read
from django.utils.translation import gettext_noop as _

SCHOOL_HOLIDAYS_LIBRARY = _("Ministries of the Länder and states, collected by the holidays library")
HOLIDAYS_LIBRARY = _("The holidays library, by country and region")
TYPED = _("Entered by an office")
OFFICIAL = {
    "tw-dgpa": _("Directorate-General of Personnel Administration: office calendar"),
    "kr": _("Korean public holidays, as published"),
    "openholidays": _("OpenHolidays: school holidays as the authorities publish them (ODbL 1.0)"),
}
SOURCES = (
    _("Ministries of the Länder and states, collected by the holidays library"),
    _("The holidays library, by country and region"),
    _("Ministry of Education: classes 30 August or 1 September to 30 June"),
    _("Ministry of Education: first term to 20 January and second term from 11 February"),
    _("School Education Act: year from April to March, usual three terms"),
    _("Elementary and Secondary Education Act: year from March to February, usual terms"),
    _("Usual calendar of districts in the South and West"),
    _("Usual calendar of districts"),
    _("Usual calendar of Californian districts"),
    _("Usual calendar of Texan districts"),
    _("Usual calendar of districts in the Northeast: after Labor Day to late June"),
    _("Usual calendar of districts in the Northeast"),
    _("Usual calendar of England: six half-terms"),
    _("Usual calendar; each Land has its own"),
    _("Usual calendar of four terms; each state has its own"),
    _("Ministry of Education and Training: at least seven days at Tết"),
    _("Ministry of Education and Training: opening 5 September and end by 31 May"),
    _("Usual calendar of CBSE schools: April to March"),
    _("Usual calendar of CBSE schools: Diwali"),
    _("Usual calendar of CBSE schools"),
    _("Education Bureau: usual school holiday list"),
    _("Ministry of National Education: usual dates; zones A to C differ in winter and spring"),
    _("Ministry of Education: school year September to June"),
    _("Ministry of Education: spring week differs by district"),
    _("Ministry of Education: periods of 40 to 50 minutes, primary half-days by grade"),
    _("Usual school day of Japanese schools"),
    _("Usual school day of Korean schools"),
    _("National Center for Education Statistics: average start 08:19; end by district"),
    _("California Education Code: middle schools not before 08:00, high schools not before 08:30"),
    _("Department for Education: school week of 32.5 hours"),
    _("Usual school day of German schools; each Land has its own"),
    _("Usual school day of Australian schools"),
    _("Usual school day of full-day schools; many teach in shifts"),
    _("Usual school day of CBSE schools"),
    _("Usual school day of whole-day schools"),
    _("Usual school week; Wednesday by town and level"),
    _("Usual school day of Czech schools"),
    _("Assumed where nothing is known"),
)


def source_text(source: str) -> str:
    return read(source) if source else ""

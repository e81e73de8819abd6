from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mado.kernel.states import StateChoices, tones


class ExchangeKind(models.TextChoices):
    """The ladder, lowest rung first."""

    CULTURAL = "cultural", _("Cultural exchange online")
    CO_TEACHING = "co_teaching", _("Teaching together")
    ONLINE_COURSE = "online_course", _("Online course")
    VISIT_IN = "visit_in", _("Welcome a visit")
    VISIT_OUT = "visit_out", _("Go on a visit")
    SISTER_SCHOOL = "sister_school", _("Sister school")


ONLINE_KINDS = (ExchangeKind.CULTURAL, ExchangeKind.CO_TEACHING, ExchangeKind.ONLINE_COURSE)
VISIT_KINDS = (ExchangeKind.VISIT_IN, ExchangeKind.VISIT_OUT)


class MeetingMode(models.TextChoices):
    LIVE = "live", pgettext_lazy("meeting mode", "Live, at the same time")
    ASYNC = "async", pgettext_lazy("meeting mode", "In turns: letters, videos, shared work")
    BOTH = "both", pgettext_lazy("meeting mode", "Live where it can be, otherwise in turns")


class WishState(StateChoices):
    DRAFT = "draft", pgettext_lazy("wish", "Draft")
    OPEN = "open", pgettext_lazy("wish", "Open")
    PAUSED = "paused", pgettext_lazy("wish", "Paused")
    WITHDRAWN = "withdrawn", pgettext_lazy("wish", "Withdrawn")


tones(WishState, draft="draft", open="agreed", paused="waiting", withdrawn="ended")


class Topic(models.TextChoices):
    LANGUAGE = "language", pgettext_lazy("topic", "Language practice")
    CULTURE = "culture", pgettext_lazy("topic", "Culture and festivals")
    FOOD = "food", pgettext_lazy("topic", "Food and farming")
    ENVIRONMENT = "environment", pgettext_lazy("topic", "Nature and climate")
    SCIENCE = "science", pgettext_lazy("topic", "Science and technology")
    ROBOTICS = "robotics", pgettext_lazy("topic", "Robots and code")
    ART = "art", pgettext_lazy("topic", "Art and design")
    MUSIC = "music", pgettext_lazy("topic", "Music and dance")
    SPORT = "sport", pgettext_lazy("topic", "Sport and health")
    READING = "reading", pgettext_lazy("topic", "Reading and stories")
    HISTORY = "history", pgettext_lazy("topic", "History and place")
    CITIZENSHIP = "citizenship", pgettext_lazy("topic", "Citizenship and peace")
    CAREERS = "careers", pgettext_lazy("topic", "Work and careers")
    VOCATIONAL = "vocational", pgettext_lazy("topic", "Vocational skills")


class LanguageBand(models.TextChoices):
    """CEFR bands. Source: Council of Europe, Common European Framework of Reference."""

    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"


class ClosedKind(models.TextChoices):
    BREAK = "break", pgettext_lazy("calendar", "Holiday break")
    HOLIDAY = "holiday", pgettext_lazy("calendar", "Public holiday")
    EXAM = "exam", pgettext_lazy("calendar", "Examinations")
    BLOCKED = "blocked", pgettext_lazy("calendar", "Not free for exchange")
    EVENT = "event", pgettext_lazy("calendar", "School event")
    MAKE_UP = "make_up", pgettext_lazy("calendar", "Make-up day: lessons on a day otherwise free")


TAUGHT_KINDS = (ClosedKind.EXAM, ClosedKind.EVENT, ClosedKind.MAKE_UP)
"""Entries of a calendar on which there are lessons: the first two lower the worth of a time, the last adds a school day."""


class DormantReason(models.TextChoices):
    """Why a school counts as dormant."""

    SILENCE = "silence", pgettext_lazy("why a school is dormant", "It did not answer invitations")
    NO_LIFE = "no_life", pgettext_lazy("why a school is dormant", "Nothing was heard of it for a year")


class SchoolType(models.TextChoices):
    GENERAL = "general", pgettext_lazy("type of school", "General education")
    VOCATIONAL = "vocational", pgettext_lazy("type of school", "Vocational or technical")
    BILINGUAL = "bilingual", pgettext_lazy("type of school", "Bilingual or immersion")
    INTERNATIONAL = "international", pgettext_lazy("type of school", "International programme")
    ARTS = "arts", pgettext_lazy("type of school", "Arts or sport")
    SPECIAL = "special", pgettext_lazy("type of school", "Special education")
    INDIGENOUS = "indigenous", pgettext_lazy("type of school", "Indigenous or minority culture")
    EXPERIMENTAL = "experimental", pgettext_lazy("type of school", "Experimental or reform school")


class Affiliation(models.TextChoices):
    """The body a school as an institution belongs to or was founded by. Says nothing of its pupils or staff."""

    NONE = "none", pgettext_lazy("affiliation of a school", "None")
    UNIVERSITY = "university", pgettext_lazy("affiliation of a school", "A university")
    CATHOLIC = "catholic", pgettext_lazy("affiliation of a school", "Catholic")
    PROTESTANT = "protestant", pgettext_lazy("affiliation of a school", "Protestant")
    ORTHODOX = "orthodox", pgettext_lazy("affiliation of a school", "Orthodox")
    BUDDHIST = "buddhist", pgettext_lazy("affiliation of a school", "Buddhist")
    ISLAMIC = "islamic", pgettext_lazy("affiliation of a school", "Islamic")
    JEWISH = "jewish", pgettext_lazy("affiliation of a school", "Jewish")
    HINDU = "hindu", pgettext_lazy("affiliation of a school", "Hindu")
    OTHER_FAITH = "other_faith", pgettext_lazy("affiliation of a school", "Another religious body")
    OTHER = "other", pgettext_lazy("affiliation of a school", "Another body")


class PupilMix(models.TextChoices):
    MIXED = "mixed", pgettext_lazy("pupils", "Girls and boys")
    GIRLS = "girls", pgettext_lazy("pupils", "Girls only")
    BOYS = "boys", pgettext_lazy("pupils", "Boys only")


class Boarding(models.TextChoices):
    NONE = "none", pgettext_lazy("boarding", "Day school")
    SOME = "some", pgettext_lazy("boarding", "Some pupils live at school")
    ALL = "all", pgettext_lazy("boarding", "Boarding school")


class Setting(models.TextChoices):
    URBAN = "urban", pgettext_lazy("where a school lies", "In a city")
    SUBURBAN = "suburban", pgettext_lazy("where a school lies", "At the edge of a city")
    RURAL = "rural", pgettext_lazy("where a school lies", "In the country")
    REMOTE = "remote", pgettext_lazy("where a school lies", "Far from towns: mountains or islands")


class VideoTool(models.TextChoices):
    """Names of products: the same in every language."""

    MEET = "meet", "Google Meet"
    TEAMS = "teams", "Microsoft Teams"
    ZOOM = "zoom", "Zoom"
    WEBEX = "webex", "Webex"
    JITSI = "jitsi", "Jitsi Meet"
    LINE = "line", "LINE"
    PADLET = "padlet", "Padlet"
    CANVA = "canva", "Canva"
    YOUTUBE = "youtube", "YouTube"


class ChatApp(models.TextChoices):
    """Names of products: the same in every language."""

    LINE = "line", "LINE"
    KAKAOTALK = "kakaotalk", "KakaoTalk"
    WHATSAPP = "whatsapp", "WhatsApp"
    SIGNAL = "signal", "Signal"


class PupilDevices(models.TextChoices):
    """What pupils can work on in an exchange."""

    OWN = "own", pgettext_lazy("devices for pupils", "Every pupil has one")
    CLASS_SET = "class_set", pgettext_lazy("devices for pupils", "A set that classes borrow")
    ROOM = "room", pgettext_lazy("devices for pupils", "In a computer room")
    SCREEN = "screen", pgettext_lazy("devices for pupils", "One screen for the whole class")


class SchoolTie(models.TextChoices):
    """What ties a school to one abroad, made outside Mado or before it."""

    SISTER = "sister", pgettext_lazy("tie of two schools", "Sister school")
    AGREEMENT = "agreement", pgettext_lazy("tie of two schools", "Signed agreement")
    EXCHANGE = "exchange", pgettext_lazy("tie of two schools", "Earlier exchange")


class PhotoRule(models.TextChoices):
    """What may be photographed in an exchange; strictest first. Of two schools the stricter rule counts."""

    NONE = "none", pgettext_lazy("photo rule", "No photos of pupils at all")
    NO_FACES = "no_faces", pgettext_lazy("photo rule", "Photos without recognisable faces")
    WITH_CONSENT = "with_consent", pgettext_lazy("photo rule", "Photos of those whose parents agreed in writing")


class WishForm(models.TextChoices):
    """What the two groups would do, whatever the rung of the ladder."""

    LETTERS = "letters", pgettext_lazy("form of exchange", "Letters and cards")
    PACKAGES = "packages", pgettext_lazy("form of exchange", "Parcels with things from home")
    VIDEO_MESSAGES = "video_messages", pgettext_lazy("form of exchange", "Video messages")
    LIVE_LESSONS = "live_lessons", pgettext_lazy("form of exchange", "Live lessons")
    PRESENTATIONS = "presentations", pgettext_lazy("form of exchange", "Presentations by pupils")
    JOINT_PRODUCT = "joint_product", pgettext_lazy("form of exchange", "Something made together")
    TANDEM = "tandem", pgettext_lazy("form of exchange", "Language practice in pairs")
    TEACHERS = "teachers", pgettext_lazy("form of exchange", "Exchange among teachers")
    HOMESTAY = "homestay", pgettext_lazy("form of exchange", "Guests in families")
    PUPIL_STAY = "pupil_stay", pgettext_lazy("form of exchange", "Single pupils stay for some weeks")


GUEST_FORMS = (WishForm.HOMESTAY, WishForm.PUPIL_STAY)


class Frequency(models.TextChoices):
    WEEKLY = "weekly", pgettext_lazy("how often", "Every week")
    FORTNIGHTLY = "fortnightly", pgettext_lazy("how often", "Every two weeks")
    MONTHLY = "monthly", pgettext_lazy("how often", "Every month")
    ONCE = "once", pgettext_lazy("how often", "Once")
    OPEN = "open", pgettext_lazy("how often", "As it suits both")


class Interpretation(models.TextChoices):
    NOT_NEEDED = "not_needed", pgettext_lazy("interpretation", "Not needed")
    WELCOME = "welcome", pgettext_lazy("interpretation", "Would help")
    NEEDED = "needed", pgettext_lazy("interpretation", "Needed")
    OFFERED = "offered", pgettext_lazy("interpretation", "We can offer it")


class Reciprocity(models.TextChoices):
    """Whether a visit, a parcel or a lesson is to be returned."""

    WANTED = "wanted", pgettext_lazy("give and take", "Both sides give alike")
    WELCOME = "welcome", pgettext_lazy("give and take", "Welcome, no condition")
    NOT_NEEDED = "not_needed", pgettext_lazy("give and take", "Not needed")


class WhoPays(models.TextChoices):
    NO_COST = "no_cost", pgettext_lazy("costs", "No costs to share")
    EACH_OWN = "each_own", pgettext_lazy("costs", "Each side pays its own")
    GRANT = "grant", pgettext_lazy("costs", "A grant pays, or is asked for")
    WE_HELP = "we_help", pgettext_lazy("costs", "We can pay part of the partner's costs")
    NEED_HELP = "need_help", pgettext_lazy("costs", "We need help with our costs")


class TextOrigin(models.TextChoices):
    OWN = "own", pgettext_lazy("origin of a text", "Written by the school")
    MACHINE = "machine", pgettext_lazy("origin of a text", "Machine translation")

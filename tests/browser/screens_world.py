"""What the screens need beyond the demonstration world, and the codes by which the screens name what is in it. Both are
code for Django on the stack's database."""

ADDITIONS = """
import datetime as dt
import io
from zoneinfo import ZoneInfo
from django.core.files.base import ContentFile
from django.utils import timezone
from mado.accounts.models import User
from mado.accounts.queries.appointments import seats_of
from mado.accounts.services import keep_draft, offer_seat
from mado.correspondence.enums import MailSource
from mado.correspondence.services import handle_mail, store_mail
from mado.demo.primitives import open_wish
from mado.desks import services as desks
from mado.directory.models import Organization
from mado.directory.services.saved_searches import delete_search, save_search
from mado.exchanges.models import Exchange
from mado.exchanges.services import confirm_session, propose_session
from mado.intake import services as lists
from mado.intake.models import ListUpload
from mado.integrations.models import WebhookDelivery
from mado.integrations.services import add_webhook, issue_token
from mado.matching.models import PairingRound
from mado.matching.queries.round_pools import PoolFilter
from mado.matching.services import rounds
from mado.partnerships.models import Invitation
from mado.partnerships.services import ask_to_be_told
from mado.profiles.calendar_file import read_calendar_file
from mado.profiles.models import SchoolProfile
from mado.profiles.services import start_wish
from mado.profiles.services.place_calendars import add_calendar_span

by_email = lambda name: User.objects.get(email=f"{name}@demo.example.org")
person = lambda number: by_email(f"teacher{number}")
school = lambda name: Organization.objects.get(name=name)
today = timezone.localdate()

# A session asked for, one agreed on, a wish just begun.
exchange = Exchange.objects.filter(state="paired", sides__organization__name="新北市立和風國民小學").get()
monday = today + dt.timedelta(days=14 - today.weekday())
for days, topic in ((1, "朝の会"), (3, "給食")):
    starts = dt.datetime.combine(monday + dt.timedelta(days=days), dt.time(2), dt.UTC)
    session = propose_session(exchange=exchange, actor=person(6), starts_at=starts, minutes=45, topic=topic, accept_outside=True)
    if days == 1:
        confirm_session(session=session, actor=person(26))
home, teacher = school("高雄市立望港國民小學"), person(1)
start_wish(organization=home, actor=teacher)

# A school that looks for two kinds of exchange.
two = seats_of(person(48))[0].organization
open_wish(two, countries=["JP"], title="一起上課", kind="co_teaching")
open_wish(two, countries=["US"], title="線上課程", kind="online_course")

# Searches kept, one of them in the bin.
for name, query in (("日本的小學", "country=JP&level=primary"), ("Schools of the west coast", "q=west&country=US")):
    search = save_search(owner=teacher, name=name, query=query, cadence="daily", actor=teacher)
delete_search(search=save_search(owner=teacher, name="Korea", query="country=KR", cadence="daily", actor=teacher), actor=teacher)
desks.save_filter(actor=by_email("officer"), name="Late cases", query="section=cases&sort=due")

Invitation.objects.filter(state="sent", recipient=home).update(nudges=1)

# A full school with a line before it, a colleague asked to act, a stray mail, programs of a school.
full = school("Mangrove Bay Elementary")
SchoolProfile.objects.filter(organization=full).update(open_invitations_most=1)
ask_to_be_told(sender=home, recipient=full, actor=teacher)
offer_seat(organization=home, actor=teacher, email="colleague@example.org", name="陳老師", role="deputy", language="zh-hant",
           reply_by=today + dt.timedelta(days=14))
handle_mail(inbound_id=store_mail(
    raw=b"From: somebody@example.org\\nTo: mado@example.org\\nSubject: A question\\n\\nIs this the right address?\\n",
    source=MailSource.HTTP).pk)
issue_token(organization=home, actor=teacher, name="School website", valid_until=today + dt.timedelta(days=90))
hook = add_webhook(organization=home, actor=teacher, url="https://hooks.example.org/mado", events=["invitation.sent"])
WebhookDelivery.objects.create(webhook=hook, event="ping", payload={"object": None}, attempts=2, last_status=503)
add_calendar_span(place=("TW", "TW-KHH"), year=today.year if today.month > 7 else today.year - 1, actor=by_email("county"), kind="event", name="校慶",
                  first=today + dt.timedelta(days=20), last=today + dt.timedelta(days=20))

# Closed days out of a calendar file, read and not taken yet.
event = "BEGIN:VEVENT\\nUID:{0}\\nDTSTART;VALUE=DATE:{1:%Y%m%d}\\nSUMMARY:校慶補假\\nEND:VEVENT"
events = "\\n".join(event.format(number, today + dt.timedelta(days=30 * number)) for number in (1, 2, 3))
calendar = read_calendar_file(f"BEGIN:VCALENDAR\\nVERSION:2.0\\n{events}\\nEND:VCALENDAR\\n".encode(), today)
keep_draft(user=person(2), key=f"profile:{school('高雄市立晴嵐高級中學').code.lower()}:calendar-file",
           data={"read": calendar.as_text(), "kind": "holiday"})

# Lists of an office, one in each step.
office, officer = school("高雄區辦公室"), by_email("officer")
HEAD = "學校代碼,學校名稱,英文校名,學制,縣市,鄉鎮市區,電話,承辦人,電子郵件,交流主題"
def rows(first, count):
    return [f"9{n:05d},高雄市立測試{n}國民小學,Test {n} Elementary,國小,高雄市,鹽埕區,07-555-{n:04d},老師{n},teacher{n}@example.org,港口故事" for n in range(first, first + count)]
def bring(name, lines, *, check=True):
    upload = lists.take_upload(office=office, actor=officer, file=ContentFile("\\n".join([HEAD, *lines]).encode()), name=name)
    if check:
        lists.map_upload(upload=upload, actor=officer, mapping={int(k): v for k, v in upload.mapping.items()}, defaults={})
        lists.preview_upload(upload_id=upload.pk)
    return ListUpload.objects.get(pk=upload.pk)
def write(upload):
    lists.run_upload(upload=upload, actor=officer)
    lists.write_rows(upload_id=upload.pk)
    return ListUpload.objects.get(pk=upload.pk)
BAD = ["900099,,No name,國小,高雄市,鹽埕區,,,,", "900098,高雄市立測試98國民小學,Test 98,幼稚園大班,高雄市,鹽埕區,,,not-an-address,"]
written = write(bring("written.csv", rows(1, 6)))
mixed = ["900001,高雄市立測試1國民小學,Test 1 Elementary School,國小,高雄市,鹽埕區,07-555-0001,老師1,teacher1@example.org,",
         ",高雄市立望港國民小學,,國小,高雄市,鼓山區,,,,"]
bring("columns.csv", rows(20, 3), check=False)
bring("preview.csv", [*rows(30, 4), *mixed, *BAD])
undone = write(bring("taken-back.csv", rows(40, 3)))
lists.undo_upload(upload=undone, actor=officer)
lists.undo_rows(upload_id=undone.pk)
working = bring("working.csv", rows(50, 3))
ListUpload.objects.filter(pk=working.pk).update(state="running", work_total=1000, work_done=420)
failed = bring("stopped.csv", rows(60, 3))
ListUpload.objects.filter(pk=failed.pk).update(state="failed", trouble="Something in Mado went wrong and the work stopped. What was written stays; you can go on or undo it.")

# Pairing rounds: one computed with a rule chosen, one with a change being looked at, one at work.
def begun(name):
    return rounds.begin_round(office=office, actor=officer, name=name, kind="cultural", period_from=today,
                              period_to=today + dt.timedelta(days=90), pool_a=PoolFilter(countries=("TW",), in_care=True),
                              pool_b=PoolFilter(countries=("US", "JP")))
def paired(name, *, forbid=False):
    made = begun(name)
    rounds.compute_round(found=made, actor=officer)
    rounds.run_round(round_id=made.pk, user_id=officer.pk)
    rounds.choose_rule(found=made, actor=officer, rule="fair")
    made = PairingRound.objects.get(pk=made.pk)
    if forbid:
        a, b = made.run.outcomes["fair"]["pairs"][0]
        rounds.run_trial(run_id=rounds.try_change(found=made, actor=officer, deed="forbid", said={"a": a, "b": b}).pk)
    return made
rounds.write_announcement(found=paired("Ready"), actor=officer, reply_by=today + dt.timedelta(days=14), letter="祝交流順利。")
paired("On trial", forbid=True)
PairingRound.objects.filter(pk=begun("At work").pk).update(state="computing", work_total=5, work_done=3)
"""

FACTS = """
import datetime as dt
import json
from django.utils import timezone
from mado.accounts.models import Appointment, SeatClaim, SeatInvitation, Verification
from mado.accounts.queries import officers_of
from mado.accounts.tokens import renewal_token, seat_invitation_token
from mado.correspondence.models import InboundMail
from mado.desks.follow_links import follow_token, sent_token
from mado.desks.models import DeskCase
from mado.directory.models import Mandate, Organization, SavedSearch
from mado.directory.services.saved_searches import stop_token
from mado.exchanges.models import Exchange
from mado.intake.models import ListUpload
from mado.matching.services.recommendation_mails import stop_token as recommendation_stop
from mado.matching.models import PairingRound, RoundPair
from mado.notify.models import OutboxMessage
from mado.notify.unsubscribing import unsubscribe_token
from mado.partnerships.models import Invitation
from mado.partnerships.queries import return_token
from mado.profiles.models import SchoolProfile, Wish
from mado.reference.models import CalendarSpan
from mado.accounts.models import User
school = lambda name: Organization.objects.get(name=name).code
wish = lambda state: Wish.objects.get(state=state, organization__name="高雄市立望港國民小學").code
letter = lambda state, sender: Invitation.objects.filter(state=state, sender__name=sender).first().code
exchange = lambda state, name: Exchange.objects.filter(state=state, sides__organization__name=name).first().code
claim = lambda email: SeatClaim.objects.get(claimant__email=f"{email}@demo.example.org").code
person = lambda name: User.objects.get(email=f"{name}@demo.example.org")
upload = lambda name: ListUpload.objects.get(file_name=f"{name}.csv").code
pairing = lambda **named: PairingRound.objects.get(**named).code
case = lambda **named: DeskCase.objects.get(**named)
dormant = SchoolProfile.objects.exclude(dormant_since=None).select_related("organization").first()
enquiry = case(kind="enquiry")
waiting = Invitation.objects.get(state="sent", recipient__name="高雄市立望港國民小學")
verification = Verification.objects.filter(organization__name="高雄市立望港國民小學").latest("pk")
print(json.dumps({
    "soon": (timezone.localdate() + dt.timedelta(days=14)).isoformat(),
    "home": school("高雄市立望港國民小學"), "abroad": school("Redwood Dual Language Elementary"),
    "unknown": school("경기온누리초등학교"), "university": school("國立望海大學"), "prairie": school("Prairie Window Academy"),
    "sender": school("高雄市立晴嵐高級中學"), "full": school("Mangrove Bay Elementary"), "dormant": dormant.organization.code,
    "open_wish": wish("open"), "draft_wish": wish("draft"), "asked": letter("sent", "Lakeside Lantern School"),
    "declined": letter("declined", "高雄市立望港國民小學"), "accepted": letter("accepted", "高雄市立望港國民小學"),
    "sent": letter("sent", "高雄市立晴嵐高級中學"), "withdrawn": letter("withdrawn", "臺南市立鹽田國民小學"),
    "lapsed": letter("lapsed", "臺南市立鹽田國民小學"), "reported": exchange("reported", "高雄市立望港國民小學"),
    "verified": exchange("verified", "高雄市立望港國民小學"), "active": exchange("active", "高雄市立晴嵐高級中學"),
    "abroad_verified": exchange("verified", "Redwood Dual Language Elementary"),
    "paired": exchange("paired", "新北市立和風國民小學"), "completed": exchange("completed", "新竹市立風城高級中學"),
    "claim_us": claim("newcomer.us"), "claim_kr": claim("newcomer.kr"), "claim_tw": claim("newcomer.tw"),
    "seat": Appointment.objects.get(organization__name="高雄市立望港國民小學", role="coordinator").pk,
    "offered": seat_invitation_token(SeatInvitation.objects.latest("pk")),
    "renew": renewal_token(verification, officers_of(verification.office)[0]),
    "mandate": Mandate.objects.filter(office__name="高雄區辦公室").first().pk,
    "mail": OutboxMessage.objects.order_by("-pk").first().pk,
    "letter": OutboxMessage.objects.exclude(reply_to="").order_by("-pk").first().pk,
    "fewer": unsubscribe_token(person("teacher17").pk), "here": return_token(dormant, dormant.organization.appointments.first().user),
    "search_stop": stop_token(SavedSearch.objects.get(name="日本的小學")), "search_stopped": stop_token(SavedSearch.objects.get(name="Korea")),
    "recommendation_stop": recommendation_stop(person("teacher17")), "fitting": school("窓川区立みどり小学校"),
    "fitted_wish": Wish.objects.get(state="open", organization__name="臺南市立鹽田國民小學").code,
    "case_answered": case(state="answered").code if DeskCase.objects.filter(state="answered").count() == 1 else case(kind="manual_match", organization__name="高雄市立晴嵐高級中學").code,
    "case_new": case(subject="法語區的小學").code, "case_new_pk": case(subject="法語區的小學").pk,
    "case_asked": case(language="ja").code, "case_enquiry": enquiry.code, "sent_link": sent_token(enquiry), "follow": follow_token(enquiry),
    "silent": waiting.pk, "stray": InboundMail.objects.filter(outcome="quarantined").latest("pk").pk,
    "span": CalendarSpan.objects.get(name="校慶").pk,
    "list_new": upload("columns"), "list_checked": upload("preview"), "list_done": upload("written"), "list_undone": upload("taken-back"),
    "round_draft": pairing(state="draft"), "round_ready": pairing(name="Ready"), "round_trial": pairing(name="On trial"),
    "round_working": pairing(name="At work"), "round_out": pairing(state="announced"),
    "pair_asked": RoundPair.objects.get(a__organization__name="高雄市立望港國民小學").code,
    "pair_done": RoundPair.objects.filter(state="confirmed").first().code,
    "list_working": upload("working"), "list_failed": upload("stopped"),
}))
"""

"""What a school says of itself."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mado.audit.services import record
from mado.directory.contributions import tell_changed
from mado.directory.models import Organization
from mado.directory.services.indexing import queue_reindex
from mado.kernel.errors import BadInput, NotPermitted
from mado.profiles.enums import ClosedKind
from mado.profiles.input_rules import PROFILE_FIELDS, bell_problems, profile_problems, span_problems
from mado.profiles.models import BellDay, ClosedSpan, SchoolProfile
from mado.profiles.wording import span_text
from mado.reference.calendars import load_calendars, told_text
from mado.reference.engine.inheritance import stretches

SPANS_MOST = 60


@transaction.atomic
def make_profile(*, organization: Organization, actor: Any) -> SchoolProfile:
    """The school's profile, made when there is none. `actor` None is the system itself."""
    if actor is not None and not actor.has_perm("profiles.make_profile", organization):
        raise NotPermitted("profiles.make_profile")
    profile, created = SchoolProfile.objects.get_or_create(
        organization=organization, defaults={"about_language": organization.name_language}
    )
    if created:
        record(actor=actor, verb="profiles.make_profile", thing=profile)
    return profile


def locked_profile(profile: SchoolProfile, actor: Any) -> SchoolProfile:
    """The row, held for this transaction, if the actor may write it."""
    if not actor.has_perm("profiles.change_profile", profile):
        raise NotPermitted("profiles.change_profile")
    return SchoolProfile.objects.select_for_update().get(pk=profile.pk)


@transaction.atomic
def change_profile(*, profile: SchoolProfile, actor: Any, changes: Mapping[str, Any]) -> SchoolProfile:
    """Set fields of the profile (names: input_rules.PROFILE_FIELDS). Raises BadInput with a sentence per field."""
    unknown = set(changes) - PROFILE_FIELDS
    if unknown:
        raise ValueError(f"no such fields of a profile: {sorted(unknown)}")
    locked = locked_profile(profile, actor)
    if problems := profile_problems(locked, changes):
        raise BadInput(problems)
    changed = sorted(name for name, value in changes.items() if getattr(locked, name) != value)
    if not changed:
        return locked
    for name in changed:
        setattr(locked, name, changes[name])
    locked.save(update_fields=[*changed, "updated_at"])
    record(actor=actor, verb="profiles.change_profile", thing=locked, details={"fields": changed})
    queue_reindex([locked.organization_id])
    return locked


@transaction.atomic
def set_bell_days(*, profile: SchoolProfile, actor: Any, days: Mapping[int, tuple[dt.time, dt.time]]) -> None:
    """The school day of each weekday; a weekday left out has no school."""
    locked = locked_profile(profile, actor)
    if problems := bell_problems(days):
        raise BadInput(problems)
    known = {bell.weekday: (bell.start, bell.end) for bell in locked.bell_days.all()}
    if known == dict(days):
        return
    locked.bell_days.all().delete()
    BellDay.objects.bulk_create(
        BellDay(profile=locked, weekday=weekday, start=start, end=end) for weekday, (start, end) in sorted(days.items())
    )
    record(actor=actor, verb="profiles.set_bell_days", thing=locked, details={"weekdays": sorted(days)})
    tell_changed([locked.organization_id])


@transaction.atomic
def add_closed_span(
    *, profile: SchoolProfile, actor: Any, kind: str, name: str, first: dt.date, last: dt.date
) -> ClosedSpan:
    """Days that are not as usual, first and last included."""
    locked = locked_profile(profile, actor)
    problems = span_problems(first, last)
    if kind not in ClosedKind.values:
        problems["kind"] = _("Choose a reason from the list.")
    if locked.closed_spans.count() >= SPANS_MOST:
        problems[""] = _("At most %(most)d closed times can be kept. Remove those of past years.") % {
            "most": SPANS_MOST
        }
    if locked.closed_spans.filter(first=first, last=last).exists():
        problems["first"] = _("These days stand in the list already.")
    if problems:
        raise BadInput(problems)
    span = ClosedSpan.objects.create(profile=locked, kind=kind, name=name, first=first, last=last)
    record(actor=actor, verb="profiles.add_closed_span", thing=locked, details={"first": str(first), "last": str(last)})
    tell_changed([locked.organization_id])
    return span


class NewSpan(NamedTuple):
    kind: str
    name: str
    first: dt.date
    last: dt.date


@transaction.atomic
def add_closed_spans(*, profile: SchoolProfile, actor: Any, spans: Sequence[NewSpan]) -> int:
    """Several at once, each recorded as one that is typed; all of them or, with a sentence at "", none. How many."""
    locked_profile(profile, actor)
    for span in spans:
        try:
            add_closed_span(profile=profile, actor=actor, **span._asdict())
        except BadInput as problem:
            sentences = [
                f"{span_text(span.first, span.last)}: {sentence}" if name else str(sentence)
                for name, sentence in problem.sentences.items()
            ]
            raise BadInput({"": " ".join(sentences)}) from problem
    return len(spans)


@transaction.atomic
def remove_closed_span(*, span: ClosedSpan, actor: Any) -> None:
    locked = locked_profile(span.profile, actor)
    record(
        actor=actor,
        verb="profiles.remove_closed_span",
        thing=locked,
        details={"first": str(span.first), "last": str(span.last)},
    )
    span.delete()
    tell_changed([locked.organization_id])


@transaction.atomic
def take_typical_breaks(*, profile: SchoolProfile, actor: Any) -> int:
    """Copy the breaks of the place's calendar in the coming year into the school's own list, to be corrected there; how
    many."""
    locked = locked_profile(profile, actor)
    today = timezone.localdate()
    place = (locked.organization.country, locked.organization.region)
    year = (today, today + dt.timedelta(days=365))
    added = 0
    for row in stretches(load_calendars([place], *year).days(*place)):
        span = row.told.span
        if span.kind not in (ClosedKind.BREAK, ClosedKind.BLOCKED):
            continue
        first, last = min(row.first, span.first), max(row.last, span.last)
        if not locked.closed_spans.filter(first__lte=last, last__gte=first).exists():
            ClosedSpan.objects.create(profile=locked, kind=span.kind, name=told_text(row.told), first=first, last=last)
            added += 1
    record(actor=actor, verb="profiles.take_typical_breaks", thing=locked, details={"added": added})
    tell_changed([locked.organization_id])
    return added

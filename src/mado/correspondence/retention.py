"""Words go five years after what they were about has ended; raw mail a month after it was dealt with."""

from mado.accounts.queries import those_gone
from mado.correspondence.models import CalendarFeed, Message, ThreadReader
from mado.correspondence.queries import handled_long_ago, outlived_threads
from mado.kernel.retention import register_retention

register_retention(
    "correspondence.ThreadReader",
    "case",
    due=lambda: ThreadReader.objects.filter(thread__in=outlived_threads()),
    deletes=True,
)
register_retention(
    "correspondence.Message", "case", due=lambda: Message.objects.filter(thread__in=outlived_threads()), deletes=True
)
register_retention("correspondence.Thread", "case", due=outlived_threads, deletes=True)
register_retention("correspondence.InboundMail", "inbound", due=handled_long_ago, deletes=True)
register_retention(
    "correspondence.CalendarFeed",
    "seat",
    due=lambda: CalendarFeed.objects.filter(person__in=those_gone()),
    deletes=True,
)

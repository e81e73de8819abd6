from mado.correspondence.models.feed import CalendarFeed
from mado.correspondence.models.inbound import InboundMail
from mado.correspondence.models.thread import Message, Thread, ThreadReader

__all__ = ["CalendarFeed", "InboundMail", "Message", "Thread", "ThreadReader"]

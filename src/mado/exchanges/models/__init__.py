from mado.exchanges.models.exchange import Exchange, ExchangeSide
from mado.exchanges.models.report import Report, SessionCount
from mado.exchanges.models.session import Session

__all__ = ["Exchange", "ExchangeSide", "Report", "Session", "SessionCount"]

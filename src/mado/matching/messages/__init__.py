"""Every mail of this app, by theme."""

from mado.matching.messages.recommendations import NEW_RECOMMENDATIONS

__all__ = ["NEW_RECOMMENDATIONS"]

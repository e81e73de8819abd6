from mado.desks.models.case import CaseNote, CaseProposal, DeskCase
from mado.desks.models.lists import InvitationReminder, RateMark, SavedFilter

__all__ = ["CaseNote", "CaseProposal", "DeskCase", "InvitationReminder", "RateMark", "SavedFilter"]

from mado.intake.models.contact import ListContact
from mado.intake.models.row import ListRow
from mado.intake.models.upload import ListUpload

__all__ = ["ListContact", "ListRow", "ListUpload"]

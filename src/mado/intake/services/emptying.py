from django.db import transaction
from django.utils import timezone

from mado.intake.models import ListContact, ListRow, ListUpload


def empty_upload(upload: ListUpload) -> None:
    """Delete the file, the rows and the people of a list; what it was and what came of it stays. The file itself goes
    once the transaction has committed."""
    ListContact.objects.filter(upload=upload).delete()
    ListRow.objects.filter(upload=upload).delete()
    name, storage = upload.file.name, upload.file.storage
    upload.file, upload.head, upload.emptied_at = "", [], timezone.now()
    upload.save(update_fields=["file", "head", "emptied_at"])
    if name:
        transaction.on_commit(lambda: storage.delete(name))

"""Giving a form back what its person had typed before the tab closed."""

from django.forms import BaseForm
from django.utils.datastructures import MultiValueDict


def fill_from_draft(form: BaseForm, draft: MultiValueDict[str, str]) -> bool:
    """Put the draft's values into an unbound form as its initial values; whether there was anything to put."""
    if form.is_bound or not draft:
        return False
    for name, field in form.fields.items():
        full_name = form.add_prefix(name)
        if not field.widget.value_omitted_from_data(draft, MultiValueDict(), full_name):
            form.initial[name] = field.widget.value_from_datadict(draft, MultiValueDict(), full_name)
    return True

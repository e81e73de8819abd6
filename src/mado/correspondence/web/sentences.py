from django.forms import BaseForm

from mado.kernel.errors import BadInput


def add_sentences(form: BaseForm, problem: BadInput) -> None:
    """Put each sentence at its field, or over the whole form, so that nothing typed is lost."""
    for field, sentence in problem.sentences.items():
        form.add_error(field if field in form.fields else None, str(sentence))

"""The catalogues hold every sentence under the very key Django looks it up by."""

import gettext
import io

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tools.make_catalogues import LOCALES, check, extract, faults, merged, po_path, read, update

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, npgettext_lazy, pgettext_lazy

A = _("Hello")
B = pgettext_lazy("month name", "May")
C = ngettext("%(count)d school", "%(count)d schools", 2)
D = npgettext_lazy("paper", "%(n)d sheet", "%(n)d sheets")
E = gettext_lazy(
    "A long sentence that "
    "stands on two lines."
)
def f(name): return name
"""
TEMPLATE = """{% extends "x.html" %}
    {% if a %}
  <p title="{% translate 'Open it' %}">{% blocktranslate trimmed with a=b|default:"x" count n=c %}
      One {{ n }} mail,
      50% read
    {% plural %}
      {{ n }} mails, 50% read
    {% endblocktranslate %}
 {% translate "May" context "verb" %} {{ _("In brackets") }} {{ foo|default:_("None yet") }}
 {% include "a.html" with t=_("A title") %} {# translate "not this" #} {% comment %}{% translate "nor this" %}{% endcomment %}
 {% endif %}
"""


@pytest.fixture
def source(tmp_path):
    package = tmp_path / "mado"
    (package / "shop" / "templates" / "shop").mkdir(parents=True)
    (package / "shop" / "migrations").mkdir()
    (package / "shop" / "words.py").write_text(PYTHON)
    (package / "shop" / "templates" / "shop" / "page.html").write_text(TEMPLATE)
    (package / "shop" / "migrations" / "0001_x.py").write_text('_("in a migration")')
    return package


@pytest.fixture
def locale_dir(tmp_path):
    return tmp_path / "locale"


def keys(catalogue):
    return {(m.context, m.id) for m in catalogue if m.id}


EXPECTED = {
    (None, "Hello"),
    ("month name", "May"),
    ("verb", "May"),
    (None, ("%(count)d school", "%(count)d schools")),
    ("paper", ("%(n)d sheet", "%(n)d sheets")),
    (None, "A long sentence that stands on two lines."),
    (None, "Open it"),
    (None, ("One %(n)s mail, 50%% read", "%(n)s mails, 50%% read")),
    (None, "In brackets"),
    (None, "None yet"),
    (None, "A title"),
}


def test_every_sentence_is_found_and_nothing_else(source):
    assert keys(extract(source)) == EXPECTED


def test_a_call_without_plain_text_is_refused(source):
    (source / "shop" / "bad.py").write_text("_(f'{x} schools')\n")
    with pytest.raises(SystemExit, match=r"shop/bad\.py: _\(\) in line .* needs plain text"):
        extract(source)


def test_one_singular_with_two_plurals_is_refused(source):
    (source / "shop" / "bad.py").write_text('ngettext("%(count)d school", "%(count)d SCHOOLS", 2)\n')
    with pytest.raises(SystemExit, match="has another plural elsewhere"):
        extract(source)


def test_four_catalogues_are_made_and_making_them_again_changes_nothing(source, locale_dir):
    update(source, locale_dir)
    first = {name: po_path(locale_dir, name).read_bytes() for name in LOCALES}
    update(source, locale_dir)
    assert {name: po_path(locale_dir, name).read_bytes() for name in LOCALES} == first
    for name, locale in LOCALES.items():
        catalogue = read(po_path(locale_dir, name), locale)
        assert keys(catalogue) == EXPECTED
        assert [m.id for m in catalogue if m.id and m.fuzzy] == []


def translate(path, **translations):
    """msgid → msgstr for lines of the form msgid "…" / msgstr ""."""
    text = path.read_text(encoding="utf-8")
    for msgid, msgstr in translations.items():
        assert f'msgid "{msgid}"\nmsgstr ""' in text
        text = text.replace(f'msgid "{msgid}"\nmsgstr ""', f'msgid "{msgid}"\nmsgstr "{msgstr}"')
    path.write_text(text, encoding="utf-8")


def test_translations_are_kept_and_what_is_no_longer_said_goes(source, locale_dir):
    update(source, locale_dir)
    path = po_path(locale_dir, "ja")
    translate(path, Hello="こんにちは", **{"Open it": "開く"})
    words = source / "shop" / "words.py"
    words.write_text(words.read_text().replace('_("Hello")', '_("Hello there")'))
    update(source, locale_dir)
    text = path.read_text(encoding="utf-8")
    assert 'msgid "Open it"\nmsgstr "開く"' in text
    assert 'msgid "Hello there"\nmsgstr ""' in text
    assert ("こんにちは" in text, "#~" in text, "fuzzy" in text) == (False, False, False)


def test_a_sentence_that_gets_a_plural_keeps_its_words(source, locale_dir):
    update(source, locale_dir)
    translate(po_path(locale_dir, "ko"), Hello="안녕하세요")
    words = source / "shop" / "words.py"
    words.write_text(words.read_text().replace('_("Hello")', 'ngettext("Hello", "Hellos", 2)'))
    update(source, locale_dir)
    catalogue = read(po_path(locale_dir, "ko"), "ko")
    assert catalogue.get("Hello").string == ("안녕하세요",)


def test_the_check_names_what_is_missing_stale_or_wrong(source, locale_dir):
    problems = check(source, locale_dir)
    assert problems == [f"{name}: there is no catalogue. `make i18n` makes it." for name in LOCALES]
    update(source, locale_dir)
    problems = check(source, locale_dir)
    assert len(problems) == 3 * len(EXPECTED)
    assert "ja: not translated: 'Hello'" in problems
    assert [p for p in problems if p.startswith("en:")] == []
    words = source / "shop" / "words.py"
    words.write_text(words.read_text() + 'X = _("New")\n')
    assert "ja: not current. `make i18n` brings it up to date." in check(source, locale_dir)


def test_placeholders_and_white_space_must_agree():
    text = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Dear %(name)s,"\nmsgstr "%(nmae)s 様"\n\n'
        'msgid "Until {date}"\nmsgstr "{date} まで"\n\n'
        'msgid "Lost %(a)s"\nmsgstr "なし"\n\n'
        'msgid "one mail"\nmsgid_plural "%(n)s mails"\nmsgstr[0] "%(n)s 通"\n\n'
        'msgid "End."\nmsgstr "おわり。 "\n'
    )
    found = faults(read_po(io.BytesIO(text.encode()), locale="ja"))
    assert found == [
        "placeholders differ: 'Dear %(name)s,' → '%(nmae)s 様'",
        "placeholders differ: 'Lost %(a)s' → 'なし'",
        "white space at an end differs: 'End.' → 'おわり。 '",
    ]


def test_what_was_written_is_what_django_finds(source, locale_dir):
    """Compiled as the product compiles it, looked up as templates look it up."""
    wanted = extract(source)
    filled = merged(wanted, wanted, "ja")
    for message in filled:
        if message.id:
            message.string = ("訳",) if message.pluralizable else "訳"
    output = io.BytesIO()
    write_mo(output, filled)
    found = gettext.GNUTranslations(io.BytesIO(output.getvalue()))
    for context, text in EXPECTED:
        one, many = text if isinstance(text, tuple) else (text, None)
        if many:
            got = found.npgettext(context, one, many, 2) if context else found.ngettext(one, many, 2)
        else:
            got = found.pgettext(context, one) if context else found.gettext(one)
        assert got == "訳"

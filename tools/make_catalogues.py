"""`make i18n`: bring the four catalogues up to date with the source, without gettext's programs.

Babel reads the Python sources; Django's own templatize turns templates into something Babel reads too, so that every
sentence has exactly the key Django looks it up by. Translations are kept, what the source no longer says is dropped,
nothing is ever fuzzy. `--check` fails when a catalogue is not current or not complete; `--compile` writes .mo files.
"""

import argparse
import io
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "mado"
LOCALES = {"zh_Hant": "zh_Hant", "en": "en", "ja": "ja", "ko": "ko"}
SOURCE_LANGUAGE = "en"
HEADER = """Mado, the International Exchange Window.
Written by `make i18n`; translations are edited here."""

_CONTEXT = (1, "c")
KEYWORDS: Mapping[str, tuple[object, ...] | None] = {
    name + lazy: spec
    for name, spec in {
        "gettext": None,
        "ngettext": (1, 2),
        "pgettext": (_CONTEXT, 2),
        "npgettext": (_CONTEXT, 2, 3),
    }.items()
    for lazy in ("", "_lazy")
} | {"_": None, "gettext_noop": None}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")


def python_messages(text: str) -> Iterator[tuple[int, str, object, list[str]]]:
    """(line, function, arguments, comments) of every gettext call."""
    yield from extract_python(io.BytesIO(text.encode()), list(KEYWORDS), ["Translators:"], {})


def template_messages(text: str) -> Iterator[tuple[int, str, object, list[str]]]:
    """The same for a Django template. What is no call becomes filler; indentation would not be Python's, so it goes."""
    from django.utils.translation.template import templatize

    lines = templatize(text).splitlines()
    yield from python_messages("\n".join(line.strip() for line in lines) + "\n")


def _key(function: str, arguments: object) -> tuple[str | tuple[str, str], str | None] | None:
    """(msgid or (singular, plural), context); None when the call holds no plain text."""
    given = list(arguments) if isinstance(arguments, tuple | list) else [arguments]
    context = None
    spec = KEYWORDS[function]
    if spec and spec[0] == _CONTEXT:
        context, given, spec = given[0], given[1:], spec[1:]
        if not context:
            return None
    if spec and len(spec) == 2:
        singular, plural = (*given, None, None)[:2]
        return ((str(singular), str(plural)), context) if singular and plural else None
    return (str(given[0]), context) if given and given[0] else None


def extract(source: Path) -> Catalog:
    """Every sentence of the package, sorted, with the files it stands in."""
    catalogue = Catalog(charset="utf-8")
    files = sorted(p for p in source.rglob("*") if p.suffix in (".py", ".html", ".txt") and "migrations" not in p.parts)
    for file in files:
        if file.suffix != ".py" and "templates" not in file.parts:
            continue
        reader = python_messages if file.suffix == ".py" else template_messages
        place = file.relative_to(source.parent).as_posix()
        for line, function, arguments, comments in reader(file.read_text(encoding="utf-8")):
            if (found := _key(function, arguments)) is None:
                raise SystemExit(
                    f"{place}: {function}() in line {line or '?'} needs plain text, so that it can be translated"
                )
            text, context = found
            if str(text).endswith("\\"):
                raise SystemExit(
                    f"{place}:{line}: templatize cuts a sentence at a quote inside it; use ’ or “ ” in {text!r}"
                )
            known = catalogue.get(text, context)
            clash = known is not None and isinstance(known.id, tuple) and isinstance(text, tuple) and known.id != text
            if clash:
                raise SystemExit(f"{place}:{line}: {text!r} has another plural elsewhere: {known.id!r}")
            catalogue.add(text, locations=[(place, 0)], auto_comments=comments, context=context)
    return catalogue


def read(path: Path, locale: str) -> Catalog:
    """The catalogue as it stands; an empty one when there is none."""
    if not path.exists():
        return Catalog(locale=locale, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def merged(wanted: Catalog, existing: Catalog, locale: str) -> Catalog:
    """The sentences of `wanted` with the translations of `existing`."""
    result = Catalog(locale=locale, charset="utf-8", header_comment=HEADER, fuzzy=False)
    for message in wanted:
        if not message.id:
            continue
        known = existing.get(message.id, message.context)
        string = _kept(known, message, result.num_plurals)
        result.add(
            message.id,
            string,
            locations=sorted(set(message.locations)),
            flags=message.flags - {"fuzzy"},
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known else (),
            context=message.context,
        )
    return result


def _kept(known: Message | None, message: Message, plurals: int) -> str | tuple[str, ...]:
    """The old translation where it still fits: a sentence that got a plural keeps its words in every form."""
    old = known.string if known and "fuzzy" not in known.flags else ""
    if not message.pluralizable:
        return old[0] if isinstance(old, tuple) else old
    forms = old if isinstance(old, tuple) else (old,) * plurals
    return tuple((*forms, *[""] * plurals)[:plurals])


def as_text(catalogue: Catalog) -> str:
    """The .po file: sorted, without line numbers and dates, so that a change shows what changed."""
    output = io.BytesIO()
    write_po(output, catalogue, width=110, sort_output=True, include_lineno=False, omit_header=True)
    forms = catalogue.plural_forms
    language = str(catalogue.locale)
    header = "".join(f"# {line}\n" for line in HEADER.splitlines())
    header += 'msgid ""\nmsgstr ""\n'
    header += f'"Language: {language}\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    header += f'"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: {forms}\\n"\n\n'
    return header + output.getvalue().decode()


def faults(catalogue: Catalog) -> list[str]:
    """What is missing or wrong in a translation, one sentence each. The source language needs no translation."""
    found = []
    source = str(catalogue.locale) == SOURCE_LANGUAGE
    for message in catalogue:
        if not message.id:
            continue
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        if not all(forms):
            if not source:
                found.append(f"not translated: {ids[0]!r}")
            continue
        wanted = set(PLACEHOLDER.findall(ids[-1]))
        for form in forms:
            extra, missing = set(PLACEHOLDER.findall(form)) - wanted, wanted - set(PLACEHOLDER.findall(form))
            # A plural form may leave the number out ("one mail"); nothing else may go missing.
            if extra or (missing and not message.pluralizable):
                found.append(f"placeholders differ: {ids[0]!r} → {form!r}")
            if form[:1].isspace() != ids[0][:1].isspace() or form[-1:].isspace() != ids[0][-1:].isspace():
                found.append(f"white space at an end differs: {ids[0]!r} → {form!r}")
    return found


def po_path(locale_dir: Path, name: str) -> Path:
    return locale_dir / name / "LC_MESSAGES" / "django.po"


def update(source: Path, locale_dir: Path) -> list[str]:
    """Write every catalogue that is not current; a line per catalogue."""
    wanted, report = extract(source), []
    for name, locale in LOCALES.items():
        path = po_path(locale_dir, name)
        catalogue = merged(wanted, read(path, locale), locale)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_text(catalogue), encoding="utf-8")
        missing = sum("not translated" in fault for fault in faults(catalogue))
        report.append(f"{name}: {len(catalogue)} sentences, {missing} not translated")
    return report


def check(source: Path, locale_dir: Path) -> list[str]:
    """Everything that keeps the catalogues from being current and complete."""
    wanted, found = extract(source), []
    for name, locale in LOCALES.items():
        path = po_path(locale_dir, name)
        if not path.exists():
            found.append(f"{name}: there is no catalogue. `make i18n` makes it.")
            continue
        existing = read(path, locale)
        if path.read_text(encoding="utf-8") != as_text(merged(wanted, existing, locale)):
            found.append(f"{name}: not current. `make i18n` brings it up to date.")
        found += [f"{name}: {fault}" for fault in faults(merged(wanted, existing, locale))]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--check", action="store_true", help="change nothing; 1 when something is not current or complete"
    )
    parser.add_argument("--compile", action="store_true", help="write the .mo files of what is stale")
    options = parser.parse_args()
    from django.conf import settings

    settings.configure(USE_I18N=True, TEMPLATES=[])
    locale_dir = SOURCE / "locale"
    if options.compile:
        from mado.cli.translations import compile_stale

        print("\n".join(f"compiled {mo.parents[1].name}" for mo in compile_stale(locale_dir)) or "all compiled")
        return 0
    if options.check:
        problems = check(SOURCE, locale_dir)
        print("\n".join(problems) or "The catalogues are current and complete.")
        return 1 if problems else 0
    print("\n".join(update(SOURCE, locale_dir)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

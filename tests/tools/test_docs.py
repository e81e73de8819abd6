from tools import make_docs


def test_the_pages_can_be_made_and_say_what_the_tables_say():
    pages = make_docs.pages()
    assert set(pages) == set(make_docs.PAGES)
    assert "stateDiagram-v2" in pages["moves.md"]
    assert "`portal:home`" in pages["access.md"]
    assert "`audit.view_entry`" in pages["permissions.md"]
    assert "| `reply_days` | `14` |" in pages["settings.md"]
    assert "## notify.OutboxMessage" in pages["fields.md"]


def test_every_variable_of_the_environment_is_explained():
    assert make_docs.environment_names() - set(make_docs.ENVIRONMENT) == set()


def test_a_bar_or_a_line_end_does_not_break_a_table():
    assert make_docs.table(("a",), [("x | y\nz",)]) == "| a |\n|---|\n| x \\| y<br>z |\n"

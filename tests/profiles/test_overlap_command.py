import io
import json

import pytest
from django.core.management import CommandError, call_command

FLAGS = ["--a-zone", "Asia/Taipei", "--b-zone", "Asia/Tokyo", "--from", "2025-09-05", "--to", "2025-09-06"]


def run(*arguments):
    out = io.StringIO()
    call_command("overlap", *arguments, stdout=out)
    return out.getvalue()


def test_a_table_with_both_clocks():
    assert run(*FLAGS).splitlines()[1:] == [
        "2025-09-05      420  Fri 2025-09-05 08:00–15:00 (+0800)  Fri 2025-09-05 09:00–16:00 (+0900)",
        "2025-09-06        0  –",
    ]


def test_the_api_body_from_a_file_gives_the_api_answer(tmp_path, monkeypatch):
    side = {"zone": "Asia/Taipei", "days": [1, 2], "start": "08:00", "end": "16:00"}
    body = json.dumps({"a": side, "b": {**side, "zone": "Europe/London"}, "from": "2025-09-01", "to": "2025-09-01"})
    (tmp_path / "request.json").write_text(body, encoding="utf-8")
    answer = json.loads(run(str(tmp_path / "request.json"), "--json"))
    assert [(row["date"], row["minutes"]) for row in answer] == [("2025-09-01", 60)]
    monkeypatch.setattr("sys.stdin", io.StringIO(body))
    assert json.loads(run("-", "--json")) == answer


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--a-zone", "Asia/Taipei"], "Give --b-zone"),
        ([*FLAGS, "--a-days", "1-9"], "1 \\(Monday\\) to 7 \\(Sunday\\)"),
        ([*FLAGS, "--a-days", "Monday"], "1 is Monday"),
        ([*FLAGS, "--b-end", "07:00"], "before it starts"),
        ([*FLAGS, "--to", "2025-01-01"], "ends before it starts"),
        (["no-such-file.json"], "cannot be read"),
    ],
)
def test_bad_input_gets_a_sentence(arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(*arguments)


def test_what_is_not_json_gets_a_sentence(tmp_path):
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    with pytest.raises(CommandError, match="is not JSON"):
        run(str(tmp_path / "bad.json"))

from pathlib import Path

from config import search_home as module
from config.search_home import search_home


def test_the_name_is_written_down_once(tmp_path):
    memory = tmp_path / "memory"
    memory.mkdir()
    first = search_home(tmp_path / "var", memory)
    assert first.parent == memory
    assert search_home(tmp_path / "var", memory) == first
    assert search_home(tmp_path / "other", memory) != first
    assert [file.name for file in (tmp_path / "var" / "search").iterdir()] == ["home"]


def test_without_memory_or_room_it_lies_under_var(tmp_path, monkeypatch):
    assert search_home(tmp_path / "var", tmp_path / "nowhere") == tmp_path / "var" / "search"
    monkeypatch.setattr(module, "LEAST_FREE", 2**60)
    assert search_home(tmp_path / "var", tmp_path) == tmp_path / "var" / "search"


def test_a_var_that_cannot_be_written_is_no_reason_to_stop(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert search_home(Path(blocked), tmp_path) == blocked / "search"

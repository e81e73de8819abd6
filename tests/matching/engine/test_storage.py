"""Columns in a file: what was written is what is mapped; a newer file is seen at once; a bent one is told, never believed."""

import random
from pathlib import Path

import numpy as np
import pytest

from mado.matching.engine.columns import arrays_of, build_columns
from mado.matching.engine.recommend import recommend
from mado.matching.engine.rows import WishRow
from mado.matching.engine.storage import NotColumns, open_file, open_shared, save, update_shared
from tests.matching.engine.wish_rows import MONDAY, made_up, made_up_rows


def test_what_was_written_is_what_is_mapped(tmp_path: Path) -> None:
    for rows in (made_up_rows(3, 50), [WishRow(1, 1)], []):
        columns = build_columns(rows, first_week=MONDAY, generation=7)
        save(columns, tmp_path / "columns")
        found = open_file(tmp_path / "columns")
        assert (found.vocabulary, found.generation) == (columns.vocabulary, 7)
        for name, array in arrays_of(columns).items():
            mapped = getattr(found, name)
            assert mapped.dtype == array.dtype
            assert mapped.tobytes() == array.tobytes()
            assert not mapped.flags.writeable
    assert [path.name for path in tmp_path.iterdir()] == ["columns"]


def test_a_changed_wish_is_seen_on_the_next_look_and_old_readers_keep_what_they_have(tmp_path: Path) -> None:
    path = tmp_path / "columns"
    asked = WishRow(0, 1000)
    save(build_columns([WishRow(1, 1), WishRow(2, 2, dormant=True)], first_week=MONDAY), path)
    before = open_shared(path)
    assert open_shared(path) is before
    assert recommend(before, asked, 5).wishes.tolist() == [1]
    update_shared(path, [WishRow(2, 2, waiting_days=3), WishRow(3, 3)], removed=[1])
    after = open_shared(path)
    assert recommend(after, asked, 5).wishes.tolist() == [2, 3]
    assert after.generation == before.generation + 3
    assert recommend(before, asked, 5).wishes.tolist() == [1]


def test_many_changes_one_by_one_come_to_what_building_anew_does(tmp_path: Path) -> None:
    path = tmp_path / "columns"
    dice = random.Random(5)
    rows = {row.wish: row for row in made_up_rows(5, 30)}
    save(build_columns(rows.values(), first_week=MONDAY), path)
    for _change in range(20):
        row = made_up(dice, dice.randint(1, 40))
        rows[row.wish] = row
        update_shared(path, [row])
    anew = build_columns(rows.values(), first_week=MONDAY)
    asked = made_up(dice, 0)
    found, expected = recommend(open_shared(path), asked, 50), recommend(anew, asked, 50)
    assert found.wishes.tolist() == expected.wishes.tolist()
    assert np.array_equal(found.own, expected.own)


def test_a_bent_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "columns"
    save(build_columns(made_up_rows(1, 30), first_week=MONDAY), path)
    whole = path.read_bytes()
    for bent in (b"", b"MADOCOL1", whole[:100], whole[:-64], b"X" + whole[1:], whole.replace(b'"offers"', b'"offerz"')):
        path.write_bytes(bent)
        with pytest.raises(NotColumns):
            open_file(path)
    with pytest.raises(FileNotFoundError):
        open_shared(tmp_path / "nothing")

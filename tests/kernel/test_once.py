from mado.kernel.once import Keys, read_once


def test_a_fact_about_the_same_keys_is_read_once():
    asked = []

    def doubled(keys):
        asked.append(tuple(keys))
        return {key: key * 2 for key in keys}

    def tripled(keys):
        return {key: read_once(keys, doubled)[key] + key for key in keys}

    keys = Keys([1, 2])
    assert [read_once(keys, doubled), keys.read(tripled), read_once(keys, doubled)] == [
        {1: 2, 2: 4},
        {1: 3, 2: 6},
        {1: 2, 2: 4},
    ]
    assert asked == [(1, 2)]
    assert read_once([1, 2], doubled) == read_once(Keys([1, 2]), doubled)
    assert asked == [(1, 2)] * 3

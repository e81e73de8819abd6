"""Public codes of new organisations."""

from collections.abc import Sequence

from mado.directory.models import Organization
from mado.kernel.codes import stable_code


def fresh_codes(seeds: Sequence[tuple[str, ...]]) -> list[str]:
    """One code per seed, the same for the same seed for ever. Fifty bits collide about once in a million directories of
    our size; then the later organisation takes the next code of its own seed."""
    wanted = [stable_code(*seed) for seed in seeds]
    taken = set(Organization.objects.filter(code__in=wanted).values_list("code", flat=True))
    for place, seed in enumerate(seeds):
        step = 1
        while wanted[place] in taken:
            step += 1
            wanted[place] = stable_code(*seed, str(step))
            taken |= set(Organization.objects.filter(code=wanted[place]).values_list("code", flat=True))
        taken.add(wanted[place])
    return wanted

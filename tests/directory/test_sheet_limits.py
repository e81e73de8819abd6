from mado.directory.importing.sheet_child import CPU_SECONDS
from mado.directory.importing.sheets import WALL_SECONDS


def test_a_busy_machine_reads_a_long_list_late_and_does_not_refuse_it():
    """With a tenth of a processor the child still gets all the processor time it may use."""
    assert WALL_SECONDS >= 10 * CPU_SECONDS

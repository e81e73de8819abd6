import inspect

from mado.directory.importing.any_file import run_child
from mado.directory.importing.sheet_child import CPU_SECONDS
from mado.directory.importing.sheets import WALL_SECONDS, run_sheet_child


def test_a_busy_machine_reads_a_long_list_late_and_does_not_refuse_it():
    """With a tenth of a processor the child still gets all the processor time it may use."""
    assert WALL_SECONDS >= 10 * CPU_SECONDS


def test_a_list_people_bring_has_as_long_as_an_official_one():
    defaults = {inspect.signature(read).parameters["seconds"].default for read in (run_child, run_sheet_child)}
    assert defaults == {WALL_SECONDS}

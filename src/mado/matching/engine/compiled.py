"""How loops are compiled. Importing this loads numba (about a second): only modules that a worker or a command line
loads may do so.

Machine code is kept where numba finds a place it may write: NUMBA_CACHE_DIR, beside the package, or the user's cache
directory. Where there is none (a read-only image without a home), each process compiles for itself.
"""

from collections.abc import Callable
from typing import Any

import numba


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """A decorator: machine code that lets other threads run meanwhile."""
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # numba's word for "no directory to keep it in"
        return numba.njit(nogil=True)(function)

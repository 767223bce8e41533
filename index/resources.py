"""What this process takes of its machine: the threads of arithmetic, and memory that is given back once it is free.

All that limits a library's threads or memory is called from here, so that it is set in one place.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from onnxruntime import InferenceSession, OrtValue

# A question's arithmetic is too small to share out: on a busy machine several threads mostly wait for each other.
QUESTION_THREADS = 1
# Of 32 that ask at once, two at a time get half as many answers again as all together, and one at a time hardly fewer.
QUESTIONS_AT_A_TIME = 2
# What onnxruntime takes for an improvement: its sum and normalisation in one takes three times as long as one by one.
_SLOWER = ["SkipLayerNormFusion"]

# A long passage that is read takes some 5 MB, and two are read at a time.
_FIRST_TAKEN, _TAKEN_MORE = 8 << 20, 2 << 20


def onnx_session(
    network: Path | bytes,
    threads: int | None,
    *,
    in_store: bool = False,
    shared: Mapping[str, OrtValue] | None = None,
    files: Mapping[str, NDArray[np.uint8]] | None = None,
) -> InferenceSession:
    """A network for onnxruntime; `threads` for one text's arithmetic, None leaves that to onnxruntime.

    in_store: what it works in is kept for the next run, by all networks of which this is said together. That is for
    texts of one size: the C library gives memory back, but scatters what is needed at a time over three times as much.
    shared: tensors in place of those of these names; they have to live as long as the session.
    files: what is in the files by these names, in which the network says that weights lie.
    """
    # It would note its sessions in the folder for temporary files, and may tell its makers of them.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = threads or 0
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = in_store
    if in_store:
        # Plans for each length of text would be kept, and take as much again.
        options.enable_mem_pattern = False
        # A place that is to be used again would be kept for that meanwhile: almost twice as much, and no quicker.
        options.enable_mem_reuse = False
        _make_store()
        options.add_session_config_entry("session.use_env_allocators", "1")
    for name, value in (shared or {}).items():
        options.add_initializer(name, value)
    if files:
        options.add_external_initializers_from_files_in_memory([*files], [*files.values()], [*map(len, files.values())])
    return InferenceSession(network, options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOWER)


@lru_cache(maxsize=1)
def _make_store() -> None:
    """Where networks work that share a store of memory; there is one in a process."""
    from onnxruntime import (
        OrtAllocatorType,
        OrtArenaCfg,
        OrtMemoryInfo,
        OrtMemType,
        create_and_register_allocator,
    )

    store = OrtMemoryInfo("Cpu", OrtAllocatorType.ORT_ARENA_ALLOCATOR, 0, OrtMemType.DEFAULT)
    sizes = {"initial_chunk_size_bytes": _FIRST_TAKEN, "max_power_of_two_extend_bytes": _TAKEN_MORE}
    create_and_register_allocator(store, OrtArenaCfg(sizes))


class Turns:
    """Lets so many threads at a time do what they do in Python: more of them take longer for each, for they share the
    interpreter."""

    def __init__(self, count: int) -> None:
        self._free = threading.BoundedSemaphore(count)

    @contextmanager
    def taken(self, meanwhile: Callable[[], object]) -> Iterator[None]:
        """One's turn; who has to wait for it does something else first, which need not have one."""
        if not self._free.acquire(blocking=False):
            meanwhile()
            self._free.acquire()
        try:
            yield
        finally:
            self._free.release()


def limit_threads(count: int) -> None:
    """Let BLAS, and torch where it is loaded, take so many threads."""
    from threadpoolctl import threadpool_limits

    if "torch" in sys.modules:
        import torch

        torch.set_num_threads(count)
    threadpool_limits(count, user_api="blas")


def search_in_one_thread(faiss: Any) -> None:
    """Let FAISS not share out the search for one vector; OpenMP wants to be told so by each thread."""
    faiss.omp_set_num_threads(QUESTION_THREADS)


def give_back_memory() -> None:
    """Give the system back what was needed for a while, as the files of models that were unpacked."""
    # The C library of Linux keeps it for later; others have no such call.
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)

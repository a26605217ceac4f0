"""Run a notebook: in a kernel forked from this process, which has imported the libraries already.

Where fork does not exist a fresh kernel serves. Each notebook has a process and a namespace of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase

from analysis.rerun import watch

# Where a kernel leaves the list of the files that it read.
NOTES = "ANALYSIS_RERUN_NOTES"
CAN_FORK = hasattr(os, "fork")
CELL_SECONDS = 300
KERNEL_BYTES = 4 * 2**30
# Needed to read a dataset, and the rest of what jobs import, at first or in the end.
READING = ("pandas", "analysis.loaders.received")
LIBRARIES = (
    "scipy.stats", "statsmodels.stats.proportion", "matplotlib.figure", "matplotlib.style", "matplotlib.backends.backend_agg",
    "IPython.display", "ipykernel.kernelapp", "ipykernel.zmqshell", "ipykernel.debugger", "nbclient",
    "nbconvert.exporters.templateexporter", "nbconvert.filters.markdown_mistune", "babel.numbers",
)  # fmt: skip
# Never used by a rerun and slow to import: a grammar of web addresses (jsonschema's) and a debugger (ipykernel's).
# Both libraries do without where the import fails.
UNUSED = ("rfc3987_syntax", "debugpy")


class ForkedKernel(KernelProvisionerBase):
    """A kernel provisioner that forks instead of starting Python anew."""

    process: multiprocessing.process.BaseProcess | None = None

    @property
    def has_process(self) -> bool:
        """Whether a kernel was started."""
        return self.process is not None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Write the connection file, as the local provisioner does."""
        manager: Any = self.parent
        manager.write_connection_file()
        self.connection_info = manager.get_connection_info()
        return await super().pre_launch(cmd=[], **kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Fork; the child becomes a kernel."""
        context = multiprocessing.get_context("fork")
        self.process = context.Process(
            target=_become_kernel,
            daemon=True,
            args=(cast(Any, self.parent).connection_file, kwargs.get("cwd"), os.environ.get(NOTES)),
        )
        self.process.start()
        return self.connection_info

    async def poll(self) -> int | None:
        """Return the exit status, None while the kernel runs."""
        return self.process.exitcode if self.process is not None and not self.process.is_alive() else None

    async def wait(self) -> int | None:
        """Wait for the kernel to end."""
        while self.process is not None and self.process.is_alive():
            await asyncio.sleep(0.01)
        status = self.process.exitcode if self.process else 0
        self.process = None
        return status

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel."""
        if self.process is not None and self.process.pid is not None and self.process.is_alive():
            os.kill(self.process.pid, signum)

    async def kill(self, restart: bool = False) -> None:
        """End the kernel at once."""
        await self.send_signal(signal.SIGKILL)

    async def terminate(self, restart: bool = False) -> None:
        """Ask the kernel to end."""
        await self.send_signal(signal.SIGTERM)

    async def cleanup(self, restart: bool = False) -> None:
        """Nothing is left behind."""


class ForkingManager(AsyncKernelManager):
    """A kernel manager whose kernels are forked from this process.

    They talk by files in the job's own folder: a port that is free now may be taken before the kernel opens it.
    """

    async def _async_pre_start_kernel(self, **kwargs: Any) -> tuple[list[str], dict[str, Any]]:
        self.shutting_down = False
        self.transport, self.ip = "ipc", str(Path(os.environ[NOTES]).with_name("kernel"))
        self.kernel_id = self.kernel_id or kwargs.pop("kernel_id", "forked")
        self._launch_args = kwargs.copy()
        self.provisioner = ForkedKernel(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
        kwargs = await self.provisioner.pre_launch(**kwargs)
        return kwargs.pop("cmd"), kwargs

    pre_start_kernel = _async_pre_start_kernel


def preload(dataset: Path, pictures: bool) -> None:
    """Import the libraries once, before any fork, and do once what they do at their first use.

    Meanwhile another process reads the dataset, so that every job finds its tables in the cache.
    pictures: charts will be saved in every format.
    """
    for name in READING:
        import_module(name)
    reader = multiprocessing.get_context("fork").Process(target=_read_tables, args=(dataset,))
    reader.start()
    with _without(UNUSED):
        for name in LIBRARIES:
            import_module(name)
        _warm(pictures)
    reader.join()


def _read_tables(dataset: Path) -> None:
    """Put the tables of a dataset into the cache. What is wrong with it, each job says itself."""
    with contextlib.suppress(Exception):
        import_module("analysis.dataset").open_dataset(dataset).tables  # noqa: B018


def _warm(pictures: bool) -> None:
    import nbformat

    from analysis.pages.notebooks import exporter

    exporter().from_notebook_node(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("warm")]))
    figure = import_module("matplotlib.figure").Figure()
    figure.text(0, 0, "warm")
    for kind in ("png", "svg", "pdf") if pictures else ("png",):
        figure.savefig(io.BytesIO(), format=kind)


@contextlib.contextmanager
def _without(names: tuple[str, ...]) -> Iterator[None]:
    """Let the import of some modules fail."""
    absent = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None stands for: not to be imported
    try:
        yield
    finally:
        for name in absent:
            del sys.modules[name]


def limit_memory(size: int = KERNEL_BYTES) -> None:
    """Let this process take so much memory and no more, where the system can say so."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _become_kernel(connection_file: str, folder: str | None, notes: str | None) -> None:
    """Run a kernel in this forked child; no loop or signal handler of the parent stays."""
    from ipykernel.kernelapp import IPKernelApp

    watch.start()
    # It ends with its parent, and yet may start processes: binary workbooks are read in one.
    cast(Any, multiprocessing.current_process())._config["daemon"] = False
    asyncio.events._set_running_loop(None)
    asyncio.set_event_loop(asyncio.new_event_loop())
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if folder:
        os.chdir(folder)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    limit_memory()
    IPKernelApp.clear_instance()
    IPKernelApp.launch_instance(argv=["-f", connection_file, "--IPKernelApp.parent_handle=0", "--log-level=ERROR"])
    if notes:
        watch.write_notes(Path(notes))

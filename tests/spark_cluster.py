"""A Spark standalone cluster on 127.0.0.1: a master and two workers, each a process of its own with one core.

Every wait has an end, and so has every process: all of them carry a mark in their environment by which they are found.
"""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyspark

import aidstats

PATIENCE = 600  # seconds until a wait fails; a loaded machine takes a minute to start the JVMs
_HOME = Path(pyspark.__file__).parent
_MARK = "AIDSTATS_TEST_CLUSTER"
# Where executors find the package: they start in a directory of their own.
_PACKAGE = str(Path(aidstats.__file__).resolve().parent.parent)


def java() -> str | None:
    """The command, if there is one."""
    home = os.environ.get("JAVA_HOME")
    return shutil.which(f"{home}/bin/java" if home else "java")


def wait_for(what: str, there: Callable[[], Any]) -> Any:
    """What `there` gives as soon as it gives something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = there()
        if found:
            return found
        time.sleep(0.1)
    raise TimeoutError(f"waited {PATIENCE} seconds for {what}")


_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # starts sooner


class Cluster:
    """A master and workers; logs, work directories and pids by worker."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mark = uuid.uuid4().hex
        self.started = 0
        self.address = ""
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Cluster":
        try:
            self._start("master", "master.Master", "--port", "0")
            self.address = wait_for("the master", lambda: self._logged("master", r"Starting Spark master at (\S+)"))
            for name in [self._begin_worker(), self._begin_worker()]:  # both JVMs start at once
                self._registered(name)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        def left() -> list[int]:
            pids = self.pids()
            for pid in pids:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            return pids

        wait_for("the cluster's end", lambda: not left())
        for process in self._processes:
            process.wait(PATIENCE)

    def start_worker(self) -> None:
        """One more, in place of one that was killed."""
        self._registered(self._begin_worker())

    def kill(self, worker: str, *, executors_only: bool = False) -> None:
        """kill -9 of a worker with its executors, or of these alone, Python processes included."""
        place = str(self.folder / worker)

        def belongs(pid: int) -> bool:
            command = _read(pid, "cmdline").decode(errors="replace")
            with contextlib.suppress(OSError):
                if os.readlink(f"/proc/{pid}/cwd").startswith(place + "/"):
                    return True
            return not executors_only and place in command.split("\0")

        killed = [pid for pid in self.pids() if belongs(pid)]
        assert killed, f"no process of {worker}"
        for pid in killed:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def pids(self) -> list[int]:
        """All processes of the cluster that live."""
        wanted = f"{_MARK}={self.mark}".encode()
        pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]
        return [pid for pid in pids if wanted in _read(pid, "environ").split(b"\0")]

    def session(self, **options: str) -> Any:
        """A SparkSession on the cluster."""
        os.environ |= _ENVIRONMENT
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(self.address).appName("aidstats")
        settings = {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.memory": "1g",
            "spark.executor.memory": "512m",
            "spark.executor.cores": "1",
            "spark.driver.extraJavaOptions": _JAVA,
            "spark.executor.extraJavaOptions": _JAVA,
            "spark.executorEnv.PYTHONPATH": _PACKAGE,
            f"spark.executorEnv.{_MARK}": self.mark,
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.warehouse.dir": str(self.folder / "warehouse"),
            **options,
        }
        for name, value in settings.items():
            builder = builder.config(name, value)
        return builder.getOrCreate()

    def _begin_worker(self) -> str:
        self.started += 1
        name = f"worker-{self.started}"
        place = ["--work-dir", str(self.folder / name), "--port", "0", "--cores", "1", "--memory", "1g"]
        self._start(name, "worker.Worker", *place, self.address)
        return name

    def _registered(self, name: str) -> None:
        wait_for(name, lambda: self._logged(name, "(Successfully registered)"))

    def _start(self, name: str, what: str, *arguments: str) -> None:
        environment = (
            os.environ
            | _ENVIRONMENT
            | {_MARK: self.mark, "SPARK_DAEMON_MEMORY": "256m", "SPARK_DAEMON_JAVA_OPTS": _JAVA}
        )
        command = [_HOME / "bin" / "spark-class", f"org.apache.spark.deploy.{what}", "--host", "127.0.0.1"]
        with open(self.folder / f"{name}.log", "wb") as log:
            self._processes.append(
                subprocess.Popen(
                    [*command, "--webui-port", "0", *arguments],
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,  # Ctrl-C is for the tests, which end the cluster
                )
            )

    def _logged(self, name: str, pattern: str) -> str | None:
        found = re.search(pattern, (self.folder / f"{name}.log").read_text(errors="replace"))
        return found and found[1]


_ENVIRONMENT = {
    "SPARK_HOME": str(_HOME),
    "SPARK_LOCAL_IP": "127.0.0.1",
    "PYSPARK_PYTHON": sys.executable,
    "PYSPARK_DRIVER_PYTHON": sys.executable,
}


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:  # it has ended, or is another user's
        return b""


@contextlib.contextmanager
def spark_cluster(folder: Path) -> Iterator[tuple[Cluster, Any]]:
    """A cluster and a session on it, both ended whatever happens."""
    with Cluster(folder) as cluster:
        session = cluster.session()
        try:
            yield cluster, session
        finally:
            session.stop()

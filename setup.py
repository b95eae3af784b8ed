"""Builds aidstats._core.  Metadata is in pyproject.toml; this lists sources and runs nothing.

AIDSTATS_WERROR=1     warnings are errors: for us, never for users, whose compiler may know more of them than ours
AIDSTATS_SANITIZE=…   sanitizers to build with, as in -fsanitize=; 1 means address,undefined
AIDSTATS_DEBUG=1      no optimisation, symbols, asserts
"""

import os
import shlex
import subprocess
import sys
import sysconfig
from glob import glob

import numpy
from setuptools import Extension, setup

UNIX_FLAGS = ["-std=c11", "-O3", "-fvisibility=hidden", "-Wall", "-Wextra"]
MSVC_FLAGS = ["/std:c11", "/O2", "/utf-8", "/W3"]


def is_gcc() -> bool:
    """gcc brings its own linker plugin; what another compiler needs for -flto may be missing."""
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc")
    try:
        version = subprocess.run([*compiler, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return False
    return "Free Software Foundation" in version


def flags() -> tuple[list[str], list[str]]:
    """For the compiler and for the linker."""
    if sys.platform == "win32":
        return MSVC_FLAGS + ["/WX"] * bool(os.environ.get("AIDSTATS_WERROR")), []
    compiling, linking = list(UNIX_FLAGS), []
    if os.environ.get("AIDSTATS_WERROR"):
        compiling.append("-Werror")
    if os.environ.get("AIDSTATS_DEBUG"):
        compiling += ["-O0", "-g3", "-UNDEBUG"]
    sanitizers = os.environ.get("AIDSTATS_SANITIZE")
    if sanitizers:
        names = "address,undefined" if sanitizers == "1" else sanitizers
        compiling += [f"-fsanitize={names}", "-fno-sanitize-recover=undefined", "-fno-omit-frame-pointer", "-g"]
        linking.append(f"-fsanitize={names}")
    elif sys.platform == "linux" and not os.environ.get("AIDSTATS_DEBUG") and is_gcc():
        compiling.append("-flto=auto")  # the files of the core call each other all the time
        linking += ["-flto=auto", "-O3"]
    return compiling, linking


compile_flags, link_flags = flags()

setup(
    ext_modules=[
        Extension(
            "aidstats._core",
            sources=sorted(glob("csrc/*.c") + glob("csrc/python/*.c")),
            depends=sorted(
                path for kind in ("h", "inc", "def") for path in glob(f"csrc/*.{kind}") + glob(f"csrc/python/*.{kind}")
            ),
            include_dirs=["csrc", numpy.get_include()],
            define_macros=[
                ("NPY_TARGET_VERSION", "NPY_1_25_API_VERSION"),  # one wheel runs on every numpy since 1.25
                ("NPY_NO_DEPRECATED_API", "NPY_2_0_API_VERSION"),
            ],
            extra_compile_args=compile_flags,
            extra_link_args=link_flags,
        )
    ]
)

"""Libraries that are not there: the module that needs one says what to install."""

import importlib
import sys

import pytest


@pytest.mark.parametrize(
    ("module", "library", "extra"),
    [
        ("aidstats.pandas", "pandas", "pandas"),
        ("aidstats.polars", "polars", "polars"),
        ("aidstats.duckdb", "duckdb", "duckdb"),
        ("aidstats.dask", "dask.dataframe.extensions", "dask"),
        ("aidstats.dask", "pandas", "dask"),
    ],
)
def test_an_integration_without_its_library_names_the_extra(monkeypatch, module, library, extra):
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.delitem(sys.modules, module, raising=False)
    with pytest.raises(ImportError, match=rf"pip install aidstats\[{extra}\]"):
        importlib.import_module(module)


@pytest.mark.parametrize("function", ["aid_parse", "aid_value", "aid_find", "aid_is_approximate"])
def test_functions_for_spark_name_the_extra_when_they_are_called(monkeypatch, function):
    import aidstats.spark

    monkeypatch.setitem(sys.modules, "pyspark.sql.functions", None)
    with pytest.raises(ImportError, match=r"this needs pyspark: pip install aidstats\[spark\]"):
        getattr(aidstats.spark, function)("金额")

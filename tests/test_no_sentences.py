"""The article belongs to its publisher: figures and names may be in the project, sentences may not."""

import re

from aidstats import _support_tables

LENGTH = 12
SKIPPED = {".git", ".venv", "build", "dist", "results", "__pycache__"}
TEXTS = {
    ".py",
    ".md",
    ".csv",
    ".json",
    ".toml",
    ".txt",
    ".tsv",
    ".ipynb",
    ".c",
    ".h",
    ".inc",
    ".def",
    ".lock",
    ".in",
    ".yml",
    "",
}


def windows(text: str) -> set[str]:
    """All runs of twelve characters that are mostly Chinese; layout and numbers alone belong to nobody."""
    cut = {text[start : start + LENGTH] for start in range(len(text) - LENGTH + 1)}
    return {window for window in cut if len(re.findall("[一-鿿]", window)) > LENGTH // 2}


def project_files(root):
    """Text files of the checkout, and the data of the package wherever it is installed."""
    folders = {root, _support_tables.data_folder()}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            hidden = any(part in SKIPPED or part.startswith(".venv") or part.endswith("_cache") for part in parts)
            if path.is_file() and not hidden and path.suffix in TEXTS and path.stat().st_size < 20 << 20:
                yield path


def test_no_sentence_of_the_article_is_in_the_project(root, shared):
    (article,) = (shared / "seed").glob("*.txt")
    taken = windows(article.read_text(encoding="utf-8"))
    assert len(taken) > 3000
    seen = 0
    found = {}
    for path in project_files(root):
        text = path.read_text(encoding="utf-8", errors="replace")
        seen += 1
        if copied := windows(text) & taken:
            found[str(path)] = sorted(copied)[:3]
    assert seen > 50
    assert found == {}

"""NumPy reads the files that the page makes for it."""

import json
import subprocess
import zipfile

import numpy as np
import pytest

from tests.support.node import node_path
from tests.support.page_texts import WEB

WRITE = """
import { writeFileSync } from 'node:fs';
const { npy, npz } = await import(process.argv[2]);
const arrays = JSON.parse(process.argv[3]).map(([kind, values, shape]) => npy(globalThis[kind].from(values), shape));
writeFileSync('one.npy', arrays[0]);
writeFileSync('all.npz', npz(Object.fromEntries(arrays.map((array, i) => [`a${i}`, array]))));
"""

ARRAYS = [
    np.linspace(-1, 1, 784, dtype=np.float32).reshape(28, 28),
    np.arange(256, dtype=np.uint8),
    np.zeros((0, 28, 28), np.uint8),
    (np.arange(3 * 784) % 251).astype(np.uint8).reshape(3, 28, 28),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("npy")
    (folder / "write.mjs").write_text(WRITE, "utf-8")
    kinds = {"float32": "Float32Array", "uint8": "Uint8Array"}
    sent = [[kinds[a.dtype.name], a.ravel().tolist(), a.shape] for a in ARRAYS]
    module = (WEB / "shared" / "npy.js").as_uri()
    subprocess.run([node_path(), "write.mjs", module, json.dumps(sent)], cwd=folder, check=True)
    return folder


def same(found, wanted):
    return found.dtype == wanted.dtype and np.array_equal(found, wanted)


def test_npy(folder):
    assert same(np.load(folder / "one.npy"), ARRAYS[0])


def test_npz(folder):
    with np.load(folder / "all.npz") as found:
        assert found.files == [f"a{i}" for i in range(len(ARRAYS))]
        assert all(same(found[f"a{i}"], wanted) for i, wanted in enumerate(ARRAYS))


def test_the_archive_is_whole(folder):
    with zipfile.ZipFile(folder / "all.npz") as archive:
        assert archive.testzip() is None

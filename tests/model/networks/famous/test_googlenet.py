"""GoogLeNet, against its paper."""

from model.networks.famous import load_table

BLOCKS = {block["name"]: block for block in load_table()["googlenet"]["blocks"]}


def test_modules_join_four_branches():
    found = {row["name"]: row for block in BLOCKS.values() for row in block["layers"]}
    for module in ("3a", "3b", "4a", "4b", "4c", "4d", "4e", "5a", "5b"):
        branches = [found[f"{module}_{end}"]["shape"][-1] for end in ("1x1", "3x3", "5x5", "pool_1x1")]
        assert found[f"{module}_join"]["shape"][-1] == sum(branches)
    assert [BLOCKS[f"Inception {i}"]["times"] for i in (3, 4, 5)] == [2, 5, 2]

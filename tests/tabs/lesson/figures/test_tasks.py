"""What networks are used for, and what shuffling costs, as the lesson tells it."""

import numpy as np

from tests.support.lesson_page import metrics, network, percent, row


def test_L04_applications():
    words = row("L4").words.lower()

    for use in ("classification", "segmentation", "detection", "face recognition", "medical imaging"):
        assert use in words
    for use in ("autonomous vehicles", "satellite imagery", "video analysis"):
        assert use in words
    assert row("L4").figure("applications").html.count("<svg") == 8


def test_L05_ann_and_cnn_by_task():
    words, measured = row("L5").words, metrics()
    plain, shuffled = measured["shuffled"]["unshuffled"], measured["shuffled"]

    assert f"The ANN reads {percent(plain['ann']['accuracy'])} before" in words
    assert f"and {percent(shuffled['ann']['accuracy'])} after" in words
    assert f"falls from {percent(plain['cnn']['accuracy'])} to {percent(shuffled['cnn']['accuracy'])}" in words
    # what the sentences claim
    assert shuffled["ann"]["accuracy"] > shuffled["cnn"]["accuracy"]
    assert abs(shuffled["ann"]["accuracy"] - plain["ann"]["accuracy"]) < 0.01
    assert plain["cnn"]["accuracy"] - shuffled["cnn"]["accuracy"] > 0.02
    assert 2 * network("cnn").count_params() < network("ann").count_params()
    tasks = [cells[0].split(",")[0] for cells in row("L5").cells()]
    assert tasks == ["Classification of pictures", "Segmentation", "Detection", "Tables", "Video"]
    before, after = row("L5").figure("shuffled-digit").pictures()
    assert (np.sort(before, axis=None) == np.sort(after, axis=None)).all() and (before != after).any()


def test_L06_three_problems_and_their_models():
    words = row("L6").words

    for model, idea in {
        "AlexNet": "dropout",
        "VGG": "3×3",
        "ResNet": "skip connections",
        "EfficientNet": "three things together",
        "U-Net": "biology",
        "Mask R-CNN": "mask for each",
        "YOLO": "One pass",
        "SSD": "several scales",
        "Faster R-CNN": "proposes regions",
    }.items():
        assert model in words and idea in words
    drawn = row("L6").figure("three-tasks").words
    assert all(task in drawn for task in ("what goes in", "classification", "segmentation", "detection"))

"""Famous networks as the lesson counts them, counted anew from their papers."""

from tests.support.lesson_page import metrics, network, percent, row


def convolution(size, channels, filters, groups=1):
    """Weights and biases."""
    return size * size * channels // groups * filters + filters


def dense(inputs, units):
    return inputs * units + units


def test_L22_lenet5():
    counts = [
        convolution(5, 1, 6),
        convolution(5, 6, 16),
        convolution(5, 16, 120),
        dense(120, 84),
        dense(84, 10),
    ]
    words, table = row("L22").words, row("L22").figure("layers").cells()

    assert sum(counts) == 61_706 == network("lenet5").count_params()
    assert f"{sum(counts):,} parameters" in words
    assert [cells[3] for cells in table if cells[3]] == [f"{n:,}" for n in (*counts, sum(counts))]
    assert "32 × 32" in words and "1998" in words
    assert f"reads {percent(metrics()['networks']['lenet5']['mnist']['accuracy'])} of the test set" in words
    assert ("architectures", {"card": "lenet5", "part": "duel"}) in row("L22").tries


def test_L23_alexnet():
    """In two halves on two GPUs: the second, fourth and fifth convolution see half the maps."""
    maps = [(11, 3, 96, 1), (5, 96, 256, 2), (3, 256, 384, 1), (3, 384, 384, 2), (3, 384, 256, 2)]
    tops = [dense(6 * 6 * 256, 4096), dense(4096, 4096), dense(4096, 1000)]
    total = sum(convolution(*layer) for layer in maps) + sum(tops)
    words = row("L23").words

    assert round(total / 1e6) == 61 and "61 million" in words
    assert f"{total:,} parameters" in words
    assert f"The first dense layer alone has {tops[0]:,}" in words
    side = (227 - 11) // 4 + 1
    assert f"{side} × {side} × 96" in row("L23").figure("layers").words
    for known in ("2012", "227 × 227", "ReLU", "Dropout", "two GPUs", "ImageNet"):
        assert known in words


def vgg(*blocks):
    total, channels = dense(7 * 7 * 512, 4096) + dense(4096, 4096) + dense(4096, 1000), 3
    for count, filters in blocks:
        for _ in range(count):
            total, channels = total + convolution(3, channels, filters), filters
    return total


def test_L24_vgg():
    vgg16 = vgg((2, 64), (2, 128), (3, 256), (3, 512), (3, 512))
    vgg19 = vgg((2, 64), (2, 128), (4, 256), (4, 512), (4, 512))
    words = row("L24").words

    assert (vgg16, vgg19) == (138_357_544, 143_667_240)
    assert f"{vgg16:,} and {vgg19:,} parameters" in words
    assert f"{dense(7 * 7 * 512, 4096):,}" in words
    assert "13 convolutions and 3 dense layers" in words and "five max-pools" in words
    for sees, one, _, many, saved in row("L24").figure("stacked").cells():
        side = int(sees[0])
        layers = (side - 1) // 2  # each 3×3 adds one pixel on each side
        assert one == f"{side**2 * 64 * 64:,}" and many == f"{layers * 9 * 64 * 64:,}"
        assert saved == percent(1 - layers * 9 / side**2, 0)


# Maps of each Inception module (Szegedy et al., table 1): in, 1×1, 1×1 and 3×3, 1×1 and 5×5, after pooling.
MODULES = [
    (192, 64, 96, 128, 16, 32, 32),
    (256, 128, 128, 192, 32, 96, 64),
    (480, 192, 96, 208, 16, 48, 64),
    (512, 160, 112, 224, 24, 64, 64),
    (512, 128, 128, 256, 24, 64, 64),
    (512, 112, 144, 288, 32, 64, 64),
    (528, 256, 160, 320, 32, 128, 128),
    (832, 256, 160, 320, 32, 128, 128),
    (832, 384, 192, 384, 48, 128, 128),
]


def test_L25_googlenet():
    total = convolution(7, 3, 64) + convolution(1, 64, 64) + convolution(3, 64, 192) + dense(1024, 1000)
    for maps, one, three_before, three, five_before, five, pooled in MODULES:
        total += convolution(1, maps, one) + convolution(1, maps, three_before) + convolution(3, three_before, three)
        total += convolution(1, maps, five_before) + convolution(5, five_before, five) + convolution(1, maps, pooled)
    words = row("L25").words

    assert f"needs only {total:,} parameters, about 7 million" in words
    drawn = row("L25").figure("inception").words
    assert all(part in drawn for part in ("1 × 1", "3 × 3", "5 × 5", "pool", "stacked"))
    assert "global average pooling" in words


def resnet(*stages):
    """Bottleneck blocks with batch normalisation, whose four numbers for each map Keras counts."""

    def normalised(size, channels, filters):
        return convolution(size, channels, filters) + 4 * filters

    total, channels, on_main_path = normalised(7, 3, 64), 64, 1
    for width, blocks in zip((64, 128, 256, 512), stages, strict=True):
        total += normalised(1, channels, 4 * width)  # fits sizes on the skip
        for _ in range(blocks):
            total += normalised(1, channels, width) + normalised(3, width, width) + normalised(1, width, 4 * width)
            channels, on_main_path = 4 * width, on_main_path + 3
    return total + dense(channels, 1000), on_main_path


def test_L26_resnet():
    words = row("L26").words
    for name, stages in {"ResNet-50": (3, 4, 6, 3), "ResNet-101": (3, 4, 23, 3)}.items():
        total, on_main_path = resnet(*stages)
        assert on_main_path + 1 == int(name.split("-")[1])
        assert f"{name} has {on_main_path} " in words
        assert f"{total / 1e6:.1f} million parameters" in words
    assert resnet(3, 4, 6, 3)[1] == 49 and f"{resnet(3, 4, 6, 3)[0] / 1e6:.1f}" == "25.6"
    assert "training data went up" in words
    assert "y = F(x) + x" in row("L26").figure("skip").words

"""U-Net, counted by hand."""

from model.networks.famous import load_table


def test_unet_by_hand():
    """3×3 convolutions with biases, 2×2 transposed ones, one 1×1: nothing else holds parameters."""

    def convolution(size, channels, filters):
        return (size * size * channels + 1) * filters

    widths = (64, 128, 256, 512, 1024)
    total = convolution(1, 64, 2)
    for channels, filters in zip((1, *widths), widths, strict=False):
        total += convolution(3, channels, filters) + convolution(3, filters, filters)
    for filters in widths[:-1]:
        total += convolution(2, 2 * filters, filters)
        total += convolution(3, 2 * filters, filters) + convolution(3, filters, filters)
    assert total == load_table()["unet"]["parameters"]

"""Change a 28×28 image on purpose: shift, turn, scale, thicken, add noise, shuffle its pixels.

Nothing is put back in the middle afterwards: that is the point. These show what a network does with
digits that the preprocessing in `digit_image.py` would have set right. Many images at a time.
"""

from dataclasses import dataclass

import numpy as np

from model.image.geometry import CENTRE, SIDE


@dataclass(frozen=True)
class Transform:
    """Several changes at once, in this order: thickness, size, angle, place, noise.

    Size, angle and place are one resampling, so that the picture is blurred once and not thrice.
    """

    dx: float = 0.0
    dy: float = 0.0
    degrees: float = 0.0
    factor: float = 1.0
    pixels: float = 0.0
    sigma: float = 0.0
    seed: int = 0

    def __call__(self, images: np.ndarray) -> np.ndarray:
        """Apply the changes to float32 (..., 28, 28) in [0, 1] and return the same kind.

        Raises:
            ValueError: the images are no 28×28, or `factor` or `sigma` is out of range.
        """
        changed = thicken(images, self.pixels)
        changed = _warp(changed, self.dx, self.dy, self.degrees, self.factor)
        return add_noise(changed, self.sigma, self.seed)


def shift(images: np.ndarray, dx: float, dy: float) -> np.ndarray:
    """Move images by any number of pixels, fractions included; what leaves the frame is lost.

    Args:
        images: float32 (..., 28, 28) in [0, 1].
        dx, dy: pixels to the right and down.

    Returns:
        float32, shaped like `images`; 0 where nothing came from.
    """
    return _warp(images, dx=dx, dy=dy)


def rotate(images: np.ndarray, degrees: float) -> np.ndarray:
    """Turn images counter-clockwise about the pixel where MNIST puts a digit's centre of mass.

    Args:
        images: float32 (..., 28, 28) in [0, 1].
        degrees: the angle; negative turns clockwise.

    Returns:
        float32, shaped like `images`.
    """
    return _warp(images, degrees=degrees)


def scale(images: np.ndarray, factor: float) -> np.ndarray:
    """Enlarge or shrink images about the pixel where MNIST puts a digit's centre of mass.

    Args:
        images: float32 (..., 28, 28) in [0, 1].
        factor: above 0; 2 is twice as large, 0.5 half as large.

    Returns:
        float32, shaped like `images`.

    Raises:
        ValueError: `factor` is not above 0.
    """
    return _warp(images, factor=factor)


def thicken(images: np.ndarray, pixels: float) -> np.ndarray:
    """Move the edges of all lines outward (positive) or inward (negative).

    Greyscale morphology (Serra, 1982): thickening gives each pixel the largest value around it,
    thinning the smallest. Crosses and squares take turns, which makes an octagon, nearly a disc.
    Between two whole steps the two pictures are blended.

    Args:
        images: float32 (..., 28, 28) in [0, 1].
        pixels: how far each edge moves; a line grows by twice as much.

    Returns:
        float32, shaped like `images`.
    """
    below = _checked(images)
    widest = np.maximum if pixels > 0 else np.minimum
    whole, rest = divmod(abs(pixels), 1)
    for step in range(int(whole)):
        below = _spread(below, widest, corners=step % 2 == 1)
    if rest == 0:
        return below.copy() if whole == 0 else below
    above = _spread(below, widest, corners=whole % 2 == 1)
    return (below + np.float32(rest) * (above - below)).astype(np.float32)


def add_noise(images: np.ndarray, sigma: float, seed: int = 0) -> np.ndarray:
    """Add normally distributed noise to every pixel, then cut back to [0, 1].

    Args:
        images: float32 (..., 28, 28) in [0, 1].
        sigma: the noise's standard deviation, at least 0.
        seed: from 0 to 2³² − 2; the same seed gives the same noise.

    Returns:
        float32, shaped like `images`.

    Raises:
        ValueError: `sigma` is negative.
    """
    images = _checked(images)
    if not sigma >= 0:
        raise ValueError(f"sigma must be at least 0, not {sigma}")
    if sigma == 0:
        return images.copy()
    noise = normal_numbers(seed, images.size).reshape(images.shape)
    return np.clip(images + np.float32(sigma) * noise, 0, 1)


def normal_numbers(seed: int, count: int) -> np.ndarray:
    """Return the first numbers of a stream of standard normal ones, float32 (count,).

    Box and Muller's transform (1958) of two hashes each. It is not NumPy's generator because the page's
    slider makes the same noise in the browser: `web/net/transforms.js` has the same stream.
    """
    one = np.uint32(1)
    counter = 2 * np.arange(count, dtype=np.uint32) + _hash(np.array([seed], np.uint32) + one)
    first, second = ((_hash(part) + 0.5) / 2**32 for part in (counter, counter + one))
    return (np.sqrt(-2 * np.log(first)) * np.cos(2 * np.pi * second)).astype(np.float32)


def _hash(values: np.ndarray) -> np.ndarray:
    """Mix 32 bits so that each bit of the result depends on all: uint32 to uint32.

    The last steps of MurmurHash3 (Appleby, 2011) after a step of Weyl's sequence, which tells neighbours
    apart.
    """
    half, less = np.uint32(16), np.uint32(13)
    bits = values * np.uint32(0x9E3779B9)
    bits = (bits ^ (bits >> half)) * np.uint32(0x85EBCA6B)
    bits = (bits ^ (bits >> less)) * np.uint32(0xC2B2AE35)
    return bits ^ (bits >> half)


def pixel_order(seed: int) -> np.ndarray:
    """Return the numbers 0 to 783 in a random order, int64 (784,): a shuffle for `shuffle_pixels`."""
    return np.random.default_rng(seed).permutation(SIDE * SIDE)


def shuffle_pixels(images: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Give every pixel the value of another one, alike for all images.

    Args:
        images: float32 (..., 28, 28) in [0, 1].
        order: int (784,), each of 0 to 783 once: pixel i of the result is pixel order[i].

    Returns:
        float32, shaped like `images`. `np.argsort(order)` undoes it.
    """
    images = _checked(images)
    flat = images.reshape(*images.shape[:-2], SIDE * SIDE)
    return flat[..., order].reshape(images.shape)


def _checked(images: np.ndarray) -> np.ndarray:
    images = np.asarray(images, np.float32)
    if images.shape[-2:] != (SIDE, SIDE):
        raise ValueError(f"images must be (..., {SIDE}, {SIDE}), not {images.shape}")
    return images


def _warp(
    images: np.ndarray, dx: float = 0.0, dy: float = 0.0, degrees: float = 0.0, factor: float = 1.0
) -> np.ndarray:
    """Scale, then turn, then shift, in one resampling.

    Each pixel of the result is a weighted sum of pixels of the source, with the same weights in
    every image: all of it is one matrix (784, 784), and many images are one matrix product. Where
    nothing turns, rows and columns are resampled one after the other: two matrices (28, 28).
    """
    images = _checked(images)
    if not factor > 0:
        raise ValueError(f"the factor must be above 0, not {factor}")
    if (dx, dy, degrees, factor) == (0, 0, 0, 1):
        return images.copy()
    # When shrinking, the tent is widened so that no source pixel falls between two samples.
    width = max(1.0, 1 / factor)
    if degrees == 0:
        across, down = (_tents(CENTRE + (np.arange(SIDE) - CENTRE - by) / factor, width) for by in (dx, dy))
        return np.clip(down @ images @ across.T, 0, 1)
    x, y = _source_positions(dx, dy, degrees, factor)
    matrix = _tents(y, width)[:, :, None] * _tents(x, width)[:, None, :]
    flat, matrix = images.reshape(-1, SIDE * SIDE), matrix.reshape(-1, SIDE * SIDE)
    # For one drawing einsum is as quick as a product, and waits for no busy core as BLAS's threads do.
    warped = np.einsum("nq,pq->np", flat, matrix) if len(flat) == 1 else flat @ matrix.T
    return np.clip(warped, 0, 1).reshape(images.shape)


def _source_positions(dx: float, dy: float, degrees: float, factor: float) -> tuple[np.ndarray, np.ndarray]:
    """Return x and y in the source, each (784,), of every pixel of the result: the way back."""
    y, x = np.mgrid[:SIDE, :SIDE].reshape(2, -1) - np.array([[CENTRE + dy], [CENTRE + dx]])
    angle = np.radians(degrees)
    cosine, sine = np.cos(angle), np.sin(angle)
    # y points down, so this turns counter-clockwise for the eye.
    return CENTRE + (cosine * x - sine * y) / factor, CENTRE + (sine * x + cosine * y) / factor


def _tents(positions: np.ndarray, width: float) -> np.ndarray:
    """Return how much each of the 28 pixels along an axis counts at each position, float32 (n, 28).

    With width 1 this is linear interpolation between the two nearest pixels. Pixels outside the
    frame have their share too, and it is lost: outside is black.
    """
    steps = np.arange(-np.ceil(width), np.ceil(width) + 2)
    fraction = positions - np.floor(positions)
    total = np.maximum(0, 1 - np.abs(steps - fraction[:, None]) / width).sum(axis=1)
    distance = np.abs(np.arange(SIDE) - positions[:, None])
    return (np.maximum(0, 1 - distance / width) / total[:, None]).astype(np.float32)


def _spread(images: np.ndarray, widest: np.ufunc, corners: bool) -> np.ndarray:
    """Give each pixel the largest (or smallest) value among itself and its neighbours.

    `corners` says whether the four diagonal neighbours count. Outside is black.
    """
    rows = images.copy()
    for here, there in ((np.s_[1:], np.s_[:-1]), (np.s_[:-1], np.s_[1:])):
        rows[..., here, :] = widest(rows[..., here, :], images[..., there, :])
    if widest is np.minimum:
        rows[..., [0, -1], :] = 0
    source = rows if corners else images
    result = rows.copy()
    for here, there in ((np.s_[1:], np.s_[:-1]), (np.s_[:-1], np.s_[1:])):
        result[..., here] = widest(result[..., here], source[..., there])
    if widest is np.minimum:
        result[..., [0, -1]] = 0
    return result

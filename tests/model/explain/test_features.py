"""What a drawing has that a map can follow: strokes by their direction, edges, paper."""

import numpy as np

from model.explain.features import drawing_features


def test_features_of_strokes():
    blank = np.zeros((28, 28), np.float32)
    picture = blank.copy()
    picture[4:24, 13:16] = 1
    stem, bar = drawing_features(picture), drawing_features(picture.T)
    assert stem["upright strokes"][14, 14] > 0.5 > 0.01 > stem["level strokes"][14, 14]
    assert bar["level strokes"][14, 14] > 0.5 > 0.01 > bar["upright strokes"][14, 14]
    assert stem["the left edges of strokes"][14].argmax() in (12, 13)
    assert stem["the right edges of strokes"][14].argmax() in (15, 16)
    slope = np.eye(28, dtype=np.float32) + np.eye(28, k=1, dtype=np.float32)
    falling, rising = (drawing_features(picture) for picture in (slope, slope[:, ::-1]))
    assert falling["falling strokes"][14, 14] > 5 * falling["rising strokes"][14, 14]
    assert rising["rising strokes"][14, 13] > 5 * rising["falling strokes"][14, 13]
    assert drawing_features(blank)["the empty paper"].min() == 1

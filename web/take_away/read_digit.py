"""Read digit.npy with cnn.keras, both in this folder; needs `pip install keras tensorflow numpy`."""

import keras
import numpy as np

network = keras.saving.load_model("cnn.keras", compile=False)
image = np.load("digit.npy")  # (28, 28): 0 is paper, 1 is ink
probabilities = network.predict(image[None, :, :, None], verbose=0)[0]
for digit, probability in enumerate(probabilities):
    print(digit, f"{probability:7.2%}", "#" * round(40 * probability))

"""What a search for "MNIST Gradio" finds, with our CNN: sketchpad, resize, `model.predict`.

`python -m benchmarks.usual_demo` serves it, so that it can be measured beside the page. It imports
nothing of this product: what it costs is its own.
"""

from pathlib import Path

import gradio as gr
import numpy as np
from PIL import Image

WEIGHTS = Path(__file__).resolve().parent.parent / "model" / "networks" / "weights" / "cnn.keras"


def usual_demo(network) -> gr.Interface:
    """The whole demo.

    Args:
        network: a Keras model from (n, 28, 28, 1) to ten probabilities.
    """

    def predict(sketch):
        picture = Image.fromarray(sketch["composite"]).convert("L").resize((28, 28))
        image = (255 - np.asarray(picture, np.float32)).reshape(1, 28, 28, 1) / 255
        answer = network.predict(image, verbose=0)[0]
        return {str(digit): float(p) for digit, p in enumerate(answer)}

    return gr.Interface(predict, gr.Sketchpad(), gr.Label(), api_name="predict", analytics_enabled=False)


def main() -> None:
    """Serve it until stopped."""
    import keras

    usual_demo(keras.models.load_model(WEIGHTS)).launch(quiet=True)


if __name__ == "__main__":
    main()

"""Makes models: data, fitting, evaluation. Arrays and files; knows nothing of pages."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # TensorFlow says only what is wrong

"""Makes models: data, fitting, evaluation. Arrays and files; knows nothing of pages."""

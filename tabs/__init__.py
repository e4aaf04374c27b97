"""What the visitor sees. Gradio lives here and in app.py only; no tab imports another."""

"""What the page tells the visitor's browser to refuse: other hosts, other frames, guesses about files.

Gradio runs inline scripts and makes functions of texts, so those two stay allowed. A Space shows the
page in a frame: hence who may be around it.
"""

AROUND = ("'self'", "https://huggingface.co", "https://*.huggingface.co", "https://*.hf.space")
"""Pages that may show this one in a frame."""

POLICY = {
    "default-src": ("'self'",),
    "script-src": ("'self'", "'unsafe-inline'", "'unsafe-eval'", "blob:"),
    "style-src": ("'self'", "'unsafe-inline'"),
    "img-src": ("'self'", "data:", "blob:"),
    "font-src": ("'self'", "data:"),
    "media-src": ("'self'", "data:", "blob:"),
    "worker-src": ("'self'", "blob:"),
    "object-src": ("'none'",),
    "base-uri": ("'self'",),
    "form-action": ("'self'",),
    "frame-ancestors": AROUND,
}
"""Content-Security-Policy: from where what may come."""


def _policy(*without: str) -> str:
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in POLICY.items() if name not in without)


HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"content-security-policy", _policy().encode()),
)
"""Added to every answer."""

HEAD = (
    '<meta name="referrer" content="same-origin">'
    f'<meta http-equiv="Content-Security-Policy" content="{_policy("frame-ancestors")}">'
)
"""The same inside the page: where Gradio's Node server renders it, no header of ours is on it.
Who may frame the page can be said in a header only."""


def with_headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return an answer's headers with ours; what an answer sets itself stays."""
    there = {name.lower() for name, _ in headers}
    return [*headers, *(header for header in HEADERS if header[0] not in there)]

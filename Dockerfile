# The page as a Space runs it, for any machine with Docker:
#   docker build --tag page . && docker run --read-only --tmpfs /tmp --publish 7860:7860 page
FROM python:3.11-slim-bookworm

# Not root, as on a Space. Everything that libraries write goes to /tmp: the rest may be read-only.
RUN useradd --create-home --uid 1000 visitor
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    HF_HOME=/tmp/huggingface \
    KERAS_HOME=/tmp/keras \
    MPLCONFIGDIR=/tmp/matplotlib \
    GRADIO_TEMP_DIR=/tmp/gradio \
    GRADIO_SERVER_NAME=0.0.0.0 \
    GRADIO_SERVER_PORT=7860

WORKDIR /app
# The packages first: their layer stays when only code changes.
COPY requirements.txt constraints.txt ./
RUN pip install --no-cache-dir -c constraints.txt -r requirements.txt

COPY app.py ./
COPY serving ./serving
COPY tabs ./tabs
COPY hub ./hub
COPY model ./model
COPY web ./web
COPY lesson ./lesson

USER visitor
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/', timeout=4)"]
CMD ["python", "app.py"]

# Two stages: the first makes wheels, the second installs them and holds nothing to build with.

FROM python:3.11-slim-bookworm AS wheels
COPY requirements.txt .
RUN pip wheel --no-cache-dir --wheel-dir /wheels -r requirements.txt

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=deltacrown.settings.production
# No system package is needed at run time: libmagic, libpq and typst come inside wheels,
# and the fonts of the certificates are part of the code.
RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links=/wheels /wheels/*.whl
RUN useradd --uid 10001 --create-home deltacrown
WORKDIR /app
COPY . .
# The code stays root's; uploads and private files are the only thing the site writes.
RUN install --directory --owner=deltacrown --group=deltacrown var \
    && SECRET_KEY=only-while-building ALLOWED_HOSTS=localhost DATABASE_URL=sqlite:///:memory: \
       python manage.py collectstatic --no-input
USER deltacrown
VOLUME /app/var
# 8000: the site; 8001: the live process, the same image with another command (compose.yaml).
EXPOSE 8000 8001
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz/', timeout=4)"]
CMD ["gunicorn", "deltacrown.wsgi", "--pythonpath", "site", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "8", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]

# Two stages: the first installs and collects, the second holds only what runs, as an account without rights.
FROM python:3.13-slim-bookworm AS build

RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

COPY manage.py ./
COPY clinic ./clinic
COPY patients ./patients
COPY assessments ./assessments
COPY treatments ./treatments
# Collecting static files reads the production settings; none of these values reaches the image that runs.
RUN DJANGO_SETTINGS_MODULE=clinic.settings.production DATA_DIR=/var/lib/plumbline \
    SECRET_KEY=for-collecting-static-files-only-it-signs-nothing-0123456789 ALLOWED_HOSTS=127.0.0.1 \
    DATABASE_URL=postgres://nobody@127.0.0.1/none REDIS_URL=redis://127.0.0.1:6379/0 \
    python manage.py collectstatic --noinput \
    && python -m compileall -q clinic patients assessments treatments


FROM python:3.13-slim-bookworm

RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin plumbline
COPY --from=build /opt/venv /opt/venv
COPY --from=build /var/lib/plumbline /var/lib/plumbline
COPY --from=build /app /app
ENV PATH="/opt/venv/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=clinic.settings.production \
    DATA_DIR=/var/lib/plumbline \
    LISTEN=0.0.0.0:8000
WORKDIR /app
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:%s/health/live/' % os.environ.get('PORT', 8000), timeout=4)"]
CMD ["gunicorn", "--config", "python:clinic.serving", "clinic.wsgi"]

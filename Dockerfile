# web, live, worker, beat and migrate: one image, one user, nothing to write to.

FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements/prod.txt requirements/anymail.txt /tmp/
# prod, or anymail where bounces are told (docker-compose.yml).
ARG LOCK
# Wheels alone: nothing is compiled, so nothing else is installed for it.
RUN /opt/venv/bin/pip install --quiet --require-hashes --only-binary :all: -r "/tmp/${LOCK:-prod}.txt" \
    && /opt/venv/bin/pip uninstall --quiet --yes pip
ENV PATH=/opt/venv/bin:$PATH
WORKDIR /app
COPY . .
# Hashed and compressed once, here. The trial's settings will do: no secret is known to an image.
RUN STATIC_ROOT=/srv/static VAR_DIR=/tmp/var python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q /app

FROM python:3.13-slim
# Folders that volumes are mounted on take their owner from here: Caddy, too, writes as this user.
RUN useradd --uid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin understory \
    && install -d -o understory -g understory /srv/published/static /srv/caddy
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/static /srv/static
COPY --from=build /app /app
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=forum.settings STATIC_ROOT=/srv/static VAR_DIR=/tmp
WORKDIR /app
USER understory
EXPOSE 8000
CMD ["deploy/web.sh"]

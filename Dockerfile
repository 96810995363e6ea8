# The front end is built here and leaves only its files behind.
FROM node:22-slim AS front-end
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM python:3.12-slim-trixie AS service
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 PIP_DISABLE_PIP_VERSION_CHECK=1 IDEAHUB_DATA_DIR=/data
WORKDIR /app
COPY requirements/base.txt requirements/
RUN pip install --no-cache-dir --no-deps --require-hashes --requirement requirements/base.txt
# `manage.py backup` and `restore` call pg_dump, pg_restore and psql, of the major version that docker-compose.yml runs.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client-17 && rm -rf /var/lib/apt/lists/*
COPY manage.py ./
COPY config config
COPY ideahub ideahub
COPY --from=front-end /src/frontend/dist frontend/dist
RUN useradd --system --uid 10001 --no-create-home ideahub && install --directory --owner ideahub /data
USER ideahub
VOLUME /data
EXPOSE 8000
CMD ["daphne", "--endpoint", "tcp:port=8000:interface=0.0.0.0:backlog=4096", \
     "--websocket-max-message-size=65536", "--websocket-max-frame-size=65536", \
     "--ping-interval=10", "--ping-timeout=10", "--verbosity=0", "config.asgi:application"]

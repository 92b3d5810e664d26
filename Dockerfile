# One image for web, worker, beat and the one-shot that migrates. Built in two steps: the first has pip, the second
# has nothing that can build or install.
FROM python:3.11.17-slim-bookworm AS build
WORKDIR /srv/pragati
RUN python -m venv .venv
COPY requirements.lock ./
RUN .venv/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes --no-deps -r requirements.lock \
 && .venv/bin/python -m pip uninstall --yes setuptools pip
COPY manage.py pyproject.toml ./
COPY progress progress
COPY dashboard dashboard
COPY submissions submissions
COPY insights insights
COPY rankings rankings
COPY metrics metrics
COPY accounts accounts
COPY states states
COPY common common
COPY templates templates
COPY static static
COPY locale locale
COPY docs/openapi.yaml docs/method.md docs/
COPY docs/examples docs/examples
RUN .venv/bin/python -m progress.messages compile && .venv/bin/python -m compileall -q progress dashboard submissions insights rankings metrics accounts states common

FROM python:3.11.17-slim-bookworm
# pg_dump and pg_restore, for `manage.py backup`: of the server's version, from the PostgreSQL project's own packages.
RUN apt-get update \
 && apt-get install -y --no-install-recommends postgresql-common ca-certificates \
 && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
 && apt-get install -y --no-install-recommends postgresql-client-17 \
 && rm -rf /var/lib/apt/lists/*
# What the base image can install packages with: no lock pins it, and nothing here needs it.
RUN python -m pip uninstall --yes setuptools wheel pip && rm -rf /usr/local/lib/python3.11/ensurepip
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin pragati \
 && install -d -o pragati -g pragati -m 0700 /var/lib/pragati
COPY --from=build /srv/pragati /srv/pragati
WORKDIR /srv/pragati
ENV PATH=/srv/pragati/.venv/bin:$PATH PRAGATI_VAR=/var/lib/pragati PRAGATI_ENV_FILE=/dev/null \
    PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER pragati
VOLUME /var/lib/pragati
EXPOSE 8000
CMD ["python", "-m", "progress.server", "0.0.0.0", "8000"]

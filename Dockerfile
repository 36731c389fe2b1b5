# The steps are proven without an engine by `make image-check` (tests/house/image_steps.py).
FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements/build.txt requirements/core.txt requirements/
RUN python -m venv /opt/build \
    && /opt/build/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/build.txt
# Weights included: the language pipeline is a package of the lock.
RUN python -m venv /opt/newsdesk \
    && /opt/newsdesk/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/core.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY config config
COPY newsdesk newsdesk
COPY summarizer summarizer
COPY seeds seeds
RUN /opt/build/bin/python -m hatchling build -t wheel \
    && /opt/newsdesk/bin/python -m pip install --no-cache-dir --no-index --no-deps dist/*.whl
RUN /opt/newsdesk/bin/newsdesk --help

FROM python:3.12-slim
RUN useradd --create-home --uid 10001 newsdesk && install -d -o newsdesk -g newsdesk /data
COPY --from=build /opt/newsdesk /opt/newsdesk
ENV PATH=/opt/newsdesk/bin:$PATH
ENV PYTHONUNBUFFERED=1
ENV NEWSDESK_DATABASE_URL=sqlite:////data/newsdesk.sqlite3
# Inside a container nothing reaches the loopback; outside, nobody reaches this until the port is published.
ENV NEWSDESK_HTTP_HOST=0.0.0.0
EXPOSE 8080
WORKDIR /data
USER newsdesk
VOLUME /data
HEALTHCHECK --interval=60s --timeout=20s --start-period=30s CMD ["newsdesk", "doctor", "--quick"]
ENTRYPOINT ["newsdesk"]
CMD ["run"]

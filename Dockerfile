# 评委 Pingwei: one image for the service, its workers and the Dask cluster.
FROM python:3.11-slim AS build
WORKDIR /src
COPY requirements.txt ./
RUN python -m venv /opt/pingwei && /opt/pingwei/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY solver solver
COPY data data
COPY api api
RUN pip install --no-cache-dir hatchling && pip wheel --no-cache-dir --no-deps --no-build-isolation -w /wheel . \
    && /opt/pingwei/bin/pip install --no-cache-dir --no-deps /wheel/*.whl

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /data pingwei && install -d -o pingwei -g pingwei -m 0700 /data /keys /anchors
COPY --from=build /opt/pingwei /opt/pingwei
ENV PATH=/opt/pingwei/bin:$PATH PYTHONUNBUFFERED=1 PINGWEI_FOLDER=/data PINGWEI_HOST=0.0.0.0
USER pingwei
VOLUME /data /keys /anchors
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s CMD ["python", "-c", "import httpx; httpx.get('http://127.0.0.1:8000/readyz').raise_for_status()"]
CMD ["pingwei", "serve"]

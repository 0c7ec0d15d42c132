import { html } from 'hono/html'
import { problems } from './problem.ts'
import type { RouteSpec } from './route.ts'

/** The API for people: no script, so it works under the same policy as everything else. */
export function docsPage(
  nonce: string,
  specs: readonly RouteSpec[],
  document: { paths?: Record<string, Record<string, unknown>> },
) {
  const tags = [...new Set(specs.map((spec) => spec.tag))]
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>API · Quorum</title>
    <style nonce="${nonce}">
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
      body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
      details { border-bottom: 1px solid color-mix(in srgb, CanvasText 20%, transparent); padding: 6px 0; }
      summary { cursor: pointer; }
      pre { overflow: auto; padding: 12px; background: color-mix(in srgb, CanvasText 6%, transparent); border-radius: 8px; font-size: 13px; }
      code { font-size: 0.92em; }
      td { padding-right: 16px; vertical-align: top; }
    </style>
  </head>
  <body>
    <h1>The API of Quorum</h1>
    <p>As a document for machines: <a href="/api/openapi.json">/api/openapi.json</a>. Errors are <code>application/problem+json</code>.</p>
    ${tags.map(
      (tag) => html`<h2>${tag}</h2>
        ${specs
          .filter((spec) => spec.tag === tag)
          .map(
            (spec) => html`<details>
              <summary><strong>${spec.method.toUpperCase()}</strong> <code>${spec.path}</code> · ${spec.summary}</summary>
              <pre>${JSON.stringify(document.paths?.[spec.path]?.[spec.method], null, 2)}</pre>
            </details>`,
          )}`,
    )}
    <h2>Problems</h2>
    <table>
      ${Object.entries(problems).map(([code, [status, title]]) => html`<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}</td></tr>`)}
    </table>
  </body>
</html>`
}

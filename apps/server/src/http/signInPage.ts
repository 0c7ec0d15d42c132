import { html } from 'hono/html'

export const signInPage = (nonce: string, error: string | null) => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Sign in · Quorum</title>
    <style nonce="${nonce}">
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
      body { display: grid; place-items: center; min-height: 100vh; margin: 0; }
      form { display: grid; gap: 12px; width: min(360px, 90vw); }
      input, button { font: inherit; padding: 8px 12px; border-radius: 8px; border: 1px solid GrayText; }
      button { cursor: pointer; }
      p { margin: 0; }
    </style>
  </head>
  <body>
    <form method="post" action="/sign-in">
      <h1>Quorum</h1>
      <label for="token">Token of this server</label>
      <input id="token" name="token" type="password" autocomplete="current-password" required autofocus />
      ${error === null ? '' : html`<p role="alert">${error}</p>`}
      <button type="submit">Sign in</button>
    </form>
  </body>
</html>`

/**
 * For a person who mistyped an address or kept an old one. Nothing of the address is in it, no script and no style: the
 * policy of the app's page is sent with it, and the browser's own colours follow its theme.
 */
export const notFoundPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Nothing here – Ingle</title>
  </head>
  <body>
    <h1>There is nothing at this address</h1>
    <p><a href="/">Open Ingle</a></p>
  </body>
</html>
`

// The frame of the report's pages: one file that needs nothing else, opens from disk without a network, and runs no script but its own.
// Texts of models go in as text, never as markup.

/** Text as HTML shows it, also inside quoted attributes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A picture inside the page. @param png file bytes */
export function pictureTag(png: Uint8Array, description: string, sidePx: number): string {
  const data = Buffer.from(png).toString('base64');
  return `<img src="data:image/png;base64,${data}" width="${sidePx}" height="${sidePx}" alt="${escaped(description)}">`;
}

export interface PageParts {
  readonly title: string;
  readonly style: string;
  readonly body: string;
  readonly script?: string;
}

const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/** The whole document. */
export function htmlPage({ title, style, body, script }: PageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escaped(title)}</title>
<style>
:root { color-scheme: light; font: 15px/1.45 system-ui, sans-serif; color: #222; background: #fafaf8; }
body { max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin: 2.2rem 0 0.6rem; }
img { border-radius: 6px; background: #eee; display: block; }
figure { margin: 0; } figcaption { font-size: 0.85rem; margin-top: 0.3rem; }
${style}</style>
</head>
<body>
${body}
${script === undefined ? '' : `<script>\n${script}\n</script>\n`}</body>
</html>
`;
}

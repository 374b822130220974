'use client';

/** The root layout itself failed: no styles, no components, only words. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <h1>Countersign could not be shown</h1>
        <p>Something failed before the page could be drawn. Nothing was changed by looking.</p>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  );
}

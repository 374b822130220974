export const STYLE = `
:root { color-scheme: light dark; --page: #f4f5f7; --card: #ffffff; --ink: #16181d; --quiet: #565d6b; --line: #d7dbe2;
  --accent: #1f5fbf; --on-accent: #ffffff; --soft: #eef3fb; --wrong: #a3211f; --wrong-soft: #fdeeed; }
@media (prefers-color-scheme: dark) { :root { --page: #101216; --card: #191c22; --ink: #eceef2; --quiet: #a3abba;
  --line: #343a46; --accent: #8ab6ff; --on-accent: #0b1220; --soft: #20273a; --wrong: #ffb3ad; --wrong-soft: #3a1f1f; } }
body[data-domain=admin] { --accent: #6a3fb5; --soft: #f3eefb; }
body[data-domain=customer] { --accent: #0f6b57; --soft: #e9f5f1; }
@media (prefers-color-scheme: dark) {
  body[data-domain=admin] { --accent: #c4a5ff; --soft: #2a2140; }
  body[data-domain=customer] { --accent: #79d3bb; --soft: #17302a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 62rem; margin: 0 auto; padding: clamp(1.25rem, 6vh, 4.5rem) 1.25rem 3rem; display: grid; gap: 1.5rem;
  grid-template-columns: minmax(0, 1fr); align-items: start; }
@media (min-width: 52rem) { main.pair { grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 2rem; } }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.75rem; }
.mark { display: flex; align-items: center; gap: .6rem; font-weight: 600; margin: 0 0 1.5rem; color: var(--quiet); }
.mark svg { color: var(--accent); flex: none; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; letter-spacing: -.01em; }
h2 { font-size: 1.05rem; margin: 0 0 .25rem; }
p { margin: 0 0 1rem; }
.quiet { color: var(--quiet); }
label { display: block; font-weight: 600; margin: 1rem 0 .35rem; }
input { width: 100%; font: inherit; color: inherit; background: var(--page); border: 1px solid var(--quiet);
  border-radius: .5rem; padding: .6rem .75rem; min-height: 2.75rem; }
button { font: inherit; cursor: pointer; border-radius: .5rem; }
.primary { width: 100%; margin-top: 1.5rem; min-height: 2.75rem; border: 0; font-weight: 600; background: var(--accent);
  color: var(--on-accent); }
.primary:hover { filter: brightness(1.08); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.wrong { background: var(--wrong-soft); color: var(--wrong); border-radius: .5rem; padding: .75rem 1rem; margin: 1rem 0 0; }
ul.people { list-style: none; margin: 1rem 0 0; padding: 0; }
ul.people + p { margin: 1rem 0 0; }
ul.people li { border-top: 1px solid var(--line); }
.person { width: 100%; display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 1rem; align-items: center;
  text-align: left; background: none; border: 0; border-radius: .5rem; color: inherit; padding: .55rem .5rem; }
.person:hover { background: var(--soft); }
.person .name { font-weight: 600; overflow-wrap: anywhere; }
.person .note { grid-column: 1; color: var(--quiet); font-size: .875rem; }
code { font: .875rem/1.6 ui-monospace, monospace; overflow-wrap: anywhere; }
.person .keys { grid-column: 2; grid-row: 1 / span 2; text-align: right; color: var(--quiet); }
.person .keys code { display: block; }
@media (max-width: 30rem) { .person { grid-template-columns: minmax(0, 1fr); }
  .person .keys { grid-column: 1; grid-row: auto; text-align: left; } .person .keys code { display: inline; margin-right: .75rem; } }
dl { margin: 1rem 0 0; } dt { font-weight: 600; } dd { margin: 0 0 .75rem; }
a { color: var(--accent); }
`;

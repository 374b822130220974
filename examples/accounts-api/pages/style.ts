export const STYLE = `
:root { color-scheme: light dark; --page: light-dark(#f4f6f5, #101413); --card: light-dark(#ffffff, #191e1d);
  --ink: light-dark(#15191a, #ebeeed); --quiet: light-dark(#545e5c, #a4afac); --line: light-dark(#d5dcda, #333c3a);
  --accent: light-dark(#0f6b57, #79d3bb); --on-accent: light-dark(#ffffff, #06231c); --soft: light-dark(#e9f5f1, #17302a);
  --wrong: light-dark(#a3211f, #ffb3ad); --wrong-soft: light-dark(#fdeeed, #3a1f1f); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; }
header { background: var(--card); border-bottom: 1px solid var(--line); }
.bar { max-width: 56rem; margin: 0 auto; padding: .75rem 1.25rem; display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; }
.mark { font-weight: 700; margin: 0 auto 0 0; }
nav { display: flex; gap: .25rem; flex-wrap: wrap; }
nav a { padding: .5rem .75rem; border-radius: .5rem; text-decoration: none; color: var(--ink); }
nav a[aria-current] { background: var(--soft); color: var(--accent); font-weight: 600; }
main { max-width: 56rem; margin: 0 auto; padding: 1.75rem 1.25rem 4rem; display: grid; gap: 1.25rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.25rem 1.5rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0; letter-spacing: -.01em; }
h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
p { margin: 0 0 .75rem; } p:last-child { margin-bottom: 0; }
.quiet { color: var(--quiet); }
ul.rows { list-style: none; margin: 0; padding: 0; }
ul.rows li { border-top: 1px solid var(--line); padding: .85rem 0; display: grid; gap: .25rem 1rem;
  grid-template-columns: minmax(0, 1fr) auto; align-items: center; }
ul.rows li:first-child { border-top: 0; }
ul.rows .what { overflow-wrap: anywhere; } ul.rows strong { display: block; }
code, output { font: .9rem/1.6 ui-monospace, monospace; overflow-wrap: anywhere; }
output.secret { display: block; background: var(--soft); border: 1px solid var(--accent); border-radius: .5rem; padding: .75rem 1rem; margin: .75rem 0; }
button, .button { font: inherit; font-weight: 600; cursor: pointer; min-height: 2.75rem; padding: .5rem 1rem; border-radius: .5rem;
  border: 1px solid var(--line); background: var(--card); color: var(--ink); text-decoration: none; display: inline-block; }
.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
form { margin: 0; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.wrong { background: var(--wrong-soft); color: var(--wrong); border-color: var(--wrong); }
@media (max-width: 36rem) { ul.rows li { grid-template-columns: minmax(0, 1fr); } }
`;

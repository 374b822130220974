/** What a bench found. Each figure's key ends in its unit. */
export interface Report {
  figures: Record<string, number | string>;
  tables: Table[];
}

export interface Table {
  title: string;
  columns: string[];
  rows: (string | number)[][];
}

export interface BenchOptions {
  root: string;
  /** So few rounds that the figures mean nothing: whether it runs at all. */
  tiny: boolean;
  /** Also where the broker's time goes; a profiled broker is slower. */
  profile: boolean;
}

export function asJson(name: string, { figures }: Report): string {
  return JSON.stringify({ name, ...figures });
}

export function asText(name: string, { figures, tables }: Report): string {
  const main: Table = { title: name, columns: ['figure', ''], rows: Object.entries(figures) };
  return [main, ...tables].map(drawn).join('\n\n');
}

function drawn({ title, columns, rows }: Table): string {
  const cells = [columns, ...rows.map((row) => row.map(String))];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => row[i]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [`── ${title}`, ...cells.map(line)].join('\n');
}

/** Three digits tell more than the noise does. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

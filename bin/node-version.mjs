/** A sentence when this Node cannot run Countersign, else nothing. */
export function nodeIsTooOld(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return undefined;
  return `Countersign needs Node 20.19 or newer, and this is Node ${version}. Newer ones are at https://nodejs.org/`;
}

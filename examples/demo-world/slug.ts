const UNDECOMPOSED: Readonly<Record<string, string>> = {
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ß: 'ss',
  þ: 'th',
  æ: 'ae',
  ı: 'i',
};

export function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[øđłßþæı]/g, (letter) => UNDECOMPOSED[letter] ?? '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

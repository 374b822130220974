import { SignatureMark } from './signature-mark.tsx';

export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2.5">
      <SignatureMark className="h-6 text-ink" />
      <span className="font-display text-lg font-semibold tracking-tight text-ink">Countersign</span>
    </span>
  );
}

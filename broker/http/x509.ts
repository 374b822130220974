// `@peculiar/x509` wants the metadata half of `Reflect` before it is loaded.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';

export type { X509Certificate } from '@peculiar/x509';
export { x509 };

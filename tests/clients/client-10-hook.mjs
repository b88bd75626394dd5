// node --import ./client-10-hook.mjs: the command line gets client-10.mjs as its client.
import { register } from 'node:module';

if (!import.meta.url.endsWith('#hook')) register('./client-10-hook.mjs#hook', import.meta.url);

export function resolve(specifier, context, next) {
  return specifier === '@camunda8/orchestration-cluster-api' && context.parentURL?.includes('/@camunda8/cli/')
    ? { url: new URL('./client-10.mjs', import.meta.url).href, shortCircuit: true }
    : next(specifier, context);
}

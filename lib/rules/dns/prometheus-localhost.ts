import type { TextEdit } from '../../model/text-edit';
import { replaced } from '../../corefile/edits';
import { isLoopback, listenersOf } from '../../dns/listeners';
import type { CorefileRemark } from '../corefile';
import { serverRule } from '../corefile';

/** Metrics that only the pod itself can read. */
export const prometheusLocalhost = serverRule('dns/prometheus-localhost', 'warning', [], server => listenersOf([server]).filter(({ plugin, host }) => plugin === 'prometheus' && isLoopback(host)).map(({ use, at, host, port }): CorefileRemark => {
  const [word] = use.words;
  const added: readonly TextEdit[] = use.name.file === undefined ? [{ from: use.name.end, to: use.name.end, text: ` :${port}` }] : [];
  return {
    at,
    message: `prometheus ${word === undefined ? `without an address listens on ${host}:${port}` : `listens on ${word.text}`}, where nothing outside the pod reads its metrics`,
    help: `write "prometheus :${port}"`,
    edits: word === undefined ? added : replaced(word, `:${port}`),
  };
}));

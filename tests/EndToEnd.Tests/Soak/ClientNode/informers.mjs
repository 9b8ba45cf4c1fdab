// The informers of @kubernetes/client-node, started as their documentation shows, telling what they see: one JSON object a line.
//   node informers.mjs KUBECONFIG '[{"name":…,"path":…,"labels":…,"fields":…}, …]'
// A line on the standard input is answered with every informer's cache.
import { createInterface } from 'node:readline';
import { CoreV1Api, CustomObjectsApi, DiscoveryV1Api, KubeConfig, ListWatch, Watch, makeInformer } from '@kubernetes/client-node';

const [, , kubeconfig, followed] = process.argv;
const config = new KubeConfig();
config.loadFromFile(kubeconfig);
const core = config.makeApiClient(CoreV1Api);
const discovery = config.makeApiClient(DiscoveryV1Api);
const custom = config.makeApiClient(CustomObjectsApi);
const lists = {
  '/api/v1/pods': (selectors) => core.listPodForAllNamespaces(selectors),
  '/api/v1/configmaps': (selectors) => core.listConfigMapForAllNamespaces(selectors),
  '/api/v1/nodes': (selectors) => core.listNode(selectors),
  '/api/v1/services': (selectors) => core.listServiceForAllNamespaces(selectors),
  '/apis/discovery.k8s.io/v1/endpointslices': (selectors) => discovery.listEndpointSliceForAllNamespaces(selectors),
  '/apis/shop.example/v1/coupons': (selectors) =>
    custom.listClusterCustomObject({ group: 'shop.example', version: 'v1', plural: 'coupons', ...selectors }),
};

const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const keyOf = (object) => `${object.metadata.namespace ?? ''}/${object.metadata.name}`;

// What both a list, which the client gives types, and a watch, which it does not, say in the same words.
const read = (object) => ({
  key: keyOf(object),
  revision: object.metadata.resourceVersion,
  uid: object.metadata.uid,
  labels: object.metadata.labels ?? {},
  data: object.data ?? {},
  of: object.spec?.of ?? '',
  phase: object.status?.phase ?? '',
  addresses: (object.endpoints ?? []).flatMap((endpoint) => endpoint.addresses),
});

const informers = JSON.parse(followed).map(({ name, path, labels, fields }) => {
  // The client forgets its version only at a 410, so every list after the first is that refusal's.
  let why = 'Start';
  const list = async () => {
    const answer = await lists[path]({ labelSelector: labels, fieldSelector: fields });
    say({ informer: name, event: 'list', why, revision: answer.metadata.resourceVersion });
    why = 'Expired';
    return answer;
  };
  // makeInformer is this without the field selector.
  const informer = fields ? new ListWatch(path, new Watch(config), list, false, labels, fields) : makeInformer(config, path, list, labels);
  for (const event of ['add', 'update', 'delete']) {
    informer.on(event, (object) => say({ informer: name, event, ...read(object) }));
  }
  // Every other error it leaves to its user.
  let waiting = false;
  informer.on('error', (error) => {
    say({ informer: name, event: 'error', what: `${error?.statusCode ?? error?.code ?? error?.name}` });
    again();
  });
  const again = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      informer.start().catch((error) => {
        say({ informer: name, event: 'error', what: `${error?.code ?? error?.name}` });
        again();
      });
    }, 200);
  };
  informer.start().catch(again);
  return { name, informer };
});

createInterface({ input: process.stdin })
  .on('line', () => {
    for (const { name, informer } of informers) {
      for (const object of informer.list()) say({ informer: name, event: 'held', ...read(object) });
    }
    say({ event: 'end' });
  })
  .on('close', () => process.exit(0));

// The official client against a running Akış (AKIS_ADDRESS, AKIS_TOKEN); every answer is checked by the client's own schemas. Requests are not: version 9.1 drops the
// cursor of a page when it checks one.
import { createCamundaClient } from '@camunda8/orchestration-cluster-api';

export const address = process.env.AKIS_ADDRESS;
export const now = { consistency: { waitUpToMs: 0 } };

export function client(validation = 'req:none,res:strict') {
  return createCamundaClient({
    config: { CAMUNDA_REST_ADDRESS: address, CAMUNDA_AUTH_STRATEGY: 'NONE', CAMUNDA_SDK_VALIDATION: validation },
    fetch: (input, init) => {
      const request = new Request(input, init);
      request.headers.set('Authorization', `Bearer ${process.env.AKIS_TOKEN}`);
      return fetch(request);
    },
  });
}

export function file(name, content) {
  return new File([content], name, { type: 'application/octet-stream' });
}

export function model(id, body, rest = '') {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t" id="d">
  ${rest}<process id="${id}" name="${id}" isExecutable="true">${body}</process>
</definitions>`;
}

export function flow(...ids) {
  return ids.slice(1).map((to, i) => `<sequenceFlow id="${ids[i]}-${to}" sourceRef="${ids[i]}" targetRef="${to}"/>`).join('');
}

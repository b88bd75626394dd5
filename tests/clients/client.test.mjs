// The official client of Camunda 8's Orchestration Cluster API against a running Akış (AKIS_ADDRESS, AKIS_TOKEN).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCamundaClient } from '@camunda8/orchestration-cluster-api';

const token = process.env.AKIS_TOKEN;
const camunda = createCamundaClient({
  config: { CAMUNDA_REST_ADDRESS: process.env.AKIS_ADDRESS, CAMUNDA_AUTH_STRATEGY: 'NONE', CAMUNDA_SDK_VALIDATION: 'none' },
  fetch: (input, init) => {
    const request = new Request(input, init);
    request.headers.set('Authorization', `Bearer ${token}`);
    return fetch(request);
  },
});
const now = { consistency: { waitUpToMs: 0 } };
const id = `istemci-${process.pid}`;
const model = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t" id="d">
  <process id="${id}" name="İstemci" isExecutable="true">
    <startEvent id="s"/><userTask id="onayla" name="Onayla"><extensionElements><zeebe:userTask/></extensionElements></userTask>
    <serviceTask id="is" name="İş"><extensionElements><zeebe:taskDefinition type="${id}"/></extensionElements></serviceTask><endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="onayla"/><sequenceFlow id="f2" sourceRef="onayla" targetRef="is"/><sequenceFlow id="f3" sourceRef="is" targetRef="e"/>
  </process>
</definitions>`;

async function deploy() {
  const resource = new File([model], `${id}.bpmn`, { type: 'application/xml' });
  return camunda.createDeployment({ resources: [resource] });
}

test('the topology names one healthy partition', async () => {
  const topology = await camunda.getTopology();
  assert.equal(topology.brokers[0].partitions[0].health, 'healthy');
});

test('a model is deployed once, however often it is sent', async () => {
  const first = await deploy();
  const again = await deploy();
  assert.equal(first.processes[0].processDefinitionId, id);
  assert.equal(again.processes[0].processDefinitionKey, first.processes[0].processDefinitionKey);
});

test('an instance runs through a user task and a job', async () => {
  await deploy();
  const started = await camunda.createProcessInstance({ processDefinitionId: id, variables: { miktar: 3 } });
  const filter = { processInstanceKey: started.processInstanceKey };

  const tasks = await camunda.searchUserTasks({ filter: { ...filter, state: 'CREATED' } }, now);
  assert.deepEqual(tasks.items.map((task) => task.name), ['Onayla']);
  await camunda.assignUserTask({ userTaskKey: tasks.items[0].userTaskKey, assignee: 'yonetici' });
  await camunda.completeUserTask({ userTaskKey: tasks.items[0].userTaskKey, variables: { karar: 'onay' } });

  const activated = await camunda.activateJobs({ type: id, worker: 'sınama', timeout: 30_000, maxJobsToActivate: 1, requestTimeout: 5_000 });
  assert.equal(activated.jobs.length, 1);
  assert.deepEqual(activated.jobs[0].variables, { miktar: 3, karar: 'onay' });
  await camunda.completeJob({ jobKey: activated.jobs[0].jobKey, variables: { sonuc: 'tamam' } });

  const instance = await camunda.getProcessInstance({ processInstanceKey: started.processInstanceKey }, now);
  assert.equal(instance.state, 'COMPLETED');
  const variables = await camunda.searchVariables({ filter }, now);
  assert.equal(variables.items.find((variable) => variable.name === 'sonuc').value, '"tamam"');
});

test('a job that waits is found by a worker that came first', async () => {
  await deploy();
  const worker = camunda.activateJobs({ type: id, worker: 'bekleyen', timeout: 30_000, maxJobsToActivate: 1, requestTimeout: 20_000 });
  const started = await camunda.createProcessInstance({ processDefinitionId: id });
  const [task] = (await camunda.searchUserTasks({ filter: { processInstanceKey: started.processInstanceKey } }, now)).items;
  await camunda.completeUserTask({ userTaskKey: task.userTaskKey });
  const { jobs } = await worker;
  assert.equal(jobs[0].processInstanceKey, started.processInstanceKey);
  await camunda.failJob({ jobKey: jobs[0].jobKey, retries: 0, errorMessage: 'bilerek' });
  const incidents = await camunda.searchIncidents({ filter: { processInstanceKey: started.processInstanceKey } }, now);
  assert.equal(incidents.items.length, 1);
  await camunda.cancelProcessInstance({ processInstanceKey: started.processInstanceKey });
});

test('a job worker of the client does the work', async () => {
  await deploy();
  const started = await camunda.createProcessInstance({ processDefinitionId: id });
  const [task] = (await camunda.searchUserTasks({ filter: { processInstanceKey: started.processInstanceKey } }, now)).items;
  const done = Promise.withResolvers?.() ?? (() => { let resolve; const promise = new Promise((r) => (resolve = r)); return { promise, resolve }; })();
  const worker = camunda.createJobWorker({ jobType: id, maxParallelJobs: 1, jobTimeoutMs: 30_000, workerName: 'işçi', jobHandler: async (job) => { done.resolve(job.processInstanceKey); return job.complete({ isci: 'evet' }); } });
  await camunda.completeUserTask({ userTaskKey: task.userTaskKey });
  assert.equal(await done.promise, started.processInstanceKey);
  for (let i = 0; i < 600 && (await camunda.getProcessInstance({ processInstanceKey: started.processInstanceKey }, now)).state !== 'COMPLETED'; i++) await new Promise((r) => setTimeout(r, 100));
  worker.stop();
  assert.equal((await camunda.getProcessInstance({ processInstanceKey: started.processInstanceKey }, now)).state, 'COMPLETED');
});

test('a wrong token is refused', async () => {
  const answer = await fetch(`${process.env.AKIS_ADDRESS}/v2/process-instances/search`, { method: 'POST', headers: { Authorization: 'Bearer yok', 'content-type': 'application/json' }, body: '{}' });
  assert.equal(answer.status, 401);
});

// Repair, batches and decisions through the official client against a running Akış (AKIS_ADDRESS, AKIS_TOKEN).
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
const id = `onarim-${process.pid}`;
const model = (task, name) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" targetNamespace="t" id="d">
  <process id="${id}" isExecutable="true">
    <startEvent id="s"/><userTask id="${task}" name="${name}"><extensionElements><zeebe:userTask/></extensionElements></userTask><userTask id="son"/><endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="${task}"/><sequenceFlow id="f2" sourceRef="${task}" targetRef="son"/><sequenceFlow id="f3" sourceRef="son" targetRef="e"/>
  </process>
</definitions>`;
const decision = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="kararlar-${id}" name="Kararlar" namespace="test">
  <decision id="karar-${id}" name="Karar"><variable name="Karar"/><decisionTable id="t" hitPolicy="UNIQUE">
    <input id="i" label="Tutar"><inputExpression id="ie" typeRef="number"><text>tutar</text></inputExpression></input><output id="o" name="sonuc"/>
    <rule id="buyuk"><inputEntry id="re"><text>&gt; 5</text></inputEntry><outputEntry id="ro"><text>"müdür"</text></outputEntry></rule>
    <rule id="kucuk"><inputEntry id="re2"><text>&lt;= 5</text></inputEntry><outputEntry id="ro2"><text>"şef"</text></outputEntry></rule></decisionTable></decision>
</definitions>`;

const deploy = async (content, name) => camunda.createDeployment({ resources: [new File([content], name, { type: 'application/xml' })] });
const start = async () => (await camunda.createProcessInstance({ processDefinitionId: id })).processInstanceKey;
const raw = (path, body, headers = {}) => fetch(`${process.env.AKIS_ADDRESS}/v2${path}`, { method: body === undefined ? 'GET' : 'POST', headers: { Authorization: `Bearer ${token}`, 'content-type': 'application/json', 'accept-language': 'en', ...headers }, body: body === undefined ? undefined : JSON.stringify(body) });

async function ended(batchOperationKey) {
  for (let i = 0; i < 600; i++) {
    const batch = await camunda.getBatchOperation({ batchOperationKey }, now);
    if (batch.state === 'COMPLETED') return batch;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the batch did not end');
}

test('a running instance goes on with another version, and a missing plan is explained', async () => {
  await deploy(model('incele', 'İncele'), `${id}.bpmn`);
  const key = await start();
  const target = (await deploy(model('degerlendir', 'Değerlendir'), `${id}.bpmn`)).processes[0].processDefinitionKey;
  await assert.rejects(camunda.migrateProcessInstance({ processInstanceKey: key, targetProcessDefinitionKey: target, mappingInstructions: [] }), /no counterpart|karşılığı yok/);
  const check = await (await raw(`/process-instances/${key}/migration-check`, { targetProcessDefinitionKey: target })).json();
  assert.deepEqual([check.isPossible, check.findings[0].elementId, check.findings[0].code], [false, 'incele', 'migration.no-counterpart']);
  await camunda.migrateProcessInstance({ processInstanceKey: key, targetProcessDefinitionKey: target, mappingInstructions: [{ sourceElementId: 'incele', targetElementId: 'degerlendir' }] });
  const [task] = (await camunda.searchUserTasks({ filter: { processInstanceKey: key } }, now)).items;
  assert.deepEqual([task.elementId, task.name], ['degerlendir', 'Değerlendir']);
});

test('of two who repair what they saw, the second is told', async () => {
  const key = await start();
  const seen = `"${(await (await raw(`/process-instances/${key}`)).json()).revision}"`;
  const move = () => raw(`/process-instances/${key}/modification`, { activateInstructions: [{ elementId: 'son' }] }, { 'If-Match': seen });
  assert.equal((await move()).status, 204);
  const second = await move();
  assert.equal(second.status, 409);
  assert.equal((await second.json()).code, 'instance.changed');
});

test('tokens of one instance are moved and ended by the ids of elements', async () => {
  const key = await start();
  await camunda.modifyProcessInstance({ processInstanceKey: key, moveInstructions: [{ sourceElementInstruction: { sourceType: 'byId', sourceElementId: 'degerlendir' }, targetElementId: 'son', ancestorScopeInstruction: { ancestorScopeType: 'inferred' } }] });
  const active = async () => (await camunda.searchElementInstances({ filter: { processInstanceKey: key, state: 'ACTIVE' } }, now)).items.map((element) => element.elementId);
  assert.deepEqual(await active(), ['son']);
  await camunda.modifyProcessInstance({ processInstanceKey: key, activateInstructions: [{ elementId: 'degerlendir' }], terminateInstructions: [{ elementId: 'son' }] });
  assert.deepEqual(await active(), ['degerlendir']);
  await camunda.cancelProcessInstance({ processInstanceKey: key });
});

test('instances are moved, cancelled and deleted by batches, item by item', async () => {
  const keys = [await start(), await start(), await start()];
  const filter = { processInstanceKey: { $in: keys } };
  const moved = await camunda.modifyProcessInstancesBatchOperation({ filter, moveInstructions: [{ sourceElementId: 'degerlendir', targetElementId: 'son' }] });
  assert.equal(moved.batchOperationType, 'MODIFY_PROCESS_INSTANCE');
  assert.equal((await ended(moved.batchOperationKey)).operationsCompletedCount, 3);
  const cancelled = await camunda.cancelProcessInstancesBatchOperation({ filter });
  await ended(cancelled.batchOperationKey);
  const items = await camunda.searchBatchOperationItems({ filter: { batchOperationKey: cancelled.batchOperationKey } }, now);
  assert.deepEqual(items.items.map((item) => [item.processInstanceKey, item.state]), keys.map((key) => [key, 'COMPLETED']));
  assert.equal((await camunda.getProcessInstance({ processInstanceKey: keys[0] }, now)).state, 'TERMINATED');
  const deleted = await camunda.deleteProcessInstancesBatchOperation({ filter });
  await ended(deleted.batchOperationKey);
  assert.equal((await raw(`/process-instances/${keys[0]}`)).status, 404);
  assert.ok((await camunda.searchBatchOperations({ filter: { operationType: 'DELETE_PROCESS_INSTANCE' } }, now)).items.some((batch) => batch.batchOperationKey === deleted.batchOperationKey));
});

test('a batch with a filter that is not understood is refused', async () => {
  const refused = await raw('/process-instances/cancellation', { filter: { surecAdi: id } });
  assert.equal(refused.status, 400);
  assert.match((await refused.json()).detail, /surecAdi/);
});

test('a cancelled instance is taken up again where it was', async () => {
  const key = await start();
  await camunda.cancelProcessInstance({ processInstanceKey: key });
  const restarted = await (await raw(`/process-instances/${key}/restart`, { elementIds: ['son'], withLastVariables: true })).json();
  const tasks = await camunda.searchUserTasks({ filter: { processInstanceKey: restarted.processInstanceKey } }, now);
  assert.deepEqual(tasks.items.map((task) => task.elementId), ['son']);
});

test('a decision says what it was asked and which rule matched', async () => {
  await deploy(decision, `${id}.dmn`);
  const answer = await camunda.evaluateDecision({ decisionDefinitionId: `karar-${id}`, variables: { tutar: 7 } });
  assert.equal(answer.output, '"müdür"');
  assert.deepEqual(answer.evaluatedDecisions[0].matchedRules.map((rule) => rule.ruleIndex), [1]);
  const made = await camunda.getDecisionInstance({ decisionEvaluationInstanceKey: answer.evaluatedDecisions[0].decisionEvaluationInstanceKey }, now);
  assert.deepEqual([made.matchedRules[0].ruleId, made.matchedRules[0].evaluatedOutputs[0].outputName, made.matchedRules[0].evaluatedOutputs[0].outputValue], ['buyuk', 'sonuc', '"müdür"']);
  assert.equal(made.decisionDefinitionType, 'DECISION_TABLE');
  assert.deepEqual([made.result, made.evaluatedInputs[0].inputName, made.evaluatedInputs[0].inputValue], ['"müdür"', 'Tutar', '7']);
  const [known] = (await camunda.searchDecisionDefinitions({ filter: { decisionDefinitionId: `karar-${id}` } }, now)).items;
  assert.equal(known.decisionRequirementsId, `kararlar-${id}`);
  assert.match(await camunda.getDecisionRequirementsXml({ decisionRequirementsKey: known.decisionRequirementsKey }, now), /decisionTable/);
});

test('the audit log says who repaired what', async () => {
  await deploy(model('ilk', 'İlk').replace(`<process id="${id}"`, `<process id="denetim-${id}"`), `denetim-${id}.bpmn`);
  const started = await camunda.createProcessInstance({ processDefinitionId: `denetim-${id}` });
  await camunda.cancelProcessInstance({ processInstanceKey: started.processInstanceKey });
  const log = await camunda.searchAuditLogs({ filter: { processInstanceKey: started.processInstanceKey }, sort: [{ field: 'timestamp', order: 'ASC' }, { field: 'auditLogKey', order: 'ASC' }] }, now);
  assert.deepEqual(log.items.map((entry) => [entry.entityType, entry.operationType, entry.actorType, entry.result]), [['PROCESS_INSTANCE', 'CREATE', 'USER', 'SUCCESS'], ['PROCESS_INSTANCE', 'CANCEL', 'USER', 'SUCCESS']]);
  const one = await camunda.getAuditLog({ auditLogKey: log.items[1].auditLogKey }, now);
  assert.equal(one.processDefinitionId, `denetim-${id}`);
  assert.ok((await camunda.searchAuditLogs({ filter: { entityType: 'RESOURCE', operationType: 'CREATE' } }, now)).items.some((entry) => entry.entityDescription === `denetim-${id}.bpmn`));
});

test('the audit log of a task', async () => {
  const tasks = await camunda.searchUserTasks({ filter: { state: 'CREATED' }, page: { limit: 1 } }, now);
  const [task] = tasks.items;
  await camunda.updateUserTask({ userTaskKey: task.userTaskKey, changeset: { priority: 71 } });
  const log = await camunda.searchUserTaskAuditLogs({ userTaskKey: task.userTaskKey }, now);
  assert.ok(log.items.some((entry) => entry.operationType === 'UPDATE' && entry.category === 'USER_TASKS'));
});

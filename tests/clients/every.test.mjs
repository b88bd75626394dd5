// Every resource of /v2 that Akış has, by the official client, whose schemas check every answer.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { client, file, flow, model, now } from './akis.mjs';

const camunda = client();
const id = `her-sey-${process.pid}`;
const form = JSON.stringify({ type: 'default', id: `${id}-form`, components: [{ type: 'textfield', key: 'not', label: 'Not' }] });
const main = model(id, `
  <startEvent id="s"><extensionElements><zeebe:formDefinition formId="${id}-form"/></extensionElements></startEvent>
  <userTask id="onayla" name="Onayla"><extensionElements><zeebe:userTask/><zeebe:formDefinition formId="${id}-form"/><zeebe:assignmentDefinition candidateGroups="masa"/><zeebe:ioMapping><zeebe:input source="=miktar * 2" target="iki"/></zeebe:ioMapping></extensionElements></userTask>
  <intermediateCatchEvent id="haber" name="Haber"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>
  <serviceTask id="is" name="İş"><extensionElements><zeebe:taskDefinition type="${id}" retries="1"/></extensionElements></serviceTask><endEvent id="e"/>
  ${flow('s', 'onayla', 'haber', 'is', 'e')}`,
  `<message id="m" name="${id}-haber"><extensionElements><zeebe:subscription correlationKey="=no"/></extensionElements></message>`);
const caller = model(`${id}-ust`, `<startEvent id="s"/><callActivity id="cagir"><extensionElements><zeebe:calledElement processId="${id}" propagateAllChildVariables="true"/></extensionElements></callActivity><endEvent id="e"/>${flow('s', 'cagir', 'e')}`);
const quick = model(`${id}-hizli`, `<startEvent id="s"/><scriptTask id="topla"><extensionElements><zeebe:script expression="=a + 1" resultVariable="sonuc"/></extensionElements></scriptTask><endEvent id="e"/>${flow('s', 'topla', 'e')}`);

let definitionKey;
let instance; // the called one
let task;

before(async () => {
  const deployed = await camunda.createDeployment({ resources: [file(`${id}.bpmn`, main), file('ust.bpmn', caller), file('hizli.bpmn', quick), file('form.form', form)] });
  definitionKey = deployed.processes.find((process) => process.processDefinitionId === id).processDefinitionKey;
  const started = await camunda.createProcessInstance({ processDefinitionId: `${id}-ust`, variables: { miktar: 3, no: id }, tags: ['sinama', 'oncelik:1'], businessId: `${id}-1` });
  assert.deepEqual(started.tags, ['sinama', 'oncelik:1']);
  [instance] = (await camunda.searchProcessInstances({ filter: { parentProcessInstanceKey: started.processInstanceKey } }, now)).items;
  [task] = (await camunda.searchUserTasks({ filter: { processInstanceKey: instance.processInstanceKey, state: 'CREATED' } }, now)).items;
});

test('definitions are searched, read and come with their model and start form', async () => {
  const { items, page } = await camunda.searchProcessDefinitions({ filter: { processDefinitionId: { $like: `${id}*` }, isLatestVersion: true }, sort: [{ field: 'processDefinitionId', order: 'DESC' }] }, now);
  assert.deepEqual(items.map((item) => item.processDefinitionId), [`${id}-ust`, `${id}-hizli`, id]);
  assert.equal(page.totalItems, 3);
  assert.equal((await camunda.getProcessDefinition({ processDefinitionKey: definitionKey }, now)).hasStartForm, true);
  assert.match(await camunda.getProcessDefinitionXml({ processDefinitionKey: definitionKey }, now), /zeebe:taskDefinition/);
  assert.equal((await camunda.getStartProcessForm({ processDefinitionKey: definitionKey }, now)).formId, `${id}-form`);
});

test('instances are found by tag, variable, business id and state, page by page', async () => {
  assert.equal((await camunda.searchProcessInstances({ filter: { tags: ['oncelik:1'], businessId: `${id}-1` } }, now)).items.length, 1);
  assert.equal((await camunda.searchProcessInstances({ filter: { variables: [{ name: 'no', value: `"${id}"` }], state: { $in: ['ACTIVE'] } } }, now)).page.totalItems, 2);
  const first = await camunda.searchProcessInstances({ filter: { $or: [{ processDefinitionId: id }, { processDefinitionId: `${id}-ust` }] }, sort: [{ field: 'startDate', order: 'DESC' }], page: { limit: 1 } }, now);
  const second = await camunda.searchProcessInstances({ filter: { $or: [{ processDefinitionId: id }, { processDefinitionId: `${id}-ust` }] }, sort: [{ field: 'startDate', order: 'DESC' }], page: { limit: 1, after: first.page.endCursor } }, now);
  assert.notEqual(first.items[0].processInstanceKey, second.items[0].processInstanceKey);
  const back = await camunda.searchProcessInstances({ filter: { $or: [{ processDefinitionId: id }, { processDefinitionId: `${id}-ust` }] }, sort: [{ field: 'startDate', order: 'DESC' }], page: { limit: 1, before: second.page.startCursor } }, now);
  assert.equal(back.items[0].processInstanceKey, first.items[0].processInstanceKey);
});

test('an instance tells who called it, where it has been and what is in it', async () => {
  const key = { processInstanceKey: instance.processInstanceKey };
  assert.equal((await camunda.getProcessInstanceCallHierarchy(key, now)).length, 2);
  assert.deepEqual((await camunda.getProcessInstanceSequenceFlows(key, now)).items.map((item) => item.elementId), ['s-onayla']);
  assert.equal((await camunda.getProcessInstanceStatistics(key, now)).items.find((item) => item.elementId === 'onayla').active, 1);
  const elements = (await camunda.searchElementInstances({ filter: { ...key, state: 'ACTIVE' } }, now)).items;
  assert.deepEqual(elements.map((element) => [element.elementId, element.elementName, element.type]), [['onayla', 'Onayla', 'USER_TASK']]);
  assert.equal((await camunda.getElementInstance({ elementInstanceKey: elements[0].elementInstanceKey }, now)).elementId, 'onayla');
  assert.equal(elements[0].elementInstanceKey, task.elementInstanceKey);
  assert.ok(instance.parentElementInstanceKey);
});

test('variables have scopes and are set in them', async () => {
  const scope = task.elementInstanceKey;
  const local = (await camunda.searchVariables({ filter: { scopeKey: scope } }, now)).items;
  assert.deepEqual(local.map((variable) => [variable.name, variable.value]), [['iki', '6']]);
  assert.equal((await camunda.getVariable({ variableKey: local[0].variableKey }, now)).value, '6');
  await camunda.createElementInstanceVariables({ elementInstanceKey: scope, variables: { yerel: true }, local: true });
  await camunda.createElementInstanceVariables({ elementInstanceKey: scope, variables: { miktar: 5, iki: 7 } });
  const value = async (name, scopeKey) => (await camunda.searchVariables({ filter: { name, scopeKey } }, now)).items[0]?.value;
  assert.equal(await value('yerel', scope), 'true');
  assert.equal(await value('iki', scope), '7');
  assert.equal(await value('miktar', instance.processInstanceKey), '5');
  assert.equal((await camunda.searchUserTaskVariables({ userTaskKey: task.userTaskKey, filter: { name: 'iki' } }, now)).items.length, 1);
  assert.deepEqual((await camunda.searchUserTaskEffectiveVariables({ userTaskKey: task.userTaskKey, sort: [{ field: 'name' }] }, now)).items.map((variable) => variable.name), ['iki', 'miktar', 'no', 'yerel']);
});

test('a user task is found, changed, taken, given back and done; then a message and a job are', async () => {
  const key = { userTaskKey: task.userTaskKey };
  assert.equal((await camunda.searchUserTasks({ filter: { candidateGroup: 'masa', processDefinitionId: id } }, now)).items.length, 1);
  assert.equal((await camunda.getUserTaskForm(key, now)).formId, `${id}-form`);
  await camunda.updateUserTask({ ...key, changeset: { priority: 80, dueDate: '2030-01-01T00:00:00Z' } });
  await camunda.assignUserTask({ ...key, assignee: 'yonetici' });
  await assert.rejects(camunda.assignUserTask({ ...key, assignee: 'masa', allowOverride: false }), (error) => error.status === 409);
  await camunda.unassignUserTask(key);
  await camunda.assignUserTask({ ...key, assignee: 'yonetici' });
  const changed = await camunda.getUserTask(key, now);
  await camunda.updateUserTask({ ...key, changeset: { followUpDate: '2029-01-01T00:00:00Z', candidateUsers: ['masa'] } });
  await camunda.updateUserTask({ ...key, changeset: { followUpDate: '' } });
  const offered = await camunda.getUserTask(key, now);
  assert.deepEqual([offered.followUpDate, offered.candidateUsers], [null, ['masa']]);
  assert.deepEqual([changed.priority, changed.dueDate, changed.assignee, changed.candidateGroups], [80, '2030-01-01T00:00:00.000Z', 'yonetici', ['masa']]);
  await camunda.completeUserTask({ ...key, variables: { not: 'tamam' } });
  assert.equal((await camunda.getUserTask(key, now)).state, 'COMPLETED');

  const [waiting] = (await camunda.searchMessageSubscriptions({ filter: { messageName: `${id}-haber` } }, now)).items;
  assert.equal(waiting.correlationKey, id);
  const correlated = await camunda.correlateMessage({ name: `${id}-haber`, correlationKey: id, variables: { geldi: true } });
  assert.equal(correlated.processInstanceKey, instance.processInstanceKey);
  const [reached] = (await camunda.searchCorrelatedMessageSubscriptions({ filter: { messageKey: correlated.messageKey } }, now)).items;
  assert.equal(reached.elementId, 'haber');

  const { jobs: [job] } = await camunda.activateJobs({ type: id, worker: 'w', timeout: 60_000, maxJobsToActivate: 5, fetchVariable: ['not'] });
  assert.deepEqual(job.variables, { not: 'tamam' });
  await camunda.updateJob({ jobKey: job.jobKey, changeset: { timeout: 120_000 } });
  await camunda.failJob({ jobKey: job.jobKey, retries: 0, errorMessage: 'bilerek', variables: { deneme: 1 } });
  const [incident] = (await camunda.searchIncidents({ filter: { processInstanceKey: instance.processInstanceKey, state: 'ACTIVE' } }, now)).items;
  assert.deepEqual([incident.errorType, incident.jobKey, incident.errorMessage], ['JOB_NO_RETRIES', job.jobKey, 'bilerek']);
  assert.equal((await camunda.getIncident({ incidentKey: incident.incidentKey }, now)).elementId, 'is');
  assert.equal((await camunda.searchProcessInstanceIncidents({ processInstanceKey: instance.processInstanceKey }, now)).items.length, 1);
  assert.equal((await camunda.searchElementInstanceIncidents({ elementInstanceKey: incident.elementInstanceKey }, now)).items.length, 1);
  assert.equal((await camunda.searchProcessInstances({ filter: { processInstanceKey: instance.processInstanceKey, hasIncident: true } }, now)).items.length, 1);
  await camunda.updateJob({ jobKey: job.jobKey, changeset: { retries: 2 } });
  assert.equal((await camunda.resolveProcessInstanceIncidents({ processInstanceKey: instance.processInstanceKey })).batchOperationType, 'RESOLVE_INCIDENT');
  const { jobs: [again] } = await camunda.activateJobs({ type: id, worker: 'w', timeout: 60_000, maxJobsToActivate: 1, requestTimeout: 60_000 });
  await camunda.completeJob({ jobKey: again.jobKey, variables: { sonuc: 1 } });
  const [done] = (await camunda.searchJobs({ filter: { processInstanceKey: instance.processInstanceKey, state: 'COMPLETED' } }, now)).items;
  assert.equal(done.type, id);
  assert.equal((await camunda.getProcessInstance({ processInstanceKey: instance.parentProcessInstanceKey }, now)).state, 'COMPLETED');
});

test('an instance can be awaited, begun in the middle and cancelled', async () => {
  const awaited = await camunda.createProcessInstance({ processDefinitionId: `${id}-hizli`, variables: { a: 41 }, awaitCompletion: true, fetchVariables: ['sonuc'] });
  assert.deepEqual(awaited.variables, { sonuc: 42 });
  const middle = await camunda.createProcessInstance({ processDefinitionId: id, variables: { no: 'orta' }, startInstructions: [{ elementId: 'haber' }] });
  assert.deepEqual((await camunda.searchElementInstances({ filter: { processInstanceKey: middle.processInstanceKey } }, now)).items.map((element) => element.elementId), ['haber']);
  await camunda.publishMessage({ name: `${id}-haber`, correlationKey: 'orta', timeToLive: 0 });
  const { jobs: [job] } = await camunda.activateJobs({ type: id, worker: 'w', timeout: 60_000, maxJobsToActivate: 1 });
  await camunda.throwJobError({ jobKey: job.jobKey, errorCode: 'yok', errorMessage: 'kimse yakalamaz' });
  assert.equal((await camunda.searchIncidents({ filter: { processInstanceKey: middle.processInstanceKey } }, now)).items[0].errorType, 'UNHANDLED_ERROR_EVENT');
  const [error] = (await camunda.getProcessInstanceStatisticsByError({ sort: [{ field: 'errorMessage', order: 'DESC' }], page: { limit: 1000 } }, now)).items.filter((item) => item.errorMessage.includes("'yok'"));
  assert.equal((await camunda.getProcessInstanceStatisticsByDefinition({ filter: { errorHashCode: error.errorHashCode } }, now)).items[0].processDefinitionId, id);
  await camunda.cancelProcessInstance({ processInstanceKey: middle.processInstanceKey });
  assert.equal((await camunda.getProcessInstance({ processInstanceKey: middle.processInstanceKey }, now)).state, 'TERMINATED');
  await camunda.broadcastSignal({ signalName: `${id}-sinyal` });
});

test('a task listener corrects what is asked of a task, or denies it', async () => {
  const listened = `${id}-dinle`;
  await camunda.createDeployment({ resources: [file('dinle.bpmn', model(listened, `<startEvent id="s"/><userTask id="t"><extensionElements><zeebe:userTask/><zeebe:taskListeners><zeebe:taskListener eventType="assigning" type="${listened}"/></zeebe:taskListeners></extensionElements></userTask><endEvent id="e"/>${flow('s', 't', 'e')}`))] });
  const started = await camunda.createProcessInstance({ processDefinitionId: listened });
  const [{ userTaskKey }] = (await camunda.searchUserTasks({ filter: { processInstanceKey: started.processInstanceKey } }, now)).items;
  const listen = async () => (await camunda.activateJobs({ type: listened, worker: 'w', timeout: 60_000, maxJobsToActivate: 1 })).jobs[0];
  await camunda.assignUserTask({ userTaskKey, assignee: 'yonetici' });
  const job = await listen();
  assert.deepEqual([job.kind, job.listenerEventType, job.userTask.userTaskKey], ['TASK_LISTENER', 'ASSIGNING', userTaskKey]);
  await camunda.completeJob({ jobKey: job.jobKey, result: { type: 'userTask', corrections: { assignee: 'masa', priority: 70, candidateGroups: ['masa'], dueDate: '2030-01-01T00:00:00Z' } } });
  const corrected = await camunda.getUserTask({ userTaskKey }, now);
  assert.deepEqual([corrected.assignee, corrected.priority, corrected.candidateGroups, corrected.dueDate], ['masa', 70, ['masa'], '2030-01-01T00:00:00.000Z']);
  await camunda.assignUserTask({ userTaskKey, assignee: 'yonetici' });
  await camunda.completeJob({ jobKey: (await listen()).jobKey, result: { type: 'userTask', denied: true, deniedReason: 'olmaz' } });
  assert.equal((await camunda.getUserTask({ userTaskKey }, now)).assignee, 'masa');
  await camunda.cancelProcessInstance({ processInstanceKey: started.processInstanceKey });
});

test('instances are counted by process, version, element and error', async () => {
  const counted = await camunda.createProcessInstance({ processDefinitionId: id, variables: { miktar: 1, no: 'say' } });
  assert.equal((await camunda.getProcessDefinitionStatistics({ processDefinitionKey: definitionKey, filter: { state: 'ACTIVE' } }, now)).items.find((item) => item.elementId === 'onayla').active, 1);
  const byProcess = await camunda.getProcessDefinitionInstanceStatistics({ sort: [{ field: 'activeInstancesWithoutIncidentCount', order: 'DESC' }], page: { limit: 1000 } }, now);
  assert.equal(byProcess.items.find((item) => item.processDefinitionId === id).activeInstancesWithoutIncidentCount, 1);
  assert.equal((await camunda.getProcessDefinitionInstanceVersionStatistics({ filter: { processDefinitionId: id } }, now)).items[0].processDefinitionKey, definitionKey);
  await camunda.getProcessDefinitionMessageSubscriptionStatistics({}, now);
  const between = { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
  assert.ok((await camunda.getGlobalJobStatistics(between, now)).completed.count >= 1);
  assert.equal((await camunda.getJobTypeStatistics({ filter: { ...between, jobType: id } }, now)).items[0].jobType, id);
  await camunda.cancelProcessInstance({ processInstanceKey: counted.processInstanceKey });
});

test('processes with a start condition begin where it holds', async () => {
  const warm = await camunda.createDeployment({ resources: [file('sicak.bpmn', model(`${id}-sicak`, `<startEvent id="s"><conditionalEventDefinition><condition>=isi > 30</condition></conditionalEventDefinition></startEvent><userTask id="t"/>${flow('s', 't')}`))] });
  const { processDefinitionKey } = warm.processes[0];
  assert.deepEqual((await camunda.evaluateConditionals({ variables: { isi: 20 }, processDefinitionKey })).processInstances, []);
  const { processInstances: [begun] } = await camunda.evaluateConditionals({ variables: { isi: 31 }, processDefinitionKey });
  assert.equal(begun.processDefinitionKey, processDefinitionKey);
  await camunda.cancelProcessInstance({ processInstanceKey: begun.processInstanceKey });
});

test('persons, roles and rights are read', async () => {
  assert.equal((await camunda.getAuthentication()).username, 'yonetici');
  assert.deepEqual((await camunda.searchUsers({ filter: { username: { $in: ['masa', 'yonetici'] } }, sort: [{ field: 'username' }] }, now)).items.map((user) => user.username), ['masa', 'yonetici']);
  assert.equal((await camunda.getUser({ username: 'masa' }, now)).username, 'masa');
  assert.equal((await camunda.getRole({ roleId: 'masa' }, now)).name, 'Help desk agent');
  assert.equal((await camunda.getGroup({ groupId: 'masa' }, now)).groupId, 'masa');
  assert.ok((await camunda.searchRoles({ page: { limit: 5 } }, now)).page.totalItems > 5);
  assert.ok((await camunda.searchGroups({ filter: { name: { $like: 'Help*' } } }, now)).items.length === 1);
  assert.deepEqual((await camunda.searchUsersForRole({ roleId: 'yonetici' }, now)).items, [{ username: 'yonetici' }]);
  assert.ok((await camunda.searchUsersForGroup({ groupId: 'masa' }, now)).items.length >= 1);
  assert.equal((await camunda.searchClientsForGroup({ groupId: 'masa' }, now)).items.length, 0);
  assert.ok((await camunda.searchAuthorizations({ filter: { ownerId: 'yonetici' } }, now)).items[0].permissionTypes.includes('CREATE_PROCESS_INSTANCE'));
});

test('documents are kept, loaded, linked and deleted', async () => {
  const made = await camunda.createDocument({ file: file('not.txt', 'merhaba'), metadata: { fileName: 'not.txt' } });
  assert.equal(made.metadata.fileName, 'not.txt');
  assert.equal(await (await client('none').getDocument({ documentId: made.documentId })).text(), 'merhaba'); // its schema wants a File and gets a Blob
  const link = await camunda.createDocumentLink({ documentId: made.documentId, timeToLive: 60_000 });
  assert.equal(await (await fetch(link.url)).text(), 'merhaba');
  await camunda.deleteDocument({ documentId: made.documentId });
  assert.equal((await fetch(link.url)).status, 404);
});

test('the cluster tells its topology, licence and status, and evaluates expressions', async () => {
  assert.equal((await camunda.getTopology()).partitionsCount, 1);
  assert.equal((await camunda.getLicense()).validLicense, true);
  await camunda.getStatus();
  assert.equal((await camunda.evaluateExpression({ expression: '=a + 1', variables: { a: 2 } })).result, 3);
});

test('what Akış has not says so', async () => {
  await assert.rejects(camunda.searchTenants({}, now), (error) => error.status === 501);
  await assert.rejects(camunda.pinClock({ timestamp: 1 }), (error) => error.status === 501);
  await assert.rejects(camunda.getProcessInstance({ processInstanceKey: '1' }, now), (error) => error.status === 404);
});

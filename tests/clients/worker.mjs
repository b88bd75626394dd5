// Ten instances and a job worker that does their jobs, slowly enough for the server to be killed between; it ends when all are done.
import { client, file, flow, model, now } from './akis.mjs';

const camunda = client('none');
const id = `isci-${process.pid}`;
await camunda.createDeployment({ resources: [file(`${id}.bpmn`, model(id, `<startEvent id="s"/><serviceTask id="is"><extensionElements><zeebe:taskDefinition type="${id}"/></extensionElements></serviceTask><endEvent id="e"/>${flow('s', 'is', 'e')}`))] });
for (let i = 0; i < 10; i++) await camunda.createProcessInstance({ processDefinitionId: id, variables: { i } });

const worker = camunda.createJobWorker({
  jobType: id, maxParallelJobs: 1, jobTimeoutMs: 2_000, workerName: 'işçi',
  jobHandler: async (job) => {
    const receipt = await job.complete({ kare: job.variables.i ** 2 });
    console.log(`done ${job.jobKey}`);
    return receipt;
  },
});

let completed = [];
for (let turn = 0; turn < 240 && completed.length < 10; turn++) {
  await new Promise((resolve) => setTimeout(resolve, 250));
  try {
    completed = (await camunda.searchProcessInstances({ filter: { processDefinitionId: id, state: 'COMPLETED' } }, now)).items;
  } catch {
    // The server is away: it is asked again.
  }
}

worker.stop();
if (completed.length !== 10) throw new Error(`Only ${completed.length} instances were completed.`);
const squares = (await camunda.searchVariables({ filter: { name: 'kare', processInstanceKey: { $in: completed.map((instance) => instance.processInstanceKey) } }, sort: [{ field: 'processInstanceKey' }] }, now)).items.map((variable) => Number(variable.value));
if (squares.join() !== '0,1,4,9,16,25,36,49,64,81') throw new Error(`The results are ${squares}.`);
process.exit(0);

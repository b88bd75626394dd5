// Instances a second of npm bpmn-engine, in memory, one core, on the model of the stepper's benchmark; the model is parsed once.
import { EventEmitter } from 'node:events';
import BpmnModdle from 'bpmn-moddle';
import * as elements from 'bpmn-elements';
import { Engine } from 'bpmn-engine';
import * as serializer from 'moddle-context-serializer';

const serialize = serializer.Serializer ?? serializer.default;
const source = `<?xml version="1.0" encoding="UTF-8"?>
<definitions id="d" xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:bench"><process id="bench" isExecutable="true">
<startEvent id="start"/><userTask id="ask"/><exclusiveGateway id="choose" default="f4"/><endEvent id="no"/>
<serviceTask id="do" implementation="\${environment.services.work}"/><parallelGateway id="split"/><manualTask id="left"/><manualTask id="right"/><parallelGateway id="join"/><endEvent id="end"/>
<sequenceFlow id="f1" sourceRef="start" targetRef="ask"/><sequenceFlow id="f2" sourceRef="ask" targetRef="choose"/>
<sequenceFlow id="f3" sourceRef="choose" targetRef="do"><conditionExpression xsi:type="tFormalExpression">\${environment.variables.approved}</conditionExpression></sequenceFlow><sequenceFlow id="f4" sourceRef="choose" targetRef="no"/>
<sequenceFlow id="f5" sourceRef="do" targetRef="split"/><sequenceFlow id="f6" sourceRef="split" targetRef="left"/><sequenceFlow id="f7" sourceRef="split" targetRef="right"/>
<sequenceFlow id="f8" sourceRef="left" targetRef="join"/><sequenceFlow id="f9" sourceRef="right" targetRef="join"/><sequenceFlow id="f10" sourceRef="join" targetRef="end"/>
</process></definitions>`;
const sourceContext = serialize(await new BpmnModdle().fromXML(source), serializer.TypeResolver(elements));

function run() {
  return new Promise((resolve, reject) => {
    const listener = new EventEmitter();
    let ended = false;
    listener.on('activity.wait', (task) => task.signal({ approved: true, amount: 250 }));
    listener.on('activity.end', (activity) => { ended ||= activity.id === 'end'; });
    new Engine({ name: 'bench', sourceContext }).execute({ listener, variables: { approved: true, amount: 250 }, services: { work: (scope, done) => done() } }, (error) => (error || !ended ? reject(error ?? new Error('the end was not reached')) : resolve()));
  });
}

for (let i = 0; i < 300; i++) await run();
const seconds = Number(process.argv[2] ?? 3);
const start = performance.now();
let count = 0;
while (performance.now() - start < seconds * 1000) {
  await run();
  count++;
}
console.log(((count * 1000) / (performance.now() - start)).toFixed(1));

// Camunda's official command line (c8ctl) against a running Akış: Basic sign-in, with the token in the place of the password.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { address, flow, model } from './akis.mjs';

const folder = mkdtempSync(join(tmpdir(), 'akis-cli-'));
after(() => rmSync(folder, { recursive: true }));
const id = `komut-${process.pid}`;
const environment = { ...process.env, CAMUNDA_BASE_URL: address, CAMUNDA_USERNAME: 'yonetici', CAMUNDA_PASSWORD: process.env.AKIS_TOKEN, C8CTL_DATA_DIR: folder, HOME: folder };

async function c8(...given) {
  return promisify(execFile)('node', ['--no-warnings', '--import', './client-10-hook.mjs', 'node_modules/@camunda8/cli/dist/index.js', ...given, '--json'], { env: environment, timeout: 60_000 });
}

// What it prints with --json: rows on one stream, what it has to say as lines of JSON on the other.
async function rows(...given) {
  return JSON.parse((await c8(...given)).stdout);
}

async function said(...given) {
  return JSON.parse((await c8(...given)).stderr.trim().split('\n').at(-1));
}

test('a process is deployed, started, worked on, repaired and read by commands', async () => {
  writeFileSync(join(folder, 'komut.bpmn'), model(id, `<startEvent id="s"/><userTask id="onayla" name="Onayla"><extensionElements><zeebe:userTask/></extensionElements></userTask><serviceTask id="is"><extensionElements><zeebe:taskDefinition type="${id}" retries="1"/></extensionElements></serviceTask><intermediateCatchEvent id="haber"><messageEventDefinition messageRef="m"/></intermediateCatchEvent><endEvent id="e"/>${flow('s', 'onayla', 'is', 'haber', 'e')}`, `<message id="m" name="${id}"><extensionElements><zeebe:subscription correlationKey="=no"/></extensionElements></message>`));
  assert.ok((await rows('deploy', join(folder, 'komut.bpmn'))).some((row) => row.ID === id));
  const instance = (await said('create', 'pi', '--id', id, '--variables', `{"no":"${id}"}`)).key;
  assert.deepEqual((await rows('list', 'pi', '--id', id)).map((row) => [row.Key, row.State]), [[instance, 'ACTIVE']]);

  const [task] = await rows('search', 'ut', '--processInstanceKey', instance);
  await c8('complete', 'ut', task.Key, '--variables', '{"onay":true}');
  const [job] = await rows('activate', 'jobs', id, '--worker', 'komut');
  await c8('fail', 'job', job.Key, '--retries', '0', '--errorMessage', 'bilerek');
  const [incident] = await rows('search', 'inc', '--processInstanceKey', instance);
  assert.deepEqual([incident.Type, incident.Message], ['JOB_NO_RETRIES', 'bilerek']);
  await c8('update', 'job', job.Key, '--retries', '1');
  await c8('resolve', 'inc', incident.Key);
  const [again] = await rows('activate', 'jobs', id, '--worker', 'komut');
  await c8('complete', 'job', again.Key, '--variables', '{"sonuc":7}');
  await c8('publish', 'msg', id, '--correlationKey', id);

  assert.equal((await rows('get', 'pi', instance)).state, 'COMPLETED');
  assert.deepEqual((await rows('search', 'vars', '--processInstanceKey', instance, '--name', 'sonuc')).map((row) => row.Value), ['7']);
});

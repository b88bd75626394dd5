// Evaluations a second of feelin: prints one JSON object, name → [evaluate, parse and evaluate].
// Its package offers only "parse and evaluate"; that it may be compared fairly where an expression is parsed once, its inner
// interpreter is exported here from a copy.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { evaluate } from 'feelin';

const file = createRequire(import.meta.url).resolve('feelin');
const copy = join(dirname(file), 'opened.js');
writeFileSync(copy, readFileSync(file, 'utf8') + '\nexport { interpreter, InterpreterContext };\n');
const { interpreter, InterpreterContext } = await import(copy);
const parse = (source, context) => interpreter.evaluate(source, context, undefined, new InterpreterContext()).root;
const parseTests = (source, context) => interpreter.unaryTest(source, context, undefined, new InterpreterContext()).root;

const cases = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const millis = Number(process.argv[3]);

function rate(work) {
  for (let i = 0; i < 2000; i++) work();
  let best = 0;
  for (let round = 0; round < 20; round++) {
    const start = performance.now();
    const used = process.cpuUsage();
    let count = 0;
    let now = start;
    while (now - start < millis / 5) {
      for (let i = 0; i < 200; i++) work();
      count += 200;
      now = performance.now();
    }
    const { user, system } = process.cpuUsage(used);
    best = Math.max(best, (count * 1e6) / (user + system));
  }
  return best;
}

const results = {};
for (const [name, source] of cases.expressions) {
  const root = parse(source, cases.context);
  results[name] = {
    value: JSON.stringify(evaluate(source, cases.context).value),
    evaluate: rate(() => root(cases.context)),
    parse: rate(() => evaluate(source, cases.context)),
  };
}

// A table, as a host of feelin has to do it: every cell is a unary test; the first rule that matches gives its output.
const { inputs, values, rules } = cases.table;
const cells = rules.map((rule) => rule.slice(0, inputs.length).map((cell) => cell === '-' ? null : parseTests(cell, { '?': null, ...values })));
const outputs = rules.map((rule) => parse(rule[inputs.length], values));
function decide() {
  for (let r = 0; r < rules.length; r++) {
    let holds = true;
    for (let c = 0; holds && c < inputs.length; c++) {
      if (cells[r][c] === null) continue;
      const verdict = cells[r][c]({ '?': values[inputs[c]], ...values });
      holds = verdict === true || (typeof verdict === 'function' && verdict(values[inputs[c]]) === true);
    }
    if (holds) return outputs[r](values);
  }
  return null;
}
results.table = { value: JSON.stringify(decide()), evaluate: rate(decide), parse: null };
console.log(JSON.stringify(results));

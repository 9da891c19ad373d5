// npm's `edifact` on a payload as its README shows: its parser, whose segments are collected, with its tracker. The
// callbacks are methods, which the README says is fastest. Each line on standard input asks for one round, with the
// package's validator too if it says `validator`; the answer is its seconds.
const fs = require('fs');
const readline = require('readline');
const folder = process.argv[2];
const Parser = require(`${folder}/node_modules/edifact/parser.js`);
const Tracker = require(`${folder}/node_modules/edifact/tracker.js`);
const Validator = require(`${folder}/node_modules/edifact/validator.js`);
const text = fs.readFileSync(`${folder}/payload.edi`, 'latin1');
const { segments, definitions } = JSON.parse(fs.readFileSync(`${folder}/table.json`, 'utf8'));

function round(mode) {
  const tracker = new Tracker(segments);
  const validator = new Validator();
  validator.define(definitions);
  const parser = mode === 'validator' ? new Parser(validator) : new Parser();
  let message = [], elements, components;
  tracker.on('error', (error) => { throw error; });
  parser.encoding('UNOC');
  parser.onopensegment = (segment) => {
    if (segment === 'UNH') { tracker.reset(); message = []; }
    if (segment !== 'UNB' && segment !== 'UNZ' && !tracker.accept(segment)) throw new Error(segment);
    message.push({ name: segment, elements: elements = [] });
  };
  parser.onelement = () => { elements.push(components = []); };
  parser.oncomponent = (data) => { components.push(data); };
  const start = process.hrtime.bigint();
  parser.write(text);
  parser.end();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

readline.createInterface({ input: process.stdin }).on('line', (mode) => console.log(round(mode)));

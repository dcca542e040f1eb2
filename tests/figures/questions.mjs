// What the overview asks of the API for each of its addresses: the questions of the page itself.
import { datesOf, wholeOf } from '../../crates/web/assets/shared/dates.js';
import { readState } from '../../crates/web/assets/shared/state.js';
import { questionsOf } from '../../crates/web/assets/overview/answers.js';

const [available, addresses] = JSON.parse(process.argv[2]);
const answers = addresses.map((address) => {
  const state = readState(address);
  const dates = datesOf(state, available);
  const whole = wholeOf(state, dates);
  const asked = { dates: whole, kept: state.on ?? whole };
  const questions = questionsOf(state, { asked, compare: state.compare, comparedCurve: state.compare, grain: state.grain ?? 'day' });
  const written = Object.entries(questions).map(([name, { path, query }]) => [name, `${path}?${query}`]);
  return { shown: state.on ?? dates, ...Object.fromEntries(written) };
});
process.stdout.write(JSON.stringify(answers));

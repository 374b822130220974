/** Cedar's JSON form of an expression, as a partial evaluation leaves it. */
export type Residual = unknown;

export const EMERGENCY = 'it is an emergency';

const facts: Readonly<Record<string, string>> = {
  emergency: EMERGENCY,
  ticket: 'the ticket',
  purpose: 'the purpose',
  durationSeconds: 'the duration in seconds',
  now: 'the time',
  open: 'the hours that are open',
};

const comparisons: Readonly<Record<string, readonly [is: string, isNot: string]>> = {
  '==': ['is', 'is not'],
  '!=': ['is not', 'is'],
  '<': ['is less than', 'is at least'],
  '<=': ['is at most', 'is more than'],
  '>': ['is more than', 'is at most'],
  '>=': ['is at least', 'is less than'],
  like: ['is like', 'is not like'],
  in: ['is in', 'is not in'],
};

/** The conditions that must all hold, as sentences; none: it holds already. */
export function conditionsOf(residual: Residual, holds = true): string[] {
  const [operator, operand] = entry(residual);
  if (operator === 'Value' && typeof operand === 'boolean') return operand === holds ? [] : ['never'];
  if (operator === '!') return conditionsOf(member(operand, 'arg'), !holds);
  if (operator === '&&' || operator === '||') {
    const sides = [member(operand, 'left'), member(operand, 'right')].map((side) =>
      conditionsOf(side, holds),
    );
    const isBoth = (operator === '&&') === holds;
    if (isBoth) return [...new Set(sides.flat())];
    return sides.some((side) => side.length === 0)
      ? []
      : [sides.map((side) => side.join(' and ')).join(' or ')];
  }
  return [sentence(operator, operand, holds)];
}

function sentence(operator: string, operand: Residual, holds: boolean): string {
  if (operator === 'unknown') {
    const fact = facts[nameOf(operand)] ?? nameOf(operand);
    return holds ? fact : fact.replace(' is ', ' is not ');
  }
  const [left, right] = [member(operand, 'left'), member(operand, 'right')];
  if (operator === 'contains' && entry(left)[0] === 'unknown' && nameOf(entry(left)[1]) === 'open')
    return `the hours ${term(right)} are ${holds ? 'open' : 'closed'}`;
  const compared = comparisons[operator];
  if (compared) {
    const [is, isNot] = compared;
    const verb = holds ? is : isNot;
    return term(right) === '“”' ? `${term(left)} ${verb} empty` : `${term(left)} ${verb} ${term(right)}`;
  }
  return `${holds ? '' : 'not: '}${term({ [operator]: operand })}`;
}

function term(residual: Residual): string {
  const [operator, operand] = entry(residual);
  if (operator === 'Value') return typeof operand === 'string' ? `“${operand}”` : JSON.stringify(operand);
  if (operator === 'unknown') return facts[nameOf(operand)] ?? nameOf(operand);
  if (operator === '.') return `${term(member(operand, 'left'))}’s ${String(member(operand, 'attr'))}`;
  if (Array.isArray(operand)) return `${operator}(${operand.map(term).join(', ')})`;
  return JSON.stringify(residual);
}

function entry(residual: Residual): [operator: string, operand: Residual] {
  const [first] = typeof residual === 'object' && residual !== null ? Object.entries(residual) : [];
  return first ?? ['Value', residual];
}

function member(operand: Residual, name: string): Residual {
  return typeof operand === 'object' && operand !== null ? Reflect.get(operand, name) : undefined;
}

const nameOf = (operand: Residual): string =>
  Array.isArray(operand) ? String(member(operand[0], 'Value')) : String(operand);

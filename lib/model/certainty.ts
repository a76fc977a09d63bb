/** Yes, no, or not settled by the input: never a guess. */
export type Certainty = 'yes' | 'no' | 'unknown';

/** All have to hold. */
export function every(parts: Iterable<Certainty>): Certainty {
  let answer: Certainty = 'yes';
  for (const part of parts) {
    if (part === 'no') return 'no';
    if (part === 'unknown') answer = 'unknown';
  }
  return answer;
}

/** One has to hold. */
export function some(parts: Iterable<Certainty>): Certainty {
  let answer: Certainty = 'no';
  for (const part of parts) {
    if (part === 'yes') return 'yes';
    if (part === 'unknown') answer = 'unknown';
  }
  return answer;
}

/** One has to hold of what is asked of each; nobody is asked after the first `yes`. */
export function someOfEach<T>(all: Iterable<T>, ask: (one: T) => Certainty): Certainty {
  let answer: Certainty = 'no';
  for (const one of all) {
    const part = ask(one);
    if (part === 'yes') return 'yes';
    if (part === 'unknown') answer = 'unknown';
  }
  return answer;
}

export function not(answer: Certainty): Certainty {
  return answer === 'unknown' ? 'unknown' : answer === 'yes' ? 'no' : 'yes';
}

export function certainly(answer: boolean): Certainty {
  return answer ? 'yes' : 'no';
}

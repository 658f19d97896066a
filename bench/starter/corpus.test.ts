import { expect, test } from 'vitest'
import { collisions } from './collisions.ts'
import { heldOutQuestions, readCorpus, trainedQuestions } from './questions.ts'

const corpus = readCorpus()

test('no answer of the starter model begins with yes or no: the same one is given whichever way round it was asked', () => {
  const told = [...corpus.entries, ...corpus.followups].filter(({ answer }) => /^(yes|no)\b[.,:;]/i.test(answer))
  expect(told.map(({ id }) => id)).toEqual([])
})

test('no question that was set aside is one that the model was taught', () => {
  const aside = heldOutQuestions(corpus).filter(({ before }) => before === undefined)
  const taught = trainedQuestions(corpus, 'entries').map(({ asked }) => asked)
  expect(aside.length).toBeGreaterThan(1000)
  expect(
    collisions(
      aside.map(({ asked }) => asked),
      taught,
    ),
  ).toEqual([])
})

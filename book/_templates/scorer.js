// A reader looks for words first: pages in their order, then the reference part; names of the package come last.
var Scorer = {
  objNameMatch: 3, objPartialMatch: 1, objPrio: { 0: 1, 1: 0, 2: -5 }, objPrioDefault: 0,
  title: 15, partialTitle: 7, term: 5, partialTerm: 2,
  score: ([page, , , , score]) => {
    const [, chapter, number] = page.match(/^(\d)-[^/]*\/(\d*)/) ?? [];
    return score + (chapter ? 1 - chapter / 10 - (number || 0) / 100 : 0);
  },
};
